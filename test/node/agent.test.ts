jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());
/** In the hands of an AI agent: one task for one video, and every answer a text it can act on. */
import type { IDataObject, IExecuteFunctions, INode, IRun } from 'n8n-workflow';
import { SeedanceGetResult } from '../../nodes/SeedanceGetResult/SeedanceGetResult.node';
import { SeedanceTextToVideo } from '../../nodes/SeedanceTextToVideo/SeedanceTextToVideo.node';
import { SeedanceVideoToVideo } from '../../nodes/SeedanceVideoToVideo/SeedanceVideoToVideo.node';
import { SeedanceWaitForCompletion } from '../../nodes/SeedanceWaitForCompletion/SeedanceWaitForCompletion.node';
import { Agent, asTool } from '../engine/agent';
import { startWorkflow } from '../engine/run';
import { causeIn } from '../support/errors/causeOf';
import {
	apiKey,
	chainOf,
	jsonOf,
	nodeTypes,
	outputOf,
	pricedModel,
	seedance,
	setupFor,
} from './bench';
import { finishedTask } from './finished-task';
import { testSimulator } from './test-simulator';

const simulator = testSimulator({ hurry: 20 });

/** Its first two runs end in another node's error, after our node has finished. */
class Flaky extends SeedanceTextToVideo {
	override async execute(this: IExecuteFunctions) {
		const output = await SeedanceTextToVideo.prototype.execute.call(this);
		if ((this.getWorkflowDataProxy(0).$thisRunIndex ?? 0) < 2) throw new Error('Out of luck');
		return output;
	}
}

/** Tasks may end when it has answered once. */
class FirstTooEarly extends SeedanceTextToVideo {
	override async execute(this: IExecuteFunctions) {
		const output = await SeedanceTextToVideo.prototype.execute.call(this);
		simulator.clock.release();
		return output;
	}
}

const tools = {
	'n8n-nodes-seedance.firstTooEarlyTool': asTool(new FirstTooEarly()),
	'n8n-nodes-seedance.flakyTool': asTool(new Flaky()),
	'test.agent': new Agent(),
	'n8n-nodes-seedance.seedanceTextToVideoTool': asTool(new SeedanceTextToVideo()),
	'n8n-nodes-seedance.seedanceVideoToVideoTool': asTool(new SeedanceVideoToVideo()),
	'n8n-nodes-seedance.seedanceGetResultTool': asTool(new SeedanceGetResult()),
	'n8n-nodes-seedance.seedanceWaitForCompletionTool': asTool(new SeedanceWaitForCompletion()),
};
const ai = (key: string, type = 'string') => `={{ $fromAI('${key}', '', '${type}') }}`;

/** Start → Source → Agent, which has one of our nodes for a tool. */
async function agentRun(
	calls: readonly IDataObject[],
	parameters: IDataObject = { prompt: ai('prompt'), duration: ai('duration', 'number') },
	settings: Partial<INode> = {},
	type: keyof typeof tools = 'n8n-nodes-seedance.seedanceTextToVideoTool',
	credential: IDataObject = {},
	sideBySide = false,
): Promise<IRun> {
	const asked = { calls: JSON.stringify(calls), sideBySide };
	const agent = { name: 'Agent', type: 'test.agent', parameters: asked };
	const chain = chainOf([{ row: 0 }], [agent]);
	const tool = seedance('seedanceTextToVideo', parameters, settings, 'Video Tool');
	const [like] = chain.nodes;
	if (like === undefined) throw new Error('no node');
	const node: INode = {
		...like,
		...tool.settings,
		id: 'tool',
		name: tool.name,
		type,
		parameters: tool.parameters as INode['parameters'],
	};
	const setup = setupFor(simulator.url, credential);
	return await startWorkflow(
		{
			nodes: [...chain.nodes, node],
			connections: {
				...chain.connections,
				[tool.name]: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
			},
		},
		{ ...setup, nodeTypes: { ...nodeTypes, ...tools } },
	).done;
}

const told = (run: IRun) => jsonOf(outputOf(run, 'Agent')).map((json) => String(json.told));
/** The cause of the problem that an answer tells, if it tells one. */
const problemIn = (answer = '') =>
	causeIn(/"problem":("(?:[^"\\]|\\.)*")/.exec(answer)?.[1]?.slice(1, -1).replaceAll('\\"', '"'));
const fox = { prompt: 'A fox', duration: 5 };

describe('a submit node as a tool', () => {
	it('gives the video', async () => {
		const [answer] = told(await agentRun([fox]));
		const [task] = simulator.journal.accepted();
		expect(answer).toContain(`"taskId":"${task?.taskId}"`);
		expect(answer).toContain('"videoUrl":"');
	});

	it.each(['file', 'url', 'taskId'])('never downloads, Return: %s', async (returned) => {
		const [answer] = told(await agentRun([fox], { prompt: ai('prompt'), return: returned }));
		expect(answer).toContain('"videoUrl":"');
		expect(answer).toContain('"status":"completed"');
		expect(simulator.journal.downloads()).toEqual([]);
	});

	it('repeated word for word: one task', async () => {
		const [first, second] = told(await agentRun([fox, fox]));
		expect(second).toBe(first);
		expect(simulator.journal.accepted()).toHaveLength(1);
	});

	it('called side by side with the same words: one task, and the same answer', async () => {
		const sideBySide = [undefined, undefined, undefined, {}, true] as const;
		const [first, ...others] = told(await agentRun([fox, fox, fox], ...sideBySide));
		expect(first).toContain('"status":"completed"');
		expect(others).toEqual([first, first]);
		expect(simulator.journal.submits()).toHaveLength(1);
		expect(simulator.journal.prices()).toHaveLength(0);
	});

	it('side by side, with a limit that one video keeps to: one task, no refusal', async () => {
		const parameters = {
			model: pricedModel,
			prompt: ai('prompt'),
			options: { maximumCostUsd: 0.3 },
		};
		const answers = told(await agentRun([fox, fox], parameters, {}, undefined, {}, true));
		expect(answers.filter((answer) => answer.includes('"status":"completed"'))).toHaveLength(2);
		expect(simulator.journal.accepted()).toHaveLength(1);
	});

	it('side by side, when the first one comes to nothing: the next one submits', async () => {
		simulator.faults.onSubmit({ kind: 'insufficientCredits' });
		const sideBySide = [undefined, undefined, undefined, {}, true] as const;
		const answers = told(await agentRun([fox, fox, fox], ...sideBySide));
		expect(answers.map(problemIn).filter(Boolean)).toEqual(['insufficientCredits']);
		expect(answers.filter((answer) => answer.includes('"status":"completed"'))).toHaveLength(2);
		expect(simulator.journal.submits()).toHaveLength(2);
	});

	it('side by side with other words: as many videos, made at the same time', async () => {
		const calls = ['A fox', 'A hare', 'A fox'].map((prompt) => ({ ...fox, prompt }));
		await agentRun(calls, undefined, undefined, undefined, {}, true);
		const prompts = simulator.journal.accepted().map(({ body }) => body.prompt);
		expect(prompts.sort()).toEqual(['A fox', 'A hare']);
	});

	it('another prompt is another video', async () => {
		await agentRun([fox, { ...fox, prompt: 'A hare' }]);
		expect(simulator.journal.accepted()).toHaveLength(2);
	});

	it('a value out of range comes back as text, and the next call does better', async () => {
		const answers = told(await agentRun([{ ...fox, duration: 99 }, fox]));
		expect(problemIn(answers[0])).toBe('parameterRefused');
		expect(answers[0]).toMatch(/Duration.*99/);
		expect(answers[0]).toContain('"outcome":"refused"');
		expect(answers[1]).toContain('"status":"completed"');
		expect(simulator.journal.submits()).toHaveLength(1);
	});

	it('not finished in time: says so, names the task and forbids a second submit', async () => {
		simulator.clock.hold();
		const impatient = { prompt: ai('prompt'), options: { timeoutMinutes: 0.3 } };
		const type = 'n8n-nodes-seedance.firstTooEarlyTool';
		const answers = told(await agentRun([fox, fox], impatient, {}, type));
		const [task] = simulator.journal.accepted();
		expect(problemIn(answers[0])).toBe('deadline');
		expect(answers[0]).toContain(`"taskId":"${task?.taskId}"`);
		expect(answers.at(-1)).toContain('"status":"completed"');
		expect(simulator.journal.accepted()).toHaveLength(1);
	});

	it('an unknown outcome: says so and forbids a second submit, which would not happen anyway', async () => {
		simulator.setVisibility({ inputs: 'ignored' });
		simulator.faults.onSubmit({ kind: 'resetAfterAccept' }, { times: Infinity });
		const answers = told(await agentRun([fox, fox]));
		expect(answers.map(problemIn)).toEqual(['unknownOutcome', 'stillUnknown']);
		expect(answers[0]).toContain("Don't create this video again");
		expect(simulator.journal.submits()).toHaveLength(1);
	});

	it.each([
		['unauthorized', 'invalidKey'],
		['insufficientCredits', 'insufficientCredits'],
	] as const)('%s: text', async (kind, cause) => {
		simulator.faults.onSubmit({ kind }, { times: Infinity });
		const [answer] = told(await agentRun([fox]));
		expect(problemIn(answer)).toBe(cause);
		expect(answer).not.toMatch(/^Error/);
		expect(answer).not.toContain(apiKey);
	});

	describe('with a maximum cost', () => {
		const options = { maximumCostUsd: 0.6 };
		const capped = { model: pricedModel, prompt: ai('prompt'), options };
		const calls = [1, 2, 3, 4].map((number) => ({ prompt: `Fox ${number}` }));

		it('counts the calls of the execution, and says so in text', async () => {
			const answers = told(await agentRun([...calls.slice(0, 2), ...calls], capped));
			expect(simulator.journal.accepted()).toHaveLength(2);
			expect(answers.slice(0, 4).every((answer) => answer.includes('"completed"'))).toBe(true);
			expect(problemIn(answers[4])).toBe('costAboveMaximum');
			expect(answers[4]).toMatch(/\$0\.52 of \$0\.60 used/);
		});

		it('holds for calls side by side, too', async () => {
			const type = 'n8n-nodes-seedance.seedanceTextToVideoTool';
			const answers = told(await agentRun(calls, capped, {}, type, {}, true));
			expect(simulator.journal.accepted()).toHaveLength(2);
			expect(answers.filter((answer) => answer.includes('"completed"'))).toHaveLength(2);
			expect(answers.map(problemIn).filter(Boolean)).toEqual(Array(2).fill('costAboveMaximum'));
		});
	});

	it('a task that failed: text, and whether to change the input', async () => {
		simulator.faults.onTask({ kind: 'failTask', code: 1200 });
		const answers = told(await agentRun([fox, fox]));
		expect(problemIn(answers[0])).toBe('contentModeration');
		expect(answers[1]).toBe(answers[0]);
		expect(simulator.journal.accepted()).toHaveLength(1);
	});

	it('no usable credential: text', async () => {
		const wrong = { baseUrl: 'http://example.com' };
		const [answer] = told(await agentRun([fox], undefined, {}, undefined, wrong));
		expect(problemIn(answer)).toBe('badBaseUrl');
	});

	it('Retry On Fail: a tool that throws all the same, after its submit, is submitted once', async () => {
		const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };
		const type = 'n8n-nodes-seedance.flakyTool';
		const done = await agentRun([fox], { prompt: ai('prompt') }, settings, type);
		expect(done.data.resultData.runData['Video Tool']).toHaveLength(3);
		expect(told(done)[0]).toContain('"status":"completed"');
		expect(simulator.journal.accepted()).toHaveLength(1);
	});
});

describe('Video to Video as a tool', () => {
	const extension = {
		prompt: ai('prompt'),
		video: ai('video'),
		duration: ai('duration', 'number'),
	};
	const video = 'https://example.com/clip.mp4';
	const on = { prompt: 'It goes on', video, duration: 5 };
	const ask = async (
		calls: readonly IDataObject[],
		sideBySide = false,
		parameters: IDataObject = extension,
	) => {
		const type = 'n8n-nodes-seedance.seedanceVideoToVideoTool';
		return told(await agentRun(calls, parameters, {}, type, {}, sideBySide));
	};

	it('gives the URL of the longer video, and downloads nothing', async () => {
		const [answer] = await ask([on]);
		expect(answer).toContain('"videoUrl":"');
		expect(answer).toContain('"status":"completed"');
		expect(simulator.journal.accepted().map(({ body }) => body.video)).toEqual([video]);
		expect(simulator.journal.downloads()).toEqual([]);
	});

	it('takes the task ID of an earlier video', async () => {
		const { taskId, videoUrl } = await finishedTask(simulator.url);
		await ask([{ ...on, video: taskId }]);
		expect(simulator.journal.accepted().at(-1)?.body.video).toBe(videoUrl);
	});

	it.each([false, true])(
		'repeated word for word: one task (side by side: %s)',
		async (together) => {
			const [first, second] = await ask([on, on], together);
			expect(second).toBe(first);
			expect(simulator.journal.accepted()).toHaveLength(1);
			await ask([{ ...on, video: `${video}?other` }]);
			expect(simulator.journal.accepted()).toHaveLength(2);
		},
	);

	it.each([
		['a page', { video: 'https://www.youtube.com/watch?v=1' }, 'YouTube page'],
		['an image', { video: 'https://example.com/a.png' }, 'PNG image, not a video'],
		['a file that it made up', { video: 'clip.mp4' }, 'task ID of an earlier video'],
		['a task that nobody knows', { video: '0'.repeat(32) }, "a task that WaveSpeedAI doesn't know"],
		['a length out of range', { duration: 99 }, 'must be from 4 to 30 seconds'],
	])('%s comes back as text, and the next call does better', async (_, wrong, said) => {
		const [first, second] = await ask([{ ...on, ...wrong }, on]);
		expect(problemIn(first)).toBe('parameterRefused');
		expect(first).toContain(said);
		expect(first).toContain('"outcome":"refused"');
		expect(first).not.toMatch(/^Error/);
		expect(second).toContain('"status":"completed"');
		expect(simulator.journal.submits()).toHaveLength(1);
	});

	it('of a task that is still running says to wait for it', async () => {
		simulator.faults.onTask({ kind: 'stuck' });
		const type = 'n8n-nodes-seedance.seedanceTextToVideoTool';
		const impatient = { prompt: ai('prompt'), options: { timeoutMinutes: 0.3 } };
		await agentRun([fox], impatient, {}, type);
		const [{ taskId } = {}] = simulator.journal.accepted();
		const [answer] = await ask([{ ...on, video: taskId }]);
		expect(answer).toContain("names a task that isn't finished");
		expect(answer).toContain('Wait for Completion');
		expect(simulator.journal.accepted()).toHaveLength(1);
	});

	it('not finished in time, and an unknown outcome: each forbids a second call', async () => {
		simulator.faults.onTask({ kind: 'stuck' });
		const impatient = { ...extension, options: { timeoutMinutes: 0.3 } };
		const [late] = await ask([on], false, impatient);
		expect(problemIn(late)).toBe('deadline');
		expect(late).toContain(`"taskId":"${simulator.journal.accepted()[0]?.taskId}"`);
		simulator.setVisibility({ inputs: 'ignored' });
		simulator.faults.onSubmit({ kind: 'resetAfterAccept' }, { times: Infinity });
		const answers = await ask([
			{ ...on, prompt: 'Another' },
			{ ...on, prompt: 'Another' },
		]);
		expect(answers.map(problemIn)).toEqual(['unknownOutcome', 'stillUnknown']);
		expect(simulator.journal.submits()).toHaveLength(2);
	});

	it('keeps to the maximum of the execution', async () => {
		const capped = { ...extension, options: { maximumCostUsd: 1 } };
		const calls = [1, 2].map((number) => ({ ...on, prompt: `On ${number}` }));
		const answers = await ask(calls, true, capped);
		expect(answers.map(problemIn).filter(Boolean)).toEqual(['costAboveMaximum']);
		expect(simulator.journal.accepted()).toHaveLength(1);
	});
});

describe('the other nodes as tools', () => {
	it.each([
		'n8n-nodes-seedance.seedanceGetResultTool',
		'n8n-nodes-seedance.seedanceWaitForCompletionTool',
	] as const)('%s: never downloads', async (type) => {
		const { taskId } = await finishedTask(simulator.url);
		const parameters = { taskId: ai('taskId'), return: 'file' };
		const [answer] = told(await agentRun([{ taskId }], parameters, {}, type));
		expect(answer).toContain('"videoUrl":"');
		expect(simulator.journal.downloads()).toEqual([]);
	});

	it.each([
		'n8n-nodes-seedance.seedanceGetResultTool',
		'n8n-nodes-seedance.seedanceWaitForCompletionTool',
	] as const)('%s: a problem is text', async (type) => {
		const parameters = { taskId: ai('taskId') };
		const [answer] = told(await agentRun([{ taskId: 'unknown-task' }], parameters, {}, type));
		expect(problemIn(answer)).toBe('unknownTask');
		expect(answer).toContain('unknown-task');
		expect(answer).not.toMatch(/^Error/);
	});
});
