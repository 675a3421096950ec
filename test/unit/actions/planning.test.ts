/** The finder of a node run, and the words about costs. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { costText, createFinder } from '../../../nodes/shared/actions/planning';
import type { CheckedApi } from '../../../nodes/shared/n8n/client';
import { problem } from '../../../seedance/errors/messages';
import { answer, enveloped, model, task } from '../../support/api/replies';
import { scriptedApi } from '../../support/api/scriptedApi';

const body = { prompt: 'A fox', duration: 5 };
const checked: CheckedApi = {
	ok: true,
	account: 'an account',
	baseUrl: 'https://api.test',
	isLoopback: false,
	webhookSecret: '',
	withoutKey: (text) => text,
};

/** As much of n8n's context as the finder needs, with the ledgers of two nodes. */
function contextWith(tasks: Readonly<Record<string, object>>) {
	const entry = { runIndex: 0, model, outcome: 'accepted', handedOver: false };
	const storeOf = (kept: object) => ({ item: { ...entry, task: kept } });
	const seedanceSubmitted = Object.fromEntries(
		Object.entries(tasks).map(([node, kept]) => [node, storeOf(kept)]),
	);
	const flow = { seedanceSubmitted };
	const context = { getExecutionId: () => '7', getContext: () => flow };
	return context as unknown as IExecuteFunctions;
}

/**
 * What is found for a submit without an answer, while the API lists a task with its inputs.
 * @param id the listed task's, another in each test: what is found once belongs to its submit
 */
async function findBeside(id: string, tasks: Readonly<Record<string, object>>) {
	const api = scriptedApi((_, { clock }) => {
		const at = new Date(clock.now()).toISOString();
		const listed = task(id, 'created', { created_at: at, input: body });
		return answer(200, enveloped(200, 'success', { page: 1, items: [listed] }));
	});
	const finder = createFinder(contextWith(tasks), checked, api.ports);
	const sent = finder.sending(model, body, 120_000);
	await api.clock.sleep(1_000);
	const verdict = { outcome: 'unknown', problem: problem('unknownOutcome') } as const;
	const trace = finder.answered(sent, verdict);
	return (await finder.find({ model, trace })).kind;
}

describe('a listed task with the inputs of a submit whose outcome is unknown', () => {
	it('is found', async () => {
		expect(await findBeside('free', { Other: task('of another submit') })).toBe('found');
	});

	it('is left alone when another node of the execution has submitted it', async () => {
		const tasks = { First: task('of another submit'), Second: task('taken') };
		expect(await findBeside('taken', tasks)).not.toBe('found');
	});
});

describe('the words about costs', () => {
	it('have the sum of the known prices, and the number of unknown ones', () => {
		expect(costText([0.5, 0.25], 'They cost')).toMatch(/\$0\.75$/);
		expect(costText([0.5, undefined, undefined], 'They cost')).toMatch(/\$0\.50\b.*\b2 of them/);
	});

	it('are none without a known price', () => {
		expect(costText([undefined], 'It costs')).toBeUndefined();
	});
});
