/**
 * How the API itself fails a submit, and the outcome that it must have
 * (docs/internals/decisions.md#unknown-outcomes).
 */
import type { SubmitFault } from '../../simulator';

export interface SubmitDeath {
	readonly name: string;
	readonly fault: SubmitFault;
	readonly outcome: 'refused' | 'unknown';
	/** Whether a task came of it, unknown to whoever submitted. */
	readonly accepted: boolean;
	/** Whether it is sent again until the time for it is over. */
	readonly sentAgain: boolean;
	readonly message: RegExp;
	/** What is known, and what to do. */
	readonly description: RegExp;
}

const nobodyKnows = {
	outcome: 'unknown',
	accepted: false,
	sentAgain: false,
	message: /^Couldn't confirm that this video was started$/,
} as const;
const refused = { outcome: 'refused', accepted: false, sentAgain: false } as const;
const notTwice = 'You may have been charged\\. It was not sent again, .*recent tasks';
/** The description of an unknown outcome: what happened, then what to do. */
export const lookFirst = (what: string) => new RegExp(`^${what}\\. ${notTwice}`);

const gatewayAnswers = [true, false].flatMap((envelope) =>
	[408, 500, 502, 503, 504].flatMap((status): SubmitDeath[] => {
		const form = envelope ? "in the API's envelope" : 'from a gateway';
		const description = lookFirst(`The API answered with HTTP ${status}`);
		return [
			{
				...nobodyKnows,
				name: `HTTP ${status} ${form}, nothing accepted`,
				fault: { kind: 'serverError', status, envelope },
				description,
			},
			{
				...nobodyKnows,
				name: `HTTP ${status} ${form} after accept`,
				fault: { kind: 'errorAfterAccept', status, envelope },
				accepted: true,
				description,
			},
		];
	}),
);

const envelopeErrors = [408, 500, 502, 503, 504].map((code): SubmitDeath => ({
	...nobodyKnows,
	name: `HTTP 200 with envelope code ${code}`,
	fault: { kind: 'envelopeError', code },
	description: lookFirst(`The API answered with its own code ${code}`),
}));

const unreadable = [true, false].flatMap((accept): SubmitDeath[] => {
	const when = accept ? 'accepted' : 'not accepted';
	const description = lookFirst('The API gave an answer that cannot be read');
	return [
		{
			...nobodyKnows,
			name: `HTTP 200 with JSON that breaks off, ${when}`,
			fault: { kind: 'malformedJson', accept },
			accepted: accept,
			description,
		},
		{
			...nobodyKnows,
			name: `HTTP 200 with a web page, ${when}`,
			fault: { kind: 'html', accept },
			accepted: accept,
			description: lookFirst(
				'The API gave an answer that is a web page, perhaps of a proxy or firewall',
			),
		},
	];
});

const slowDown = {
	...refused,
	sentAgain: true,
	message: /^WaveSpeedAI is limiting how fast this account may submit$/,
	description: /tried again until .* Nothing was submitted for this item.*submit fewer/,
};

export const submitDeaths: readonly SubmitDeath[] = [
	{
		...nobodyKnows,
		name: 'reset before accept',
		fault: { kind: 'resetBeforeAccept' },
		description: lookFirst('The connection ended without an answer \\(ECONNRESET\\)'),
	},
	{
		...nobodyKnows,
		name: 'reset after accept',
		fault: { kind: 'resetAfterAccept' },
		accepted: true,
		description: lookFirst('The connection ended without an answer \\(ECONNRESET\\)'),
	},
	...gatewayAnswers,
	...envelopeErrors,
	...unreadable,
	{
		...nobodyKnows,
		name: 'HTTP 200 without an id, accepted',
		fault: { kind: 'noId' },
		accepted: true,
		description: lookFirst('The API gave an answer without a task id'),
	},
	{
		...refused,
		name: 'HTTP 200 with the code of a service that is unavailable',
		fault: { kind: 'envelopeError', code: 5003 },
		message: /^WaveSpeedAI is not available right now$/,
		description: /^You weren't charged\./,
	},
	{
		...refused,
		name: 'HTTP 200 with the code of content moderation',
		fault: { kind: 'envelopeError', code: 1200 },
		message: /^The content check turned this video down$/,
		description: /You weren't charged\./,
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
		message: /^WaveSpeedAI refused the request: bad seed$/,
		description: /Nothing was charged for this item\. Check the parameters/,
	},
	...[400, 409, 413, 422].map((status): SubmitDeath => ({
		...refused,
		name: `HTTP ${status}`,
		fault: { kind: 'serverError', status, message: 'no' },
		message: /^WaveSpeedAI refused the request: no$/,
		description: new RegExp(`HTTP ${status}\\. Nothing was charged .* Check the parameters`),
	})),
];
