import { deepEqual, equal, match } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { agentExample, exampleCall, exampleWithModel } from '../agent-example';
import { startChatModel } from '../chat-model/chat-model';
import { call, say, type Script } from '../chat-model/turn';
import { Published } from '../published';
import type { Case, Scene } from '../scene';

const trigger = 'When chat message received';

/** Says something as the editor's chat does, and gives what is answered there. */
async function chat(scene: Scene, published: Published, chatInput: string): Promise<string> {
	const { rest } = scene.stage;
	const sessionId = randomUUID();
	await rest.listenForTest(published.workflowId, trigger, sessionId);
	const response = await fetch(`${rest.url}/webhook-test/${published.workflowId}/${sessionId}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ action: 'sendMessage', sessionId, chatInput }),
		signal: scene.signal,
	});
	await published.succeeded(await published.newExecution());
	return await response.text();
}

export const aiAgentTool: Case = {
	name: agentExample,
	shows: 'A chat’s agent makes a video; one that goes wild is stopped by the maximum, and told so',
	play: async (scene) => {
		const wild = [1, 2, 3, 4, 5].map((number) => exampleCall(`A fox, take ${number}`));
		const script: Script = ({ messages, results }) => {
			const isWild = messages.at(-1)?.includes('wild') === true;
			if (results.length === 0)
				return call(...(isWild ? wild : [exampleCall('A fox in the snow')]));
			return say(results.join('\n'));
		};
		const model = await startChatModel(script);
		try {
			const published = await Published.unpublished(scene, await exampleWithModel(scene, model));
			const answer = await chat(scene, published, 'A fox in the snow, upright');
			const [task] = scene.journal.accepted();
			deepEqual(task?.body, {
				prompt: 'A fox in the snow',
				duration: 6,
				aspect_ratio: '9:16',
				resolution: '720p',
				generate_audio: true,
			});
			equal(scene.journal.accepted().length, 1);
			match(answer, new RegExp(`${task?.taskId}\\.mp4`));

			const wildAnswer = await chat(scene, published, 'Go wild');
			// A message in the chat is an execution of its own, with a maximum of $3 for it, and each video costs $0.96.
			equal(scene.journal.accepted().length, 1 + 3);
			equal(wildAnswer.match(/of \$3\.00 used/g)?.length, 2);
		} finally {
			await model.stop();
		}
	},
};
