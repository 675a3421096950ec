import type { Page } from 'playwright-core';
import { exampleCall, exampleWithModel } from '../agent-example';
import { toolNode } from '../agent-run';
import { startChatModel } from '../chat-model/chat-model';
import { call, say, type Script } from '../chat-model/turn';
import type { Scene } from '../scene';
import type { Camera } from './camera';
import type { Editor } from './editor';

/** Room for the canvas, the chat and the tool's log. */
const size = { width: 1440, height: 860 };
const request = 'Make an upright video of a fox in the snow, 6 seconds.';
const prompt = 'A red fox trots through fresh snow at sunrise, the camera follows it at eye level';
const answered = 'Your video is ready';

/** Calls the tool once and passes its URL on. */
const script: Script = ({ results: [told] }) => {
	if (told === undefined) return call(exampleCall(prompt));
	const [, url = ''] = /"videoUrl":"([^"]+)"/.exec(told) ?? [];
	return say(`${answered}: [watch it here](${url}). The link ends after 7 days.`);
};

/** An agent that was asked for a video in the editor's chat, and what its tool did. */
export async function takeAgent(
	scene: Scene,
	page: Page,
	editor: Editor,
	camera: Camera,
): Promise<void> {
	await page.setViewportSize(size);
	const model = await startChatModel(script);
	try {
		const workflow = await exampleWithModel(scene, model);
		await editor.openWorkflow(await scene.stage.rest.addWorkflow(workflow));
		await page.getByTestId('workflow-chat-button').first().click();
		const chat = page.getByTestId('canvas-chat');
		await chat.getByPlaceholder('Type message').fill(request);
		await page.keyboard.press('Enter');
		await chat.getByText(answered).waitFor();
		await page.getByTestId('logs-overview').getByText(toolNode).click();
		await page.getByTestId('zoom-to-fit').click();
		await editor.settle();
		await camera.takeWindow('ai-agent');
	} finally {
		await model.stop();
	}
}
