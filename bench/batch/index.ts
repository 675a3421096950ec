import type { Bench } from '../bench';
import { benchBronze } from './bronze';
import { benchWaiting } from './waiting';

export const batch: Bench = {
	about: 'batches of videos: time, status requests, delay, and the pace of a new account',
	how:
		'The nodes’ own submit and wait. Waiting is measured on a virtual clock, against an account that ' +
		'answers in 80 to 300 ms, for tasks that take as long as the model’s record expects (some three ' +
		'times that) and for others; what the process learns of their times, it learns from the same tasks. ' +
		'The naive way is what the vendor’s own clients do, a look at each task every 2 s. The pace of a ' +
		'new account is measured over real HTTP to the simulator, on a clock that runs 8 times as fast. ' +
		'Reads of one task stay 5 s apart, so no schedule notices half of widely scattered ends within ' +
		'1.5 s. Where that is so, the limit is a fifth over the least possible median of all schedules ' +
		'with such pauses, even of those that know the distribution. Requests: half of the naive ones, a ' +
		'tenth for 100 tasks with the list; where tasks are too short for that, a tenth over what is ' +
		'needed, which is a read of each task and a list every 3 s, or a read every 5 s without the list.',
	// Both run together to save time, because a new account's pace leaves the machine almost idle.
	run: async (context) => (await Promise.all([benchWaiting(context), benchBronze(context)])).flat(),
};
