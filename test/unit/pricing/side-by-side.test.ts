/** Calls of an agent's tool at the very same moment: together they keep to the maximum. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { priceAndJudge } from '../../../nodes/shared/money/money';
import type { SubmitItemPlan } from '../../../nodes/shared/submitting/submitPlan';
import { BinaryFiles } from '../../../nodes/shared/n8n/files';
import { answer, enveloped } from '../../support/api/replies';
import { scriptedApi } from '../../support/api/scriptedApi';
import { known } from '../../support/models/pricedModels';

const record = known('seedance-v1.5-pro/text-to-video');
const money = { wantsQuotes: true, maximumUsd: 0.6, allowsUnknown: false, isDry: false };

const plan = (key: string): SubmitItemPlan => ({
	ok: true,
	intent: { kind: 'submit', request: { model: record.id, body: { prompt: key } }, key },
	planned: { media: [], origins: {}, record, pricedBy: record },
	files: new BinaryFiles({ json: {} }),
});

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
	// In lockstep: every answer is there at once.
	const ports = {
		...scriptedApi(() => reply).ports,
		http: async () => await Promise.resolve(reply),
	};
	const keys = Array.from({ length: calls }, (_, i) => `call ${i}`);
	const judged = await Promise.all(
		keys.map(async (key) => await priceAndJudge(context, [plan(key)], ports, money)),
	);
	expect(judged.filter(({ plans }) => plans[0]?.ok)).toHaveLength(2);
});
