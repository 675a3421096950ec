/** What is made of an answer when a picture, video or sound is fetched that a person gave as an address. */
import { isTransient } from '../api/readReply';
import { toBytes } from '../task/outputFetch';
import type { Judge } from '../task/outputFetch';
import { fileType } from './fileType';

/** HTTP 203: a proxy has compressed or converted the file. */
const changedOnItsWay = 203;

const lasting = (detail: string) => ({ detail, mayPass: false });

/** Findings complete "could not be fetched: …". What the file is, is looked at when it is there. */
export const mediaJudge: Judge = {
	status: (status) => {
		if (status === 200 || status === changedOnItsWay) return undefined;
		return { detail: `its server answers with HTTP ${status}`, mayPass: isTransient(status) };
	},
	head: (bytes) => fileType(bytes) ?? { mimeType: 'application/octet-stream', extension: 'bin' },
	tooLarge: (limit) => lasting(`it is larger than ${limit / toBytes(1)} MB`),
};
