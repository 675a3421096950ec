/** The README's table of the most common messages. */
import type { Cause } from '../../seedance/errors/problem';
import { table } from './markdown';
import type { Moment } from './moments';
import { sampleOf } from './samples';

interface Help {
	readonly cause: Cause;
	readonly moment: Moment;
	readonly whatToDo: string;
}

export const helps: readonly Help[] = [
	{
		cause: 'invalidKey',
		moment: 'refused',
		whatToDo: 'Check the key in the credential. A new account may need a top-up.',
	},
	{
		cause: 'insufficientCredits',
		moment: 'refused',
		whatToDo: 'Top up, then retry: videos that were started are picked up.',
	},
	{
		cause: 'contentModeration',
		moment: 'ended',
		whatToDo: 'Change the prompt or the image. Failed videos are refunded.',
	},
	{
		cause: 'deadline',
		moment: 'accepted',
		whatToDo: "Get the video later with Seedance Get Result. Don't start it again.",
	},
	{
		cause: 'unknownOutcome',
		moment: 'unknown',
		whatToDo: 'Look for it with *Seedance Get Result → Get Many* before you run again.',
	},
];

/** Returns the whole block, without its markers. */
export const helpBlock = () =>
	table(
		['Message', 'What to do'],
		helps.map(({ cause, moment, whatToDo }) => [sampleOf(cause, moment).message, whatToDo]),
	);
