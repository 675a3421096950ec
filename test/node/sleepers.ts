/** Nodes that wait asleep, for the tests of suspended executions. */
import type { IDataObject } from 'n8n-workflow';
import { pick, seedance } from './bench';

export const submitNode = 'seedanceTextToVideo';
export const waitNode = 'seedanceWaitForCompletion';

/** Rows with the prompts "Fox 0", "Fox 1", … */
export const rows = (count: number) =>
	Array.from({ length: count }, (_, row) => ({ row, prompt: `Fox ${row}` }));

const prompt = '={{ $json.prompt }}';

/** One node that submits and waits asleep. */
export const sleeper = (options: IDataObject = {}, settings: object = {}) =>
	seedance(submitNode, { prompt, options: { waitUsing: 'suspend', ...options } }, settings);

/** One that submits, another that waits asleep. */
export const pair = (
	options: IDataObject = {},
	parameters: IDataObject = {},
	settings: object = {},
) => [
	seedance(submitNode, { prompt, waitForCompletion: false, options }),
	seedance(waitNode, { waitUsing: 'suspend', ...parameters }, settings),
];

/** Options of a submit node whose execution nobody calls. */
export const timerOnly = { notifyWhenDone: 'nothing' };

/** Does something as if so much time had gone by since. */
export async function afterwards<T>(ms: number, work: () => Promise<T>): Promise<T> {
	const { now } = Date;
	const spy = jest.spyOn(Date, 'now').mockImplementation(() => now() + ms);
	try {
		return await work();
	} finally {
		spy.mockRestore();
	}
}

/** A node behind it, which says of which row each item is. */
export const later = pick("={{ $('Source').item.json.row }}");
