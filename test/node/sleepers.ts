/** Nodes with suspended waits. */
import type { IDataObject } from 'n8n-workflow';
import { pick, seedance } from './bench';

export const submitNode = 'seedanceTextToVideo';
export const waitNode = 'seedanceWaitForCompletion';

/** Rows with the prompts "Fox 0", "Fox 1", … */
export const rows = (count: number) =>
	Array.from({ length: count }, (_, row) => ({ row, prompt: `Fox ${row}` }));

const prompt = '={{ $json.prompt }}';

/** One node that submits and waits suspended. */
export const sleeper = (options: IDataObject = {}, settings: object = {}) =>
	seedance(submitNode, { prompt, options: { waitUsing: 'suspend', ...options } }, settings);

/** One node that submits, another that waits suspended. */
export const pair = (
	options: IDataObject = {},
	parameters: IDataObject = {},
	settings: object = {},
) => [
	seedance(submitNode, { prompt, return: 'taskId', options }),
	seedance(waitNode, { waitUsing: 'suspend', ...parameters }, settings),
];

/** Options of a submit node without callbacks. */
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

/** A following node that outputs the row of each item. */
export const later = pick("={{ $('Source').item.json.row }}");
