/** Pictures, videos and sounds at addresses that only now can be had: into n8n's store. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { percentDecoded } from '../../../seedance/media/fileName';
import { mediaJudge, mediaObjection } from '../../../seedance/media/fetchJudge';
import type { Ports } from '../../../seedance/task/ports';
import { binaryModeOf } from '../downloads/binaryMode';
import { fetchFile } from '../downloads/fetchFile';
import type { Fetch } from './prepare';

/** The last part of an address's path, decoded and without its extension: "my photo". */
function nameIn(url: string): string {
	const [, name = ''] = /([^/]+?)(?:\.\w{1,5})?$/.exec(new URL(url).pathname) ?? [];
	return percentDecoded(name).replace(/[\\/]+/g, '_') || 'file';
}

/**
 * Fetches addresses without the key, each once in a run.
 * @param allowsPrivate whether addresses of this machine are fine, because the API is there, too
 */
export function fetchUrls(context: IExecuteFunctions, ports: Ports, allowsPrivate: boolean): Fetch {
	const mode = binaryModeOf(context);
	const objection = mediaObjection({ allowsPrivate });
	const fetchOne: Fetch = async (url, { rule }) => {
		const fetching = {
			allowsHttp: true,
			objection,
			maxBytes: rule.mostBytes,
			mode,
			judge: mediaJudge,
			ports,
		};
		const name = nameIn(url);
		const fetched = await fetchFile(context, url, fetching, (extension) => `${name}.${extension}`);
		if (fetched.ok) return { kind: 'stored', binary: fetched.binary };
		const detail = fetched.finding.detail.replace(/\.$/, '');
		return { kind: 'problem', finding: `could not be fetched: ${detail}` };
	};
	const fetched = new Map<string, ReturnType<Fetch>>();
	return async (url, use) => {
		const key = `${use.rule.mostBytes} ${url}`;
		const running = fetched.get(key) ?? fetchOne(url, use);
		fetched.set(key, running);
		return await running;
	};
}
