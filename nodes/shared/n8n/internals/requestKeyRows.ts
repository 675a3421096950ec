/**
 * Stores request keys in n8n's database, through the deduplication helpers behind Remove
 * Duplicates, with one row for each fact (docs/internals/decisions.md#request-key-rows).
 *
 * It relies on undocumented behaviour (docs/internals/n8n.md#request-keys): rows are named by
 * `node.id` of the object that `getExecuteData()` returns, and the helpers read it before their
 * first await. If that changes, the check in `claim` notices before anything is charged.
 */
import { createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { RequestKeys } from '../../../../seedance/run/requestKey';

const entries = { mode: 'entries' } as const;

const sha256 = (text: string) => createHash('sha256').update(text).digest();

const rowFor = (name: string) => `seedance-request-key:${sha256(name).toString('hex')}`;
/** The row of a fact about a name: its task, or its end. */
const factRow = (name: string, fact: string) => rowFor(JSON.stringify([name, fact]));
const ended = 'has ended';

/** Two digits of a task ID's hash, each from 1 to 16. One in 256 other IDs has the same. */
function digitsOf(taskId: string): [number, number] {
	const [byte = 0] = sha256(taskId);
	return [(byte >> 4) + 1, (byte & 15) + 1];
}
const digitRow = (name: string, place: number) => factRow(name, `digit ${place}`);

/** The store of request keys for this node's workflow. */
export function createRequestKeys(context: IExecuteFunctions): RequestKeys {
	const { helpers } = context;

	/** Calls a helper while the row's name is the node's ID. The helper isn't awaited meanwhile. */
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

	/** @returns whether all values were new */
	async function record(row: string, values: readonly string[] = [row]): Promise<boolean> {
		const call = async () => await helpers.checkProcessedAndRecord([...values], 'node', entries);
		// Of two concurrent first inserts one fails, and is repeated.
		const { new: added } = await inRow(row, call).catch(async () => await inRow(row, call));
		return added.length === values.length;
	}

	const count = async () => await helpers.getProcessedDataCount('node', entries);
	const countIn = async (row: string) => await inRow(row, count);
	const clear = async (row: string) =>
		await inRow(row, async () => await helpers.clearAllProcessedItems('node', entries));

	/** The stored digits of a task's ID; zeros when there are none. */
	const digitsIn = async (name: string) =>
		await Promise.all([0, 1].map(async (place) => await countIn(digitRow(name, place))));

	/** Whether the helpers exist and belong to this node. */
	function isSupported(): boolean {
		const isThere = [helpers.checkProcessedAndRecord, helpers.getProcessedDataCount].every(
			(helper) => typeof helper === 'function',
		);
		// In the tools of older AI Agents the helpers use another node.
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
