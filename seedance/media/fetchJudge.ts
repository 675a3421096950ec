/** What is made of an answer when a picture, video or sound is fetched that a person gave as an address. */
import { isTransient } from '../api/readReply';
import { isPrivate, toBytes } from '../task/outputFetch';
import type { Finding, Judge, Objection } from '../task/outputFetch';
import { mediaUrlFinding } from './address';
import { fileType } from './fileType';

/** HTTP 203: a proxy has compressed or converted the file. */
const changedOnItsWay = 203;

const lasting = (detail: string): Finding => ({ detail, mayPass: false });

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
		if (from === undefined) return lasting(`it ${found.finding}`);
		const isFineElsewhere = mediaUrlFinding(url, { allowsPrivate: true }) === undefined;
		return lasting(
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
	tooLarge: (limit) => lasting(`it is larger than ${limit / toBytes(1)} MB`),
};
