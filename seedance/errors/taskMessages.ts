/** The texts about tasks that exist: running, ended, or no longer there. */
import {
	again,
	charges,
	getLater,
	joined,
	noRefundPromised,
	refund,
	site,
} from './accountMessages';
import type { Text } from './accountMessages';

const minutesText = (minutes: number) => `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;

export const taskMessages = {
	unknownTask: () => [
		"WaveSpeedAI doesn't have this task",
		'Videos are kept for 7 days, and only the account that created them can get them. Check the task ID and the credential.',
	],
	taskNotShown: () => [
		"WaveSpeedAI started this video but doesn't show it yet",
		`It's still being generated. ${charges.once} ${getLater}`,
	],
	contentModeration: (c) => [
		'Content moderation rejected this video',
		`Change the prompt or the image: the same input would be rejected again. ${refund(c)}`,
	],
	mediaNotFetchable: (c) => [
		"WaveSpeedAI couldn't fetch an image, video or audio file",
		`Its URL must open without signing in and lead to the file itself. Use another URL, or pass the file as binary data. ${refund(c)}`,
	],
	taskParameterRefused: (c) => [
		"The model didn't accept one of the settings",
		`Check your settings${c.model === undefined ? '' : ` against the model's page: ${site}/models/${c.model}`}. The same ones would fail again. ${refund(c)}`,
	],
	taskNotMade: (c) => [
		"The model couldn't create this video",
		`Run this again. If it fails again, change the prompt or the image. ${refund(c)}`,
	],
	taskFault: (c) => [
		'Something went wrong at WaveSpeedAI while creating this video',
		`Run this again later. ${refund(c)}`,
	],
	taskTookTooLong: (c) => [
		'WaveSpeedAI stopped this video because it took too long',
		`Run this again. A shorter duration or a lower resolution takes less time. ${refund(c)}`,
	],
	taskFailed: (c) => [
		"WaveSpeedAI couldn't finish this video",
		`Run this again. ${refund(c)}`,
		[c.status && `status ${c.status}`, c.detail],
	],
	taskDeleted: (c) => [
		'This video was cancelled or deleted',
		`To get a video, start it again. ${noRefundPromised}`,
		[c.status && `status ${c.status}`],
	],
	notDeleted: (c) => [
		"WaveSpeedAI didn't delete this video",
		joined(!c.isList && charges.once, `Try again later, or delete it at ${site}.`),
		[c.status && `status ${c.status}`],
	],
	deadline: (c) => [
		`Still generating after ${minutesText(c.minutes ?? 0)}`,
		`The video is still being generated. ${charges.once} ${getLater} To wait longer next time, raise Timeout (Minutes).`,
		[c.status && `status ${c.status}`, c.detail && `last check: ${c.detail}`],
	],
	downloadFailed: (c) => [
		c.files === undefined
			? "The video couldn't be downloaded"
			: "Some files couldn't be downloaded",
		joined(
			c.detail,
			`The video is finished. ${charges.once}`,
			c.hasItem
				? 'Get the file with Seedance Get Result within 7 days.'
				: 'To download it without a new charge, use Retry in Executions, or Seedance Get Result within 7 days.',
			again,
		),
		[c.files],
	],
	flaggedNsfw: () => [
		'This video was flagged as NSFW',
		`It's finished, but it wasn't returned. ${charges.once} To get it without a new charge, set Options → Error Handling → If Flagged NSFW to Return Item, save, and retry with the saved workflow in Executions.`,
	],
} satisfies Record<string, Text>;
