/** What goes wrong: a fifth of all requests, in every way that the simulator knows for them. */
import type {
	DownloadFault,
	DownloadRequest,
	FileToUpload,
	ReadFault,
	Submit,
	SubmitFault,
	TaskOutcome,
	TaskRequest,
	TicketFault,
	UploadFault,
} from '../../simulator';
import { chance } from './chance';

const faultyShare = 0.2;
const failingShare = 0.05;

/** Faults that leave the outcome of a submit unknown. */
const ambiguous: readonly SubmitFault[] = [
	{ kind: 'resetBeforeAccept' },
	{ kind: 'resetAfterAccept' },
	{ kind: 'timeoutAfterAccept' },
	{ kind: 'errorAfterAccept', status: 500 },
	{ kind: 'noId' },
	{ kind: 'malformedJson' },
	{ kind: 'html' },
	{ kind: 'serverError', status: 502, envelope: false },
	{ kind: 'errorAfterAccept', status: 504, envelope: false },
	{ kind: 'serverError', status: 408 },
	{ kind: 'malformedJson', accept: false },
	{ kind: 'html', accept: true },
	{ kind: 'serverError', status: 503, envelope: false },
	{ kind: 'errorAfterAccept', status: 503 },
	{ kind: 'serverError', status: 503, message: 'upstream connect error' },
	{ kind: 'errorAfterAccept', status: 503, envelope: false },
	{ kind: 'envelopeError', code: 500 },
];

/** After these it is certain, for better or worse. */
const clear: readonly SubmitFault[] = [
	{ kind: 'unauthorized' },
	{ kind: 'forbidden' },
	{ kind: 'insufficientCredits' },
	{ kind: 'rateLimited' },
	{ kind: 'redirect', location: '/elsewhere' },
	{ kind: 'delay', ms: 30 },
	{ kind: 'delayAfterAccept', ms: 30 },
	{ kind: 'rateLimited', retryAfterSeconds: 3 },
	{ kind: 'envelopeError', code: 5003 },
	{ kind: 'envelopeError', code: 400 },
	{ kind: 'envelopeError', code: 429 },
	{ kind: 'serverError', status: 422 },
];

const reading: readonly ReadFault[] = [
	{ kind: 'reset' },
	{ kind: 'timeout' },
	{ kind: 'rateLimited' },
	{ kind: 'rateLimited', retryAfterSeconds: 2 },
	{ kind: 'serverError', status: 500 },
	{ kind: 'serverError', status: 502, envelope: false },
	{ kind: 'envelopeError', code: 503 },
	{ kind: 'malformedJson' },
	{ kind: 'html' },
	{ kind: 'delay', ms: 30 },
];

const tickets: readonly TicketFault[] = [
	{ kind: 'reset' },
	{ kind: 'rateLimited' },
	{ kind: 'serverError', status: 503 },
	{ kind: 'malformedJson' },
];

const uploading: readonly UploadFault[] = [
	{ kind: 'expired' },
	{ kind: 'serverError' },
	{ kind: 'resetAtHalf' },
	{ kind: 'resetAfterStore' },
];

const downloading: readonly DownloadFault[] = [
	{ kind: 'serverError' },
	{ kind: 'resetAtHalf' },
	{ kind: 'html' },
	{ kind: 'truncatedChunked' },
	{ kind: 'forbidden' },
];

const isAmbiguous = (fault: SubmitFault) => ambiguous.includes(fault);

/** The item that a submit is for. */
export const itemOf = (body: Readonly<Record<string, unknown>> | undefined): string =>
	String(body?.prompt);

/** Gives one kind after the other, so that all come equally often, and within a kind its variants. */
function inTurn<Fault extends { readonly kind: string }>(faults: readonly Fault[]): () => Fault {
	const kinds = [...new Set(faults.map(({ kind }) => kind))].map((kind) => ({
		variants: faults.filter((fault) => fault.kind === kind),
		given: 0,
	}));
	let turn = 0;
	return () => {
		const kind = kinds[turn++ % kinds.length];
		const fault = kind?.variants[kind.given++ % kind.variants.length];
		if (fault === undefined) throw new Error('no faults to choose from');
		return fault;
	};
}

export type Counted = 'submit' | 'read' | 'ticket' | 'upload' | 'download';

const acceptsAfterwards = (fault: SubmitFault): boolean =>
	/AfterAccept$|^noId$/.test(fault.kind) ||
	(fault.kind === 'malformedJson' && fault.accept !== false) ||
	(fault.kind === 'html' && fault.accept === true);

export interface Mischief {
	submit(submit: Submit): SubmitFault | undefined;
	read(request: TaskRequest): ReadFault | undefined;
	task(submit: Submit): TaskOutcome | undefined;
	ticket(file: FileToUpload): TicketFault | undefined;
	upload(file: FileToUpload): UploadFault | undefined;
	download(request: DownloadRequest): DownloadFault | undefined;
	/** How often each kind came, for each kind of request apart. */
	readonly counts: Readonly<Record<Counted, Map<string, number>>>;
	/** How many submits had an unknown outcome, and the items of those that became a task. */
	readonly ambiguous: { submits: number; readonly accepted: Set<string> };
	requests(): number;
}

/**
 * Whether a request is faulty depends on the seed, its item and its number among the item's
 * requests. The kinds alternate, so that all are equally frequent.
 * @param takesAll whether an item may also get faults that leave it unfinished: an unknown outcome,
 * a failed task
 */
export function mischief(seed: number, takesAll: (item: string) => boolean): Mischief {
	const counts: Mischief['counts'] = {
		submit: new Map(),
		read: new Map(),
		ticket: new Map(),
		upload: new Map(),
		download: new Map(),
	};
	const tries = new Map<string, number>();
	const turns = {
		all: inTurn([...ambiguous, ...clear]),
		clear: inTurn(clear),
		read: inTurn(reading),
		ticket: inTurn(tickets),
		upload: inTurn(uploading),
		download: inTurn(downloading),
	};
	const ambiguousOnes = { submits: 0, accepted: new Set<string>() };
	let requests = 0;

	function isFaulty(what: string, subject: string): boolean {
		requests += 1;
		const name = `${what} ${subject}`;
		const count = (tries.get(name) ?? 0) + 1;
		tries.set(name, count);
		return chance(seed, name, count) < faultyShare;
	}

	function counted<Fault extends { kind: string }>(fault: Fault, into: Map<string, number>) {
		into.set(fault.kind, (into.get(fault.kind) ?? 0) + 1);
		return fault;
	}

	return {
		counts,
		submit({ body }) {
			const item = itemOf(body);
			if (!isFaulty('submit', item)) return undefined;
			const fault = takesAll(item) ? turns.all() : turns.clear();
			if (isAmbiguous(fault)) {
				ambiguousOnes.submits += 1;
				if (acceptsAfterwards(fault)) ambiguousOnes.accepted.add(item);
			}
			return counted(fault, counts.submit);
		},
		read({ taskId, body }) {
			if (!isFaulty('read', `${itemOf(body)} ${taskId}`)) return undefined;
			return counted(turns.read(), counts.read);
		},
		task({ body }) {
			const item = itemOf(body);
			const drawn = chance(seed, 'task', item);
			if (!takesAll(item) || drawn >= failingShare) return undefined;
			return { kind: 'failTask', code: drawn < failingShare / 2 ? 1200 : 1403 };
		},
		ticket: ({ filename }) =>
			isFaulty('ticket', filename) ? counted(turns.ticket(), counts.ticket) : undefined,
		upload: ({ filename }) =>
			isFaulty('upload', filename) ? counted(turns.upload(), counts.upload) : undefined,
		download: ({ taskId, body }) =>
			isFaulty('download', `${itemOf(body)} ${taskId}`)
				? counted(turns.download(), counts.download)
				: undefined,
		ambiguous: ambiguousOnes,
		requests: () => requests,
	};
}
