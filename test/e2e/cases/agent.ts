/** Seedance Text to Video as the tool of n8n's own AI Agent, whose model follows a script. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { z } from 'zod';
import { agentNode, fromAi, runAgent, toolName } from '../agent-run';
import { call, say, type Script, type ToolCall } from '../chat-model/turn';
import { itemsOf } from '../published';
import type { Case } from '../scene';
import { apiKey } from '../stage';

const fox = { prompt: 'A fox in the snow', seconds: 6, shape: '9:16' };

/** What a person leaves to the model in the tool's panel. */
const parameters = {
	prompt: fromAi('prompt', 'What the video shows'),
	duration: fromAi('seconds', 'How long the video is', 'number'),
	aspectRatio: fromAi('shape', 'Width to height, such as 16:9'),
};

const make = (args: ToolCall['arguments']): ToolCall => ({ name: toolName, arguments: args });

/** The tool's answer to a successful call. */
const video = z
	.array(z.object({ taskId: z.string(), status: z.string(), videoUrl: z.string() }).passthrough())
	.length(1);

export const agent: Case = {
	name: 'agent',
	shows: 'An AI agent is told what the tool takes, calls it, and gets the video’s address as text',
	lines: [1, 2],
	play: async (scene) => {
		const script: Script = ({ results: [told] }) =>
			told === undefined ? call(make(fox)) : say(video.parse(JSON.parse(told))[0]?.videoUrl ?? '');
		const run = await runAgent(scene, 'agent', parameters, script);

		const [task] = scene.journal.accepted();
		deepEqual(task?.body, {
			prompt: fox.prompt,
			duration: 6,
			aspect_ratio: '9:16',
			resolution: '720p',
			generate_audio: true,
		});
		equal(scene.journal.accepted().length, 1);
		const [{ output = '' } = {}] = itemsOf(run.execution, agentNode);
		ok(String(output).endsWith(`/${task?.taskId}.mp4`), String(output));

		deepEqual(
			run.tools.map(({ name }) => name),
			[toolName],
		);
		for (const fact of [/video from a prompt/, /minute/, /charged/]) {
			match(run.tools[0]?.description ?? '', fact);
		}
		const { properties, required } = run.tools[0]?.parameters ?? {};
		deepEqual(properties, {
			prompt: { type: 'string', description: 'What the video shows' },
			seconds: { type: 'number', description: 'How long the video is' },
			shape: { type: 'string', description: 'Width to height, such as 16:9' },
		});
		deepEqual(required, ['prompt', 'seconds', 'shape']);

		// It contains the headers, but not the key for the videos.
		ok(run.sentToModel.includes('Bearer chat-key'));
		ok(!run.sentToModel.includes(apiKey));
	},
};

export const agentRepeats: Case = {
	name: 'agent-repeats',
	shows:
		'A call repeated word for word, also twice at once, makes one video; another prompt another',
	lines: [1, 2],
	play: async (scene) => {
		const hare = { ...fox, prompt: 'A hare in the snow' };
		const turns = [call(make(fox)), call(make(fox)), call(make(fox), make(fox), make(hare))];
		const script: Script = ({ results }) => turns[Math.min(results.length, 3)] ?? say('Done');
		// By Chat Completions, as other vendors' models are asked.
		const { results } = await runAgent(scene, 'agent-repeats', parameters, script, false);
		const told = results.flatMap((result) => video.parse(JSON.parse(result)));
		const prompts = scene.journal.accepted().map(({ body }) => body.prompt);
		deepEqual(prompts, [fox.prompt, hare.prompt]);
		const [first, second] = scene.journal.accepted().map(({ taskId }) => taskId);
		deepEqual(
			told.map(({ taskId }) => taskId),
			[first, first, first, first, second],
		);
		equal(new Set(told.map(({ videoUrl }) => videoUrl)).size, 2);
	},
};

/** The next call, corrected by the tool's answer to the previous one if that has advice. */
function corrected({ seconds, shape, ...rest }: typeof fox, told: string): typeof fox {
	const [, longest = seconds] = /Duration .*?\b4 to (\d+)/.exec(told) ?? [];
	const [, allowed = shape] = /Aspect Ratio must be .*?(\d+:\d+)/.exec(told) ?? [];
	return { ...rest, seconds: Number(longest), shape: allowed };
}

export const agentCorrects: Case = {
	name: 'agent-corrects',
	shows: 'What the model does not take comes back as text; the agent corrects itself by it',
	lines: [1, 2],
	play: async (scene) => {
		const script: Script = ({ results }) => {
			if (results.at(-1)?.includes('videoUrl') === true) return say('Done');
			const wrong = { ...fox, seconds: 99, shape: '10:1' };
			return call(make(results.reduce(corrected, wrong)));
		};
		const { results } = await runAgent(scene, 'agent-corrects', parameters, script);
		equal(results.length, 2, results.join('\n'));
		// Both at once, so that one more call is enough.
		for (const part of [/Duration/, /99/, /Aspect Ratio/, /10:1/]) match(results[0] ?? '', part);
		const [task] = scene.journal.accepted();
		deepEqual([task?.body.duration, task?.body.aspect_ratio], [15, '16:9']);
		equal(scene.journal.submits().length, 1);
		equal(video.parse(JSON.parse(results[1] ?? ''))[0]?.taskId, task?.taskId);
	},
};
