/**
 * Renders docs/troubleshooting.md: every cause with its message, what it means for money, and what
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
		heading: 'Refused: nothing is charged',
		money:
			'The item was not submitted, or WaveSpeedAI turned the submit down. The error item has `outcome: "refused"`, or none.',
	},
	{
		moment: 'unknown',
		heading: 'Unknown: nobody can tell',
		money:
			'The submit was sent, and no answer says whether it was accepted. It may be charged, so it is not sent again. The error item has `outcome: "unknown"`.',
	},
	{
		moment: 'ended',
		heading: 'Accepted: the task ended without a video',
		money:
			'The task was accepted and failed. WaveSpeedAI refunds failed tasks. The error item has `outcome: "accepted"` and the `taskId`.',
	},
	{
		moment: 'accepted',
		heading: 'Accepted: the video is paid for',
		money:
			'The task goes on or is finished, and is paid for: submitting it again would be paid for a second time. The error item has the `taskId`; there is nothing to submit.',
	},
	{
		moment: 'reading',
		heading: 'While a task is read',
		money:
			'Reading costs nothing and changes nothing: the task is at WaveSpeedAI as before. When *Get Many* cannot read its list, that says nothing about your tasks either.',
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
export const troubleshootingPage = () =>
	page([
		'<!-- Written by `npm run docs` from seedance/errors. Change the messages there, not this page. -->',
		'# Troubleshooting by message',
		'Every message that an error of these nodes can have, in five groups by what it means for money. … stands for what differs from case to case. Many descriptions end with what the API says itself. The shorter list is in the [README](../README.md#troubleshooting).',
		...chapters.flatMap(chapter),
	]);
