/**
 * Request keys in n8n's database, through the deduplication helpers that n8n's Remove Duplicates uses.
 *
 * The helpers keep all values of a node in one row that they read, change and write back without a
 * lock: 20 executions at once lost 85 of 100 values when we tried. But the first insert of a row is
 * atomic (the table's primary key), so every fact gets a row of its own. The row's name is the node's
 * id, which the helpers read at once when they are called: it is lent to them for that moment.
 *
 * Nothing but the number of a row's values can be read without writing. So a task's id is found again
 * by asking for each likely id whether it has a row with the key; and so that this takes few questions,
 * two more rows hold as many values as say which ids are likely at all.
 *
 * This relies on two things that n8n does not document: rows are named by `node.id` of the object that
 * `getExecuteData()` returns, and that is read before the helper's first await. Proved on n8n 1.123.81
 * and 2.41.1, regular and queue mode (docs/request-key.md). Should it no longer hold, the check in
 * `claim` finds out before anything is paid for.
 */
import { createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { RequestKeys } from '../../../../seedance/run/requestKey';

const entries = { mode: 'entries' } as const;

const sha256 = (text: string) => createHash('sha256').update(text).digest();

const rowFor = (name: string) => `seedance-request-key:${sha256(name).toString('hex')}`;
/** The row of a fact about a name: its task, or that it has ended. */
const factRow = (name: string, fact: string) => rowFor(JSON.stringify([name, fact]));
const ended = 'has ended';

/** Two numbers from 1 to 16 that a task's id comes to: 1 of 256 other ids comes to the same. */
function digitsOf(taskId: string): [number, number] {
	const [byte = 0] = sha256(taskId);
	return [(byte >> 4) + 1, (byte & 15) + 1];
}
const digitRow = (name: string, place: number) => factRow(name, `digit ${place}`);

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

	/** @returns whether none of the values was there */
	async function record(row: string, values: readonly string[] = [row]): Promise<boolean> {
		const call = async () => await helpers.checkProcessedAndRecord([...values], 'node', entries);
		// Two first inserts at the same moment: the one that loses is told by an error, and asks again.
		const { new: added } = await inRow(row, call).catch(async () => await inRow(row, call));
		return added.length === values.length;
	}

	const count = async () => await helpers.getProcessedDataCount('node', entries);
	const countIn = async (row: string) => await inRow(row, count);
	const clear = async (row: string) =>
		await inRow(row, async () => await helpers.clearAllProcessedItems('node', entries));

	/** What was noted of a task's id; zeros when nothing was. */
	const digitsIn = async (name: string) =>
		await Promise.all([0, 1].map(async (place) => await countIn(digitRow(name, place))));

	/** Whether the helpers are there, and belong to the node at hand. */
	function isSupported(): boolean {
		const isThere = [helpers.checkProcessedAndRecord, helpers.getProcessedDataCount].every(
			(helper) => typeof helper === 'function',
		);
		// In the tools of older AI Agents the helpers look at another node than the one at hand.
		return isThere && context.getExecuteData().node.id === context.getNode().id;
	}

	return {
		async claim(name) {
			if (!isSupported()) return 'unsupported';
			const row = rowFor(name);
			if (!(await record(row))) return 'taken';
			const isInItsRow = (await countIn(row)) === 1 && (await count()) === 0;
			return isInItsRow ? 'mine' : 'unsupported';
		},
		release: async (name) => await clear(rowFor(name)),
		async noteTask(name, taskId) {
			await record(factRow(name, taskId));
			await Promise.all(
				digitsOf(taskId).map(async (digit, place) => {
					const values = Array.from({ length: digit }, (_, i) => `${i}`);
					await record(digitRow(name, place), values);
				}),
			);
		},
		hasTask: async (name) => (await digitsIn(name)).every((digit) => digit > 0),
		async findTask(name, taskIds) {
			const noted = await digitsIn(name);
			const isLikely = (id: string) => digitsOf(id).every((digit, i) => digit === noted[i]);
			for (const id of taskIds.filter(isLikely)) {
				if ((await countIn(factRow(name, id))) > 0) return id;
			}
			return undefined;
		},
		end: async (name) => void (await record(factRow(name, ended))),
		hasEnded: async (name) => (await countIn(factRow(name, ended))) > 0,
	};
}
