/**
 * How the API itself fails a submit, and the outcome that it must have
 * (docs/internals/decisions.md#unknown-outcomes).
 */
import type { Cause } from '../../seedance/errors/problem';
import type { SubmitFault } from '../../simulator';

export interface SubmitDeath {
	readonly name: string;
	readonly fault: SubmitFault;
	readonly outcome: 'refused' | 'unknown';
	/** Whether it became a task that the client doesn't know about. */
	readonly accepted: boolean;
	/** Whether it is sent again until the time for it is over. */
	readonly sentAgain: boolean;
	readonly cause: Cause;
	/** What the texts tell of it. */
	readonly tells?: RegExp;
}

const nobodyKnows = {
	outcome: 'unknown',
	accepted: false,
	sentAgain: false,
	cause: 'unknownOutcome',
} as const;
const refused = { outcome: 'refused', accepted: false, sentAgain: false } as const;

const gatewayAnswers = [true, false].flatMap((envelope) =>
	[408, 500, 502, 503, 504].flatMap((status): SubmitDeath[] => {
		const form = envelope ? "in the API's envelope" : 'from a gateway';
		const tells = new RegExp(`\\b${status}\\b`);
		return [
			{
				...nobodyKnows,
				name: `HTTP ${status} ${form}, nothing accepted`,
				fault: { kind: 'serverError', status, envelope },
				tells,
			},
			{
				...nobodyKnows,
				name: `HTTP ${status} ${form} after accept`,
				fault: { kind: 'errorAfterAccept', status, envelope },
				accepted: true,
				tells,
			},
		];
	}),
);

const envelopeErrors = [408, 500, 502, 503, 504].map((code): SubmitDeath => ({
	...nobodyKnows,
	name: `HTTP 200 with envelope code ${code}`,
	fault: { kind: 'envelopeError', code },
	tells: new RegExp(`\\b${code}\\b`),
}));

const unreadable = [true, false].flatMap((accept): SubmitDeath[] => {
	const when = accept ? 'accepted' : 'not accepted';
	return [
		{
			...nobodyKnows,
			name: `HTTP 200 with JSON that breaks off, ${when}`,
			fault: { kind: 'malformedJson', accept },
			accepted: accept,
		},
		{
			...nobodyKnows,
			name: `HTTP 200 with a web page, ${when}`,
			fault: { kind: 'html', accept },
			accepted: accept,
		},
	];
});

const slowDown = {
	...refused,
	sentAgain: true,
	cause: 'rateLimited',
} as const;

export const submitDeaths: readonly SubmitDeath[] = [
	{
		...nobodyKnows,
		name: 'reset before accept',
		fault: { kind: 'resetBeforeAccept' },
		tells: /ECONNRESET/,
	},
	{
		...nobodyKnows,
		name: 'reset after accept',
		fault: { kind: 'resetAfterAccept' },
		accepted: true,
		tells: /ECONNRESET/,
	},
	...gatewayAnswers,
	...envelopeErrors,
	...unreadable,
	{
		...nobodyKnows,
		name: 'HTTP 200 without an id, accepted',
		fault: { kind: 'noId' },
		accepted: true,
	},
	{
		...refused,
		name: 'HTTP 200 with the code of a service that is unavailable',
		fault: { kind: 'envelopeError', code: 5003 },
		cause: 'apiUnavailable',
	},
	{
		...refused,
		name: 'HTTP 200 with the code of content moderation',
		fault: { kind: 'envelopeError', code: 1200 },
		cause: 'contentModeration',
	},
	{ ...slowDown, name: '429 without Retry-After, for ever', fault: { kind: 'rateLimited' } },
	{
		...slowDown,
		name: '429 with Retry-After, for ever',
		fault: { kind: 'rateLimited', retryAfterSeconds: 30 },
	},
	{
		...slowDown,
		name: '429 with Retry-After: 0, for ever',
		fault: { kind: 'rateLimited', retryAfterSeconds: 0 },
	},
	{
		...slowDown,
		name: 'HTTP 200 with envelope code 429, for ever',
		fault: { kind: 'envelopeError', code: 429 },
	},
	{
		...refused,
		name: 'HTTP 200 with envelope code 400',
		fault: { kind: 'envelopeError', code: 400, message: 'bad seed' },
		cause: 'requestRefused',
		tells: /bad seed/,
	},
	...[400, 409, 413, 422].map((status): SubmitDeath => ({
		...refused,
		name: `HTTP ${status}`,
		fault: { kind: 'serverError', status, message: 'no' },
		cause: 'requestRefused',
		tells: new RegExp(`says: "no".*\\b${status}\\b`),
	})),
];
