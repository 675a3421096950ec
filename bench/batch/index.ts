import type { Bench } from '../bench';
import { benchBronze } from './bronze';
import { benchWaiting } from './waiting';

export const batch: Bench = {
	about: 'batches of videos: time, status requests, delay, and the pace of a new account',
	// Together, to save time: a new account's pace keeps the machine all but idle.
	run: async (context) => (await Promise.all([benchWaiting(context), benchBronze(context)])).flat(),
};
