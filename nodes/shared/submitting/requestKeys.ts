/**
 * Request keys in n8n's database, through the deduplication helpers that n8n's Remove Duplicates uses.
 *
 * The helpers keep all values of a node in one row that they read, change and write back without a
 * lock: 20 executions at once lost 85 of 100 values when we tried. But the first insert of a row is
 * atomic (the table's primary key), so every key gets a row of its own. The row's name is the node's
 * id, which the helpers read at once when they are called: it is lent to them for that moment.
 *
 * This relies on two things that n8n does not document: rows are named by `node.id` of the object that
 * `getExecuteData()` returns, and that is read before the helper's first await. Proved on n8n 1.123.81
 * and 2.41.1, regular and queue mode (docs/request-key.md). Should it no longer hold, the check in
 * `claim` finds out before anything is paid for, and the node refuses to submit with a key.
 */
import { createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { RequestKeys } from '../../../seedance/task/requestKey';

const entries = { mode: 'entries' } as const;

const rowFor = (key: string) =>
	`seedance-request-key:${createHash('sha256').update(key).digest('hex')}`;

/** The store of request keys for this node's workflow. */
export function createRequestKeys(context: IExecuteFunctions): RequestKeys {
	const { helpers } = context;

	/** Calls a helper with the node's id on loan. The helper is not awaited meanwhile. */
	function inRow<T>(row: string, call: () => Promise<T>): Promise<T> {
		const { node } = context.getExecuteData();
		const own = node.id;
		node.id = row;
		try {
			return call();
		} finally {
			node.id = own;
		}
	}

	async function record(row: string): Promise<boolean> {
		const call = async () => await helpers.checkProcessedAndRecord([row], 'node', entries);
		// Two first inserts at the same moment: the one that loses is told by an error, and asks again.
		const { new: added } = await inRow(row, call).catch(async () => await inRow(row, call));
		return added.length === 1;
	}

	async function isInItsRow(row: string): Promise<boolean> {
		const count = async () => await helpers.getProcessedDataCount('node', entries);
		return (await inRow(row, count)) === 1 && (await count()) === 0;
	}

	return {
		async claim(key) {
			// In the tools of older AI Agents the helpers look at another node than the one at hand.
			if (context.getExecuteData().node.id !== context.getNode().id) {
				return await Promise.reject(new Error('The helpers belong to another node'));
			}
			const row = rowFor(key);
			if (!(await record(row))) return 'taken';
			if (!(await isInItsRow(row))) return await Promise.reject(new Error('Not in its own row'));
			return 'mine';
		},
		async release(key) {
			const clear = async () => await helpers.clearAllProcessedItems('node', entries);
			await inRow(rowFor(key), clear);
		},
	};
}
