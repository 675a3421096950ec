import type { Item } from '../../seedance/run/itemState';
import { openLedger } from '../../seedance/run/ledger';
import { keptNowhere } from '../../seedance/run/requestKey';
import { submitDefaults } from '../../seedance/run/submitAll';
import { submitItems, waitForItems } from '../../seedance/run/stages';
import type { EndTimes } from '../../seedance/run/schedule';
import { waitFor } from '../../seedance/run/wait';
import type { World } from './world';

/** How many submits the nodes send at once unless told otherwise. */
const submitsAtOnce = 5;

/** Submits everything and waits for it, as a node does. */
export async function runOurClient(
	{ ports, requests }: Pick<World, 'ports' | 'requests'>,
	ends?: EndTimes,
): Promise<Item[]> {
	const items = requests.map((request, index): Item => ({
		index,
		key: `${index}`,
		now: { state: 'planned', request, media: [], origins: {} },
	}));
	const options = { ...submitDefaults, atOnce: submitsAtOnce, stopAtFirst: false };
	const ledger = openLedger({}, { runIndex: 0, ifUnknown: 'stop' });
	const stores = { ledger, requestKeys: () => keptNowhere };
	const timeoutMs = 3 * 3_600_000;
	await submitItems(items, ports, options, stores);
	await waitForItems(items, ports, stores, async (tasks) =>
		waitFor(tasks, ports, { timeoutMs, ...(ends !== undefined && { ends }) }),
	);
	return items;
}

/** How many items ended without a video. */
export const countErrors = (items: readonly Item[]): number =>
	items.filter(({ now }) => now.state !== 'done' || now.task.statusKind !== 'succeeded').length;
