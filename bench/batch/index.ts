import type { Bench } from '../bench';
import { benchBronze } from './bronze';
import { benchWaiting } from './waiting';

export const batch: Bench = {
	about: 'batches of videos: time, status requests, delay, and the pace of a new account',
	how:
		'The nodes’ own submit and wait, over real HTTP to the simulator, on clocks that run 5 and 8 times ' +
		'as fast. Tasks take as long as the model’s typically do, some three times that. The naive ways: ' +
		'for time, one video after the other (reckoned); for requests and delays, what the vendor’s own ' +
		'clients do, a look at each task every 2 s (measured with the same tasks).',
	// Both run together to save time, because a new account's pace leaves the machine almost idle.
	run: async (context) => (await Promise.all([benchWaiting(context), benchBronze(context)])).flat(),
};
