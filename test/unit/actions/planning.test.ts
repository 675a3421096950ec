/** The finder of a node run, and the words about costs. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { costText, createFinder, spentHint } from '../../../nodes/shared/actions/planning';
import type { CheckedApi } from '../../../nodes/shared/n8n/client';
import { problem } from '../../../seedance/errors/messages';
import { answer, enveloped, model, task } from '../../support/api/replies';
import { scriptedApi } from '../../support/api/scriptedApi';

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

let listedTasks = 0;
/**
 * What is found for a submit without an answer, while the API lists a task with its inputs.
 * @param isOurs whether another node of the execution has submitted that task
 */
async function findBeside(isOurs: boolean) {
	listedTasks += 1;
	// Both are another one in each test, because a task that was found belongs to its submit, and
	// equal submits are rivals.
	const [id, body] = [`listed ${listedTasks}`, { prompt: `Fox ${listedTasks}`, duration: 5 }];
	const api = scriptedApi((_, { clock }) => {
		const at = new Date(clock.now()).toISOString();
		const listed = task(id, 'created', { created_at: at, input: body });
		return answer(200, enveloped(200, 'success', { page: 1, items: [listed] }));
	});
	const tasks = { First: task('of another submit'), Second: task(isOurs ? id : 'of a third') };
	const finder = createFinder(contextWith(tasks), checked, api.ports);
	const sent = finder.sending(model, body, 120_000);
	await api.clock.sleep(1_000);
	const verdict = { outcome: 'unknown', problem: problem('unknownOutcome') } as const;
	const trace = finder.answered(sent, verdict);
	return (await finder.find({ model, trace })).kind;
}

describe('a listed task with the inputs of a submit whose outcome is unknown', () => {
	it('is found', async () => {
		expect(await findBeside(false)).toBe('found');
	});

	it('is left alone when another node of the execution has submitted it', async () => {
		expect(await findBeside(true)).not.toBe('found');
	});
});

describe('the hint after a manual run', () => {
	it('is one sentence about the videos and one about their cost', () => {
		expect(spentHint([0.26, 0.26, 0.26], false)).toMatch(/^Created 3 videos for about \$0\.78\. /);
		expect(spentHint([0.26], true)).toMatch(/^Created 1 video for about \$0\.26\. /);
		expect(spentHint([0.26], true)).not.toContain('  ');
	});

	it('tells known prices from unknown ones', () => {
		const hint = spentHint([0.26, undefined, undefined], false);
		expect(hint).toContain('Created 3 videos. About $0.26 for 1 video. Price unknown for 2. ');
		expect(spentHint([undefined], false)).toContain('Created 1 video. Price unknown. ');
	});

	it('says what is used of a maximum', () => {
		expect(spentHint([0.26], false, '$1.30 of $5.00 used.')).toContain('. $1.30 of $5.00 used. ');
	});
});

describe('the words about costs', () => {
	it('have the sum of the known prices, and the number of unknown ones', () => {
		expect(costText([0.5, 0.25])).toMatch(/\$0\.75 for 2 videos\.$/);
		expect(costText([0.5, undefined, undefined])).toMatch(/\$0\.50 for 1 video\b.*\b2\b/);
	});

	it('have no sum without a known price', () => {
		expect(costText([undefined])).not.toContain('$');
	});
});
