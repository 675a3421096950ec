/** Fetches one output into n8n's binary store: over as many legs and tries as it may take. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { redirectTarget } from '../../../seedance/task/outputFile';
import {
	afterAllTries,
	mostRedirects,
	mostTries,
	noAnswer,
	outputObjection,
	outputJudge,
	pausesMs,
	redirectedTooOften,
	wasStopped,
} from '../../../seedance/task/outputFetch';
import type { Finding, Objection } from '../../../seedance/task/outputFetch';
import { isStopped, sleepUntil } from '../../../seedance/task/ports';
import type { Ports } from '../../../seedance/task/ports';
import { readFailure } from '../http/failure';
import { openLeg } from './leg';
import type { Leg } from './leg';
import { storeBody } from './storeBody';
import type { Fetched, Keeping } from './storeBody';

export interface Fetching extends Keeping {
	/** Whether http links and private addresses are fine, because the API itself is on this machine. */
	readonly allowsHttp: boolean;
	readonly ports: Ports;
	/** What speaks against asking an address; by default what speaks against an output's. */
	readonly objection?: Objection;
}

const objectionOf = ({ objection, allowsHttp }: Fetching): Objection =>
	objection ?? ((url, from) => outputObjection(url, allowsHttp, from));

/** Follows an address to an answer that is no redirect. */
async function follow(
	context: IExecuteFunctions,
	from: string,
	objection: Objection,
): Promise<Leg | Finding> {
	let url = from;
	for (let followed = 0; followed <= mostRedirects; followed += 1) {
		const leg = await openLeg(context, url);
		const { status, location } = leg;
		if (status < 300 || status >= 400 || location === undefined) return leg;
		leg.cut();
		url = redirectTarget(location, url) ?? location;
		const finding = objection(url, from);
		if (finding !== undefined) return finding;
	}
	return redirectedTooOften;
}

async function tryOnce(
	context: IExecuteFunctions,
	url: string,
	fetching: Fetching,
	nameFor: (extension: string) => string,
): Promise<Fetched> {
	let leg: Leg | undefined;
	try {
		const reached = await follow(context, url, objectionOf(fetching));
		if ('detail' in reached) return { ok: false, finding: reached };
		leg = reached;
		const finding = (fetching.judge ?? outputJudge).status(leg.status);
		if (finding !== undefined) return { ok: false, finding };
		return await storeBody(context, leg, fetching, nameFor);
	} catch (error) {
		const finding = isStopped(fetching.ports) ? wasStopped : noAnswer(readFailure(error));
		return { ok: false, finding };
	} finally {
		leg?.cut();
	}
}

/**
 * Fetches a file, again after what may pass. Never throws.
 * @param nameFor the file's name, when its extension is known
 */
export async function fetchFile(
	context: IExecuteFunctions,
	url: string,
	fetching: Fetching,
	nameFor: (extension: string) => string,
): Promise<Fetched> {
	const { ports } = fetching;
	const finding = objectionOf(fetching)(url);
	if (finding !== undefined) return { ok: false, finding };
	for (let made = 1; ; made += 1) {
		const fetched = await tryOnce(context, url, fetching, nameFor);
		if (fetched.ok || !fetched.finding.mayPass) return fetched;
		if (made >= mostTries) return { ok: false, finding: afterAllTries(fetched.finding) };
		await sleepUntil(ports.now() + (pausesMs[made - 1] ?? 0), ports);
	}
}
