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
		'Reads of one task stay 5 s apart, so half of the ends that scatter by more than a few seconds are ' +
		'noticed after 2.5 s at the earliest: no schedule reaches 1.5 s for those. Each task is read at its ' +
		'end, so a batch of 100 short tasks costs more than a tenth of the naive requests.',
	// Both run together to save time, because a new account's pace leaves the machine almost idle.
	run: async (context) => (await Promise.all([benchWaiting(context), benchBronze(context)])).flat(),
};
