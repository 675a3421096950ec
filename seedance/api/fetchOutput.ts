/**
 * What is made of an output's address when it is fetched: whether the answer is a file that may be
 * kept, and if not, why, in words for the item or the error.
 */
import { fileType } from '../media/fileType';
import type { FileTypeName } from '../media/fileType';
import { mediaUrlFinding } from '../media/source';
import { fetchedWalks, startWalk } from '../media/walk';
import type { Walker } from '../media/walk';
import { isPublicHost } from '../publicHost';
import type { Failure } from './http';
import { mayDownload } from './outputFile';
import { isTransient } from './reply';

/** Why a try brought no file. */
export interface Finding {
	/** Whole sentences. */
	readonly detail: string;
	/** Whether another try may bring it. */
	readonly mayPass: boolean;
}

/** How often an output is asked for, when what is wrong may pass. */
export const mostTries = 3;

/** How long to wait after the first and the second try, in ms. */
export const pausesMs: readonly number[] = [1_000, 3_000];

/** How many redirects are followed. */
export const mostRedirects = 5;

/** A connection on which nothing comes for so long is given up, in ms. */
export const longestSilenceMs = 60_000;

const bytesPerMb = 1024 * 1024;

/**
 * The most that n8n's in-memory binary mode is trusted with, in bytes: the file is held whole there,
 * and again as base64 text in the execution's data.
 */
export const memoryLimit = 100 * bytesPerMb;

export const toBytes = (megabytes: number) => megabytes * bytesPerMb;

const lasting = (detail: string): Finding => ({ detail, mayPass: false });
const passing = (detail: string): Finding => ({ detail, mayPass: true });

export const noOutput = lasting('The task has no output.');
const notHttps = lasting('Its address is not a https:// address.');
const leavesHttps = lasting('The link leads to an address that is not a https:// address.');
export const redirectedTooOften = lasting(
	`The link was redirected more than ${mostRedirects} times.`,
);
export const wasStopped = lasting('The execution was stopped.');
export const wentSilent = passing(`No data came for ${longestSilenceMs / 1000} seconds.`);

/**
 * What speaks against asking an address, if anything does.
 * @param from the address that redirects to it; undefined for the first one
 */
export type Objection = (url: string, from?: string) => Finding | undefined;

/** Whether an address stands in a private network, as far as it tells. */
export const isPrivate = (url: string) => !isPublicHost(new URL(url).hostname);

/**
 * What speaks against fetching an output: it is not https, or a redirect leads from the internet into a
 * private network.
 * @param isLocal whether the API is on this machine, and its outputs may be, too
 */
export function outputObjection(url: string, isLocal: boolean, from?: string): Finding | undefined {
	if (!mayDownload(url, isLocal)) return from === undefined ? notHttps : leavesHttps;
	if (isLocal || from === undefined || isPrivate(from) || !isPrivate(url)) return undefined;
	return lasting(`The link redirects to ${new URL(url).host}, an address in a private network.`);
}

/** What an answer's status says against it; undefined when a file follows. */
export function judgeStatus(status: number): Finding | undefined {
	// Not 204 and 205, which have no body, nor 206, which nobody asked for.
	if (status >= 200 && status <= 203) return undefined;
	const said = `The link answered with HTTP ${status}`;
	if (status === 403 || status === 404 || status === 410) {
		// Reference §C: outputs are kept for 7 days.
		return lasting(
			`${said}: links are valid for 7 days, and this one has expired or its file was removed.`,
		);
	}
	return { detail: `${said}.`, mayPass: isTransient(status) };
}

/** What a file is, by its bytes. */
export interface FileKind {
	readonly mimeType: string;
	/** Without dot. */
	readonly extension: string;
	/** Of the type, where it is known. */
	readonly name?: FileTypeName;
}

/**
 * Starts to look whether a file of this kind comes whole, piece by piece. Some servers end politely in
 * the middle of a file: with a length that is wrong, or without any.
 */
export function startWholeCheck({ name }: FileKind): Walker<boolean> | undefined {
	const walk = name && fetchedWalks[name];
	return walk && startWalk(walk());
}

/**
 * Judges a file by its first bytes; what the answer says of its type does not count.
 * @param head empty when the whole file is
 */
export function judgeHead(head: Uint8Array): FileKind | Finding {
	if (head.length === 0) return lasting('The file at the link is empty (0 bytes).');
	const type = fileType(head);
	if (type === undefined) return lasting('The file at the link is not a video.');
	// Models that make pictures or sounds are read with the same nodes.
	if (type.kind !== 'other') return type;
	return lasting(
		type.name === 'HTML'
			? 'The link leads to a web page, not to a video: a proxy or a firewall may be in the way.'
			: `The file at the link is not a video, but of the type ${type.name}.`,
	);
}

const whole = (bytes: number) => Math.ceil(bytes / bytesPerMb);
const exact = (bytes: number) => (bytes / bytesPerMb).toFixed(2);

/** @param size of the file in bytes; undefined while all that is known is that the limit is passed */
export function tooLarge(limit: number, size?: number): Finding {
	const allowed = Number((limit / bytesPerMb).toFixed(3));
	const has = size === undefined ? '' : ` of ${whole(size)} MB`;
	return lasting(
		`The file${has} is larger than ${allowed} MB, the Maximum File Size (MB) in the options.`,
	);
}

/** What is made of an answer when a file is fetched. */
export interface Judge {
	readonly status: typeof judgeStatus;
	/** By the first bytes; empty when the whole file is. */
	readonly head: typeof judgeHead;
	readonly tooLarge: typeof tooLarge;
}

/** How outputs are judged. */
export const outputJudge: Judge = { status: judgeStatus, head: judgeHead, tooLarge };

/** Too large for an n8n that keeps files in memory. */
export function tooLargeForMemory(size?: number): Finding {
	const has = size === undefined ? '' : ` of ${whole(size)} MB`;
	return lasting(
		`The file${has} is larger than ${whole(memoryLimit)} MB, the most that is safe while this n8n keeps files in its memory. Have N8N_DEFAULT_BINARY_DATA_MODE=filesystem set where n8n runs, or use the link in place of the file.`,
	);
}

/** What it means that there was no answer to a request for a file. */
export function noAnswer({ code, phase }: Failure): Finding {
	return phase === 'tls'
		? lasting(`No secure connection to the server of the link could be made (${code}).`)
		: passing(`The server of the link gave no answer (${code}).`);
}

/** @param promised the length that the answer gave, in bytes */
export function brokeOff(code: string, got: number, promised: number | undefined): Finding {
	const of = promised === undefined ? '' : ` of ${exact(promised)}`;
	return passing(`The connection broke after ${exact(got)}${of} MB (${code}).`);
}

/** The server ended the answer as if that were all. */
export const endedEarly = (got: number): Finding =>
	passing(`The file ends in the middle, after ${exact(got)} MB.`);

/** @param said what n8n says of it */
export function notStored(said: string): Finding {
	return lasting(`n8n could not store the file: ${said.trim().replace(/\.*$/, '.')}`);
}

/** The same finding when it was met in every try. */
export const afterAllTries = ({ detail, mayPass }: Finding): Finding => ({
	detail: `${detail} It was tried ${mostTries} times.`,
	mayPass,
});

// What is made of an answer when a picture, video or sound is fetched that a person gave as an address.

/** HTTP 203: a proxy has compressed or converted the file. */
const changedOnItsWay = 203;

const lastingFinding = (detail: string): Finding => ({ detail, mayPass: false });

/**
 * What speaks against fetching an address, or against following a redirect to it: it must not lead where an
 * address that is given to the API might not.
 * @param options as for `mediaUrlFinding`
 */
export const mediaObjection =
	(options: { readonly allowsPrivate: boolean }): Objection =>
	(url, from) => {
		const found = mediaUrlFinding(url, options);
		if (found === undefined) return undefined;
		if (from === undefined) return lastingFinding(`it ${found.finding}`);
		const isFineElsewhere = mediaUrlFinding(url, { allowsPrivate: true }) === undefined;
		return lastingFinding(
			isFineElsewhere && isPrivate(url)
				? `it redirects to ${new URL(url).host}, an address in a private network`
				: `it redirects to an address that ${found.finding}`,
		);
	};

/** Findings complete "could not be fetched: …". What the file is, is looked at when it is there. */
export const mediaJudge: Judge = {
	status: (status) => {
		if (status === 200 || status === changedOnItsWay) return undefined;
		return { detail: `its server answers with HTTP ${status}`, mayPass: isTransient(status) };
	},
	head: (bytes) => fileType(bytes) ?? { mimeType: 'application/octet-stream', extension: 'bin' },
	tooLarge: (limit) => lastingFinding(`it is larger than ${limit / toBytes(1)} MB`),
};
