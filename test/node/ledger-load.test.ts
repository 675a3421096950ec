/** What opening the ledger costs in a loop: a round must not depend on how many came before it. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { executionOf, openNodeLedger } from '../../nodes/shared/n8n/executionStore';
import { openTaskNotes } from '../../nodes/shared/n8n/memory';

const entry = {
	runIndex: 0,
	model: 'bytedance/seedance-2.0-fast/text-to-video',
	outcome: 'accepted',
	task: { id: 'a', status: 'created' },
	handedOver: true,
};

/** A store of so many submits that counts how often one of them is looked at. */
function countedStore(size: number) {
	let reads = 0;
	const entries = Object.fromEntries(
		Array.from({ length: size }, (_, i) => [`${i}`, entry] as const),
	);
	const store = new Proxy(entries, {
		get(target, key, receiver) {
			reads += 1;
			return Reflect.get(target, key, receiver) as unknown;
		},
		ownKeys(target) {
			reads += size;
			return Reflect.ownKeys(target);
		},
	});
	return { store, reads: () => reads };
}

/** As much of n8n's context as the ledger uses. */
function contextOf(node: object, flow: object) {
	const context = {
		getContext: (kind: string) => (kind === 'flow' ? flow : node),
		getNode: () => ({ name: 'Submit', type: 'seedanceTextToVideo' }),
		getExecutionId: () => '1',
		getWorkflowDataProxy: () => ({ $thisRunIndex: 0 }),
	};
	return context as unknown as IExecuteFunctions;
}

describe('the ledger of a node in its 2,001st round', () => {
	it('is opened without a look at the 2,000 entries that it holds', () => {
		const { store, reads } = countedStore(2_000);
		const other = countedStore(2_000);
		const context = contextOf(
			{ submitted: store },
			{ seedanceSubmitted: { Submit: store, Other: other.store } },
		);
		const ledger = openNodeLedger(context, 'stop');
		executionOf(context).stores();
		expect(reads() + other.reads()).toBe(0);
		expect(ledger.taskOf('7')).toMatchObject({ id: 'a' });
		expect(reads()).toBeLessThan(10);
	});

	it.each([[[]], ['text'], [null], [7]])(
		'begins anew where n8n gives %j for its store',
		(damaged) => {
			const node: Record<string, unknown> = { submitted: damaged };
			const flow: Record<string, unknown> = { seedanceSubmitted: damaged };
			const ledger = openNodeLedger(contextOf(node, flow), 'stop');
			ledger.sending('a', 'model');
			expect(node.submitted).toMatchObject({ a: { outcome: 'sent' } });
			expect(executionOf(contextOf(node, flow)).stores()).toEqual([node.submitted]);
		},
	);

	it('leaves out the damaged store of another node', () => {
		const flow = { seedanceSubmitted: { Other: 'text', Another: { a: entry } } };
		const context = contextOf({}, flow);
		openNodeLedger(context, 'stop');
		expect(executionOf(context).stores()).toEqual([{ a: entry }, {}]);
	});
});

describe('the ids in the execution’s custom data', () => {
	it('are asked for no more once there is no room: thousands of tasks cost nothing there', () => {
		const saved = new Map<string, string>();
		const customData = {
			get: (key: string) => saved.get(key),
			set: (key: string, value: string) => void saved.set(key, value),
		};
		const proxies = jest.fn(() => ({ $execution: { customData } }));
		const context = { getWorkflowDataProxy: proxies } as unknown as IExecuteFunctions;
		const note = openTaskNotes(context);
		for (let i = 0; i < 4_000; i += 1) note(`${i}`.padStart(32, '0'));
		const ids = [...saved.values()].flatMap((value) => value.split(','));
		expect(ids).toHaveLength(56);
		expect(ids.map(Number)).toEqual(ids.map((_, i) => i));
		expect([...saved.values()].every((value) => value.length <= 255)).toBe(true);
		expect(proxies).toHaveBeenCalledTimes(57);
	});
});
