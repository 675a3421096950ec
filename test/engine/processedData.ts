/**
 * A stand-in for n8n's table of processed data, as n8n 2.41.1 uses it: one row for each name, found
 * first and written later without a lock, and no second insert of the same row.
 */
import { DataDeduplicationService } from 'n8n-core';
import type { IDataDeduplicator } from 'n8n-workflow';

const rows = new Map<string, string[]>();
/** The time between reading a row and writing it. */
const roundTrip = async () => await new Promise((resolve) => setTimeout(resolve, 2));

/** Read at once when a helper is called, as n8n does; what it finds is looked for later. */
function nameOf(
	scope: string,
	{ node, workflow }: { node?: { id: string }; workflow: { id: string } },
) {
	return `${workflow.id} ${scope === 'node' ? `n:${node?.id}` : ''}`;
}

const deduplicator: IDataDeduplicator = {
	async checkProcessedAndRecord(items, scope, contextData) {
		const name = nameOf(scope, contextData);
		const found = rows.get(name);
		await roundTrip();
		if (found === undefined) {
			if (rows.has(name)) throw new Error('UNIQUE constraint failed');
			rows.set(name, items.map(String));
			return { new: items, processed: [] };
		}
		const added = items.filter((item) => !found.includes(String(item)));
		rows.set(name, [...found, ...added.map(String)]);
		return { new: added, processed: items.filter((item) => !added.includes(item)) };
	},
	async removeProcessed() {
		throw new Error('not used: unsafe in n8n when executions run at the same time');
	},
	async clearAllProcessedItems(scope, contextData) {
		const name = nameOf(scope, contextData);
		await roundTrip();
		rows.delete(name);
	},
	async getProcessedDataCount(scope, contextData) {
		const name = nameOf(scope, contextData);
		await roundTrip();
		return rows.get(name)?.length ?? 0;
	},
};

let opening: Promise<void> | undefined;

async function open(): Promise<void> {
	// n8n allows one table in a process, and all test files of a jest worker share n8n's engine.
	Reflect.deleteProperty(DataDeduplicationService, 'instance');
	await DataDeduplicationService.init(deduplicator);
}

/** Gives n8n's engine its table: one for a test file, elsewhere one for a process. */
export async function openProcessedData(): Promise<Map<string, string[]>> {
	opening ??= open();
	await opening;
	return rows;
}
