/**
 * Renders docs/reference/errors.md: every cause with its message, what it means for money, and what
 * to do.
 */
import type { Cause } from '../../seedance/errors/problem';
import { page, table } from './markdown';
import { momentsOf } from './moments';
import type { Moment } from './moments';
import { sampleOf } from './samples';

interface Chapter {
	readonly moment: Moment;
	readonly heading: string;
	/** What it means for money. */
	readonly money: string;
}

const chapters: readonly Chapter[] = [
	{
		moment: 'refused',
		heading: "Not started: you weren't charged",
		money: 'No video was started for this item. The error has `outcome: "refused"`, or none.',
	},
	{
		moment: 'unknown',
		heading: 'Not confirmed: you may have been charged',
		money:
			"The request was sent, but WaveSpeedAI's answer doesn't say whether the video was started. The node doesn't send it again. The error has `outcome: \"unknown\"`.",
	},
	{
		moment: 'ended',
		heading: 'Started, but failed: refunded',
		money:
			'The video was started and failed. WaveSpeedAI refunds failed tasks. The error has `outcome: "accepted"` and the `taskId`.',
	},
	{
		moment: 'accepted',
		heading: 'Started: you were charged once',
		money:
			'The video is being generated or is ready. Get it with the `taskId` of the error; starting it again would be charged a second time.',
	},
	{
		moment: 'reading',
		heading: 'While reading a task',
		money: "Reading is free and changes nothing. An error here doesn't mean that the video failed.",
	},
];

const causesOf = (moment: Moment) =>
	(Object.keys(momentsOf) as Cause[]).filter((cause) => momentsOf[cause].includes(moment));

function chapter({ moment, heading, money }: Chapter): string[] {
	const rows = causesOf(moment).map((cause) => {
		const { message, description } = sampleOf(cause, moment);
		return [message, description];
	});
	return [`## ${heading}`, money, table(['Message', 'What to do'], rows)];
}

/** The whole page. */
export const errorsPage = () =>
	page([
		'<!-- Written by `npm run docs` from seedance/errors. Change the messages there, not this page. -->',
		'# Error messages',
		"Every error message of these nodes, grouped by whether you were charged. … stands for a detail such as a name or an amount. Many descriptions end with WaveSpeedAI's own words. [Output](output.md#error-items) has the fields of an error item.",
		...chapters.flatMap(chapter),
	]);
