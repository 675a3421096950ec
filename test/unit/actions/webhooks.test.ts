jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof time>('../../engine/time').hurriedWorkflow(),
);
/** What callbacks start, wake and are answered. The status makes the API retry, or not. */
import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import {
	checkTrigger,
	clearTrigger,
	runResumeWebhook,
	runTriggerWebhook,
} from '../../../nodes/shared/actions/webhooks';
import type { ApiReply } from '../../../seedance/api/http';
import { problem } from '../../../seedance/errors/messages';
import { withReference } from '../../../seedance/webhook/callbackUrl';
import { defined } from '../../../seedance/result';
import type * as time from '../../engine/time';
import { hurry, realTime } from '../../engine/time';
import { answer, enveloped, lost, model, task, taskAnswer } from '../../support/api/replies';
import { causeOf } from '../../support/errors/causeOf';
import { bytes, delivered, otherSecret, secret, signed } from '../../support/webhook/sign';

beforeAll(() => hurry(1_000));
afterAll(realTime);

interface Call {
	/** The task in the callback. */
	readonly claimed?: IDataObject;
	/** The secret that signs it. */
	readonly by?: string;
	/** The node's parameters. */
	readonly parameters?: IDataObject;
	readonly query?: IDataObject;
	readonly mode?: string;
	/** The workflow's static data. */
	readonly saved?: IDataObject;
	/** The wait that the suspended node has stored. */
	readonly suspended?: IDataObject;
	readonly credential?: IDataObject;
	readonly reply?: (url: string) => ApiReply;
	readonly more?: object;
}

let ids = 0;
/** The ID of a task that no other test has. */
const newId = () => `task-of-a-callback-${(ids += 1)}`;
const ended = (id: string, more: object = {}) => task(id, 'completed', { ...more });

/** As much of n8n's context as a callback meets. */
function contextOf({
	claimed = ended(newId()),
	by = secret,
	parameters = {},
	query = { signature: 'token' },
	mode = 'webhook',
	saved = {},
	suspended,
	credential = {},
	reply = (url) => taskAnswer(url.split('/').at(-2) ?? '', 'completed'),
	more = {},
}: Call = {}) {
	const statuses: number[] = [];
	const response = {
		status(code: number) {
			statuses.push(code);
			return response;
		},
		end: () => response,
	};
	const timestamp = `${Math.floor(Date.now() / 1000)}`;
	const { headers, body } = delivered(
		signed({ timestamp, body: bytes(JSON.stringify(claimed)) }, by),
	);
	const asked: string[] = [];
	const warnings: string[] = [];
	const context = {
		getCredentials: async () => ({
			apiKey: 'wsk_test_key',
			baseUrl: 'https://api.test',
			webhookSecret: secret,
			...credential,
		}),
		getRequestObject: () => ({ headers, rawBody: body }),
		getResponseObject: () => response,
		getQueryData: () => query,
		getNode: () => ({ id: '1', name: 'Node', parameters }),
		getMode: () => mode,
		getWorkflow: () => ({ id: 'workflow' }),
		getExecutionId: () => undefined,
		getWorkflowStaticData: () => saved,
		evaluateExpression: () => suspended,
		logger: { warn: (message: string) => warnings.push(message), debug: () => {} },
		helpers: {
			async httpRequestWithAuthentication(_: string, { url }: { url: string }) {
				asked.push(url);
				const replied = reply(url);
				if (replied.kind === 'noAnswer') {
					throw Object.assign(new Error(replied.detail), { code: replied.code });
				}
				const { status, text } = replied;
				return { statusCode: status, headers: replied.headers, body: text };
			},
		},
		...more,
	};
	return { context: context as unknown as IWebhookFunctions, statuses, asked, warnings };
}

const fails = () => {
	throw new Error('out of order');
};

/** Runs a webhook. @returns the status of an answer, the items that it starts with, and the rest */
async function call(run: typeof runTriggerWebhook, given: Call = {}) {
	const made = contextOf(given);
	const { noWebhookResponse, workflowData } = await run(made.context);
	expect(noWebhookResponse).toBe(workflowData === undefined ? true : undefined);
	return { ...made, workflowData, status: made.statuses[0] };
}

describe.each([
	['Seedance Trigger', runTriggerWebhook, 'getWorkflowStaticData'],
	['a suspended node', runResumeWebhook, 'evaluateExpression'],
] as const)('%s', (_, run, afterTheCheck) => {
	it.each([
		['there is no credential', { more: { getCredentials: async () => fails() } }],
		['its base URL is none', { credential: { baseUrl: 'nonsense' } }],
		['the secret cannot be had', { credential: { webhookSecret: '' }, reply: () => answer(500) }],
	])('answers 503 while %s: the API calls again when it may be mended', async (_why, given) => {
		const { status, warnings } = await call(run, given);
		expect([status, warnings.length]).toEqual([503, 1]);
	});

	it('writes to the log why it could not check a callback, and tells the caller nothing', async () => {
		const { warnings } = await call(run, { more: { getCredentials: async () => fails() } });
		expect(warnings).toEqual([expect.stringContaining(problem('missingCredential').message)]);
	});

	it.each(['getRequestObject', afterTheCheck])(
		'answers 500 when %s throws: nothing is lost, the API calls again',
		async (name) => {
			const given = { suspended: { awaiting: [], wakeAt: 0 }, more: { [name]: fails } };
			expect((await call(run, given)).status).toBe(500);
		},
	);

	it('answers 401 to what is signed with another secret', async () => {
		expect((await call(run, { by: otherSecret })).status).toBe(401);
	});

	it.each([
		['a request without a body', { getRequestObject: () => ({ headers: {} }) }],
		['a request without headers', { getRequestObject: () => ({}) }],
		['a body as text', { getRequestObject: () => ({ headers: {}, rawBody: '{}' }) }],
	])('answers 400 to %s', async (_what, more) => {
		expect((await call(run, { more })).status).toBe(400);
	});

	it('does not use a task that still runs: it is no end', async () => {
		const id = newId();
		const { status, asked } = await call(run, {
			claimed: task(id, 'processing'),
			suspended: { awaiting: [id], wakeAt: 0 },
		});
		expect([status, asked]).toEqual([200, []]);
	});
});

describe('the secret', () => {
	const credential = { webhookSecret: ' ', apiKey: 'wsk_key_without_a_secret' };
	const reply = (url: string) =>
		url.endsWith('/secret')
			? answer(200, enveloped(200, 'success', { secret }))
			: taskAnswer(url.split('/').at(-2) ?? '', 'completed');

	it('is asked for once when the credential has none', async () => {
		const first = await call(runTriggerWebhook, { credential, reply });
		expect(first.asked[0]).toBe('https://api.test/api/v3/webhook/secret');
		const second = await call(runTriggerWebhook, { credential, reply });
		expect(second.asked.filter((url) => url.endsWith('/secret'))).toEqual([]);
		expect([first, second].map(({ workflowData }) => workflowData?.length)).toEqual([1, 1]);
	});

	it('is not asked for when the credential has one', async () => {
		const { asked } = await call(runTriggerWebhook);
		expect(asked.filter((url) => url.endsWith('/secret'))).toEqual([]);
	});
});

describe('the trigger', () => {
	const trigger = async (given: Call = {}) => {
		const { workflowData, ...more } = await call(runTriggerWebhook, given);
		return { json: workflowData?.[0]?.[0]?.json, items: workflowData?.flat().length, ...more };
	};

	it('starts the workflow with the task as the API has it', async () => {
		const id = newId();
		const claimed = ended(id, { outputs: ['https://elsewhere.test/forged.mp4'] });
		const { json, items, asked, status } = await trigger({ claimed });
		expect([items, status]).toEqual([1, undefined]);
		expect(json).toMatchObject({
			taskId: id,
			status: 'completed',
			videoUrl: `https://cdn.example/${id}.mp4`,
		});
		expect(json).not.toHaveProperty('stateVerified');
		expect(json).not.toHaveProperty('reference');
		expect(asked).toEqual([expect.stringContaining(id)]);
	});

	it('says what the video was started with, and its model, where only the callback does', async () => {
		const claimed = ended(newId(), { input: { prompt: 'A fox', duration: 5 } });
		const reply = (url: string) =>
			taskAnswer(url.split('/').at(-2) ?? '', 'completed', { model: undefined });
		const { json } = await trigger({ claimed, reply });
		expect(json).toMatchObject({ prompt: 'A fox', durationSeconds: 5, model });
	});

	it("has the API's own data if the options say so", async () => {
		const { json } = await trigger({ parameters: { options: { simplify: false } } });
		expect(json).toMatchObject({ id: expect.any(String), urls: expect.anything() });
		expect(json).not.toHaveProperty('taskId');
	});

	it('believes the callback without a request if the options say so', async () => {
		const claimed = ended(newId());
		const parameters = { options: { verifyState: false } };
		const { json, asked } = await trigger({ claimed, parameters });
		expect(json).toMatchObject({ taskId: claimed.id, status: 'completed' });
		expect(json).not.toHaveProperty('stateVerified');
		expect(asked).toEqual([]);
	});

	it('answers 503 when the API says that the task still runs', async () => {
		const reply = (url: string) => taskAnswer(url.split('/').at(-2) ?? '', 'processing');
		expect((await trigger({ reply })).status).toBe(503);
	});

	it('starts with the callback’s data, marked, when the API cannot be reached', async () => {
		const claimed = ended(newId());
		const { json } = await trigger({ claimed, reply: () => lost('ECONNREFUSED') });
		expect(json).toMatchObject({ taskId: claimed.id, stateVerified: false });
	});

	describe('only for the ends that are wanted', () => {
		const startsFor = async (status: string, parameters: IDataObject) => {
			const claimed = task(newId(), status);
			const reply = () => taskAnswer(claimed.id, status);
			const { items = 0, status: answered } = await trigger({ claimed, reply, parameters });
			expect(answered).toBe(items === 0 ? 200 : undefined);
			return items === 1;
		};

		it.each([
			['completed', [], true],
			['failed', [], true],
			['completed', ['completed'], true],
			['failed', ['completed'], false],
			['completed', ['failed'], false],
			['failed', ['failed'], true],
			['timeout', ['failed'], true],
		])('%s, with %j chosen: %s', async (status, events, starts) => {
			const parameters: IDataObject = events.length === 0 ? {} : { events };
			expect(await startsFor(status, parameters)).toBe(starts);
		});

		it.each([
			['no model', [], true],
			['its model', ['other/model', model], true],
			['other models', ['other/model'], false],
		])('of a task, with %s chosen: %s', async (_, models, starts) => {
			expect(await startsFor('completed', { options: { models } })).toBe(starts);
		});

		it('not of a task without a model, when models are chosen', async () => {
			const claimed = ended(newId(), { model: undefined });
			const reply = () => taskAnswer(claimed.id, 'completed', { model: undefined });
			const parameters = { options: { models: ['other/model'] } };
			expect((await trigger({ claimed, reply, parameters })).status).toBe(200);
		});
	});

	describe('once for each end', () => {
		it('in one process', async () => {
			const claimed = ended(newId());
			const twice = [await trigger({ claimed }), await trigger({ claimed })];
			expect(twice.map(({ items, status }) => items ?? status)).toEqual([1, 200]);
		});

		it('in several, by what is saved with the workflow', async () => {
			const claimed = ended(newId());
			const saved = {};
			await trigger({ claimed, saved });
			// Another mode stands for another process: this one's memory doesn't know it.
			expect((await trigger({ claimed, saved, mode: 'trigger' })).status).toBe(200);
		});

		it('but a test run is apart from production', async () => {
			const claimed = ended(newId());
			await trigger({ claimed, mode: 'manual' });
			expect((await trigger({ claimed })).items).toBe(1);
		});

		it('but another node, workflow or status is another', async () => {
			const claimed = ended(newId());
			await trigger({ claimed });
			const node = { id: '2', name: 'Node', parameters: {} };
			expect((await trigger({ claimed, more: { getNode: () => node } })).items).toBe(1);
			const getWorkflow = () => ({ id: 'another' });
			expect((await trigger({ claimed, more: { getWorkflow } })).items).toBe(1);
			const failed = task(claimed.id, 'failed');
			const reply = () => taskAnswer(claimed.id, 'failed');
			expect((await trigger({ claimed: failed, reply })).items).toBe(1);
		});

		it('but an unpublished trigger leaves nothing with its workflow', async () => {
			const saved: IDataObject = { other: 1 };
			await trigger({ saved });
			expect(saved).toHaveProperty('reported');
			clearTrigger(contextOf({ saved }).context as unknown as IHookFunctions);
			expect(saved).toEqual({ other: 1 });
		});

		it('also when the saved data is damaged', async () => {
			const saved: IDataObject = { reported: 'nonsense' };
			expect((await trigger({ saved })).items).toBe(1);
			expect(Object.keys(saved.reported as object).length).toBe(1);
		});
	});

	describe('the reference of a callback', () => {
		const queryOf = (reference: string, by = secret) =>
			Object.fromEntries(
				new URL(withReference('https://n8n.test/webhook', reference, by)).searchParams,
			);

		it('comes back with the task', async () => {
			expect((await trigger({ query: queryOf('row 7') })).json).toMatchObject({
				reference: 'row 7',
			});
		});

		it('is refused when it is forged', async () => {
			const { status, asked } = await trigger({ query: queryOf('row 7', otherSecret) });
			expect([status, asked]).toEqual([401, []]);
		});

		it('is none where n8n gives no query', async () => {
			const { json } = await trigger({ more: { getQueryData: () => undefined } });
			expect(json).toBeDefined();
			expect(json).not.toHaveProperty('reference');
		});
	});

	describe('with a setting that cannot be used', () => {
		const wrong = [
			['a field', { events: ['perhaps'] }],
			['an option', { options: { verifyState: 'perhaps' } }],
		] as const;

		it.each(wrong)('answers 503, and says so in the log: %s', async (_, parameters) => {
			const { status, warnings } = await trigger({ parameters: { ...parameters } });
			expect(status).toBe(503);
			expect(warnings).toEqual([expect.stringContaining('perhaps')]);
		});

		it.each(wrong)('cannot be activated: %s', async (_, parameters) => {
			const { context } = contextOf({ parameters: { ...parameters } });
			const thrown: unknown = await checkTrigger(context as unknown as IHookFunctions).catch(
				(error: unknown) => error,
			);
			expect(causeOf(thrown)).toBe('settingRefused');
		});

		it('but with others it can', async () => {
			const { context } = contextOf({ parameters: { events: ['failed'] } });
			await expect(checkTrigger(context as unknown as IHookFunctions)).resolves.toBeUndefined();
		});
	});
});

describe('a suspended node', () => {
	let wakeAt = 0;
	/** @returns the status, or 'wakes' */
	const wake = async (given: Call, awaiting?: readonly string[]) => {
		const suspended = awaiting && { awaiting: [...awaiting], wakeAt: (wakeAt += 1) };
		const called = await call(runResumeWebhook, { ...defined({ suspended }), ...given });
		const { workflowData, status, asked } = called;
		if (workflowData !== undefined) expect(workflowData).toEqual([[]]);
		return { end: workflowData === undefined ? status : 'wakes', asked };
	};

	it('wakes at the end of its only task, without a request', async () => {
		const claimed = ended(newId());
		expect(await wake({ claimed }, [claimed.id])).toEqual({ end: 'wakes', asked: [] });
	});

	it('wakes at the end of the last of its tasks, and reads none twice', async () => {
		const [one, two] = [ended(newId()), ended(newId())];
		let isLate = true;
		const reply = () => taskAnswer(two.id, isLate ? 'processing' : 'completed');
		const both = [one.id, two.id];
		expect((await wake({ claimed: one, reply }, both)).end).toBe(200);
		isLate = false;
		expect(await wake({ claimed: two, reply }, both)).toEqual({ end: 'wakes', asked: [] });
	});

	it('answers 200 when it is not suspended: a retry would not help', async () => {
		expect((await wake({})).end).toBe(200);
	});

	it('sleeps on at the end of a task that it does not await', async () => {
		expect(await wake({}, [newId()])).toEqual({ end: 200, asked: [] });
	});

	it('sleeps on where two calls could both wake it: its URL has no token', async () => {
		const claimed = ended(newId());
		for (const query of [{}, { signature: ['a', 'b'] }]) {
			expect((await wake({ claimed, query }, [claimed.id])).end).toBe(200);
		}
	});

	it('is woken by one callback: a second one of the same sleep could start a later node', async () => {
		const [one, two] = [ended(newId()), ended(newId())];
		const suspended = { awaiting: [one.id, two.id], wakeAt: 7 };
		const reply = (url: string) => taskAnswer(url.split('/').at(-2) ?? '', 'completed');
		expect((await wake({ claimed: one, suspended, reply })).end).toBe('wakes');
		expect((await wake({ claimed: two, suspended, reply })).end).toBe(200);
	});

	it('is woken again in its next sleep, and another node in its own', async () => {
		const [one, two] = [ended(newId()), ended(newId())];
		const suspended = { awaiting: [one.id], wakeAt: 7 };
		expect((await wake({ claimed: one, suspended })).end).toBe('wakes');
		expect((await wake({ claimed: one, suspended: { ...suspended, wakeAt: 8 } })).end).toBe(
			'wakes',
		);
		const other = { awaiting: [two.id], wakeAt: 7 };
		expect((await wake({ claimed: two, suspended: other })).end).toBe('wakes');
	});
});
