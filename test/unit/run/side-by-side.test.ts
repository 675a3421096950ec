/** Calls of an agent's tool at the very same moment: together they keep to the maximum. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { priceAndReserve } from '../../../nodes/shared/actions/planning';
import type { Item } from '../../../seedance/run/itemState';
import { answer, enveloped } from '../../support/api/replies';
import { scriptedApi } from '../../support/api/scriptedApi';
import { known } from '../../support/models/pricedModels';
import { plannedItem } from '../../support/task/runItems';

const record = known('seedance-v1.5-pro/text-to-video');
const money = { wantsQuotes: true, maximumUsd: 0.6, allowsUnknown: false, isDry: false };

const planned = (key: string): Item =>
	plannedItem({ model: record.id, body: { prompt: key } }, 0, { record, pricedBy: record }, key);

/** What the node asks of n8n here; all calls are of one execution. */
function execution(): IExecuteFunctions {
	const flow = {};
	const getNode = () => ({ name: 'Video', type: 'seedanceTextToVideoTool' });
	return {
		getContext: () => flow,
		getNode,
		getExecutionId: () => '1',
	} as unknown as IExecuteFunctions;
}

it.each([2, 3, 4, 7])('two of %d calls fit under the maximum', async (calls) => {
	const context = execution();
	const reply = answer(200, enveloped(200, 'success', { price: 0.26 }));
	// All answers arrive at once.
	const ports = {
		...scriptedApi(() => reply).ports,
		http: async () => await Promise.resolve(reply),
	};
	const items = Array.from({ length: calls }, (_, i) => planned(`call ${i}`));
	await Promise.all(
		items.map(async (item) => await priceAndReserve(context, [item], ports, money)),
	);
	expect(items.filter(({ now }) => now.state === 'planned')).toHaveLength(2);
	const refused = items.filter(({ now }) => now.state === 'failed');
	expect(refused).toHaveLength(calls - 2);
	for (const { now } of refused)
		expect(now).toMatchObject({ problem: { cause: 'costAboveMaximum' } });
});
