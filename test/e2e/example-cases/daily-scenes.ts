import { deepEqual, equal, ok } from 'node:assert/strict';
import { z } from 'zod';
import { untilEnded } from '../example-run';
import type { SentRequest } from '../outside';
import type { Case, Scene } from '../scene';
import { merged, mergePath, withSceneServices, type SceneServices } from '../scene-writer';
import { exampleWithOutside } from '../stand-ins';

const idea = 'A paper boat sails through a flooded city';
const caption = 'Tiny boat, big city #paperboat';
const prompts = ['The boat leaves', 'It passes a tram', 'It reaches the sea'];
const written = { idea, caption, scenes: prompts.map((prompt) => ({ prompt })) };
const telegramToken = 'bot-token';
const everyDay = 'Every day at 9';
const patienceMs = 60_000;

/** Runs an example as its schedule would, and checks the videos and the one request to merge them. */
async function run(
	scene: Scene,
	name: string,
	others: (request: SentRequest) => unknown,
	check: (services: SceneServices) => void,
): Promise<void> {
	const { journal, stage, signal } = scene;
	await withSceneServices(written, others, async (services) => {
		const { outside, openAiApi, httpHeaderAuth } = services;
		const telegramApi = { accessToken: telegramToken, baseUrl: outside.url };
		const workflow = await exampleWithOutside(scene, name, outside.url, {
			openAiApi,
			httpHeaderAuth,
			telegramApi,
		});
		const { rest } = stage;
		const executionId = await rest.run(await rest.addWorkflow(workflow), everyDay);
		const execution = await untilEnded(rest, executionId, patienceMs, signal);
		equal(execution.status, 'success', execution.data.resultData.error?.message);

		equal(journal.submits().length, prompts.length);
		deepEqual(
			journal
				.accepted()
				.map(({ body: { prompt, ...rest_ } }) => [prompt, rest_])
				.sort(),
			[...prompts]
				.sort()
				.map((prompt) => [
					prompt,
					{ duration: 5, resolution: '720p', aspect_ratio: '9:16', generate_audio: true },
				]),
		);
		const [request, ...more] = outside.to(mergePath);
		const { video_urls: urls } = z.object({ video_urls: z.array(z.string()) }).parse(request?.json);
		const taskOf = (wanted: string) =>
			journal.accepted().find(({ body }) => body.prompt === wanted)?.taskId ?? 'no task';
		ok(urls.every((url, i) => url.includes(taskOf(prompts[i] ?? ''))));
		deepEqual([urls.length, more.length], [prompts.length, 0]);
		deepEqual(
			outside.to('/sheet/append').map(({ json }) => json),
			[{ idea, caption, status: 'in production' }],
		);
		check(services);
	});
}

const postSchema = z.object({
	post: z.object({
		content: z.object({ text: z.string(), mediaUrls: z.array(z.string()), platform: z.string() }),
		target: z.object({ targetType: z.string() }).passthrough(),
	}),
});

export const dailyScenesToSocialMedia: Case = {
	name: 'daily-scenes-to-social-media',
	shows: 'Scenes become one video that is posted to nine accounts; one that refuses stops none',
	play: async (scene) => {
		const answerPost = ({ json }: SentRequest) => {
			const { post } = postSchema.parse(json);
			if (post.content.platform === 'pinterest') throw new Error('The board is missing');
			return { postSubmissionId: post.content.platform };
		};
		const others = (request: SentRequest) =>
			request.path === '/v2/posts' ? answerPost(request) : undefined;
		await run(scene, 'daily-scenes-to-social-media', others, ({ outside }) => {
			const video = `${outside.url}/merged.mp4`;
			const posts = outside.to('/v2/posts').map(({ json }) => postSchema.parse(json).post);
			equal(posts.length, 9);
			equal(new Set(posts.map(({ content }) => content.platform)).size, 9);
			for (const { content, target } of posts) {
				deepEqual([content.text, content.mediaUrls], [caption, [video]]);
				equal(target.targetType, content.platform);
			}
			deepEqual(
				outside.to('/sheet/update').map(({ json }) => json),
				[
					{ idea, status: 'done', video },
					{ idea, status: 'posted to 8 of 9 accounts' },
				],
			);
		});
	},
};

export const scenesToYoutubeShort: Case = {
	name: 'scenes-to-youtube-short',
	shows:
		'Scenes become one video that is uploaded to YouTube; the sheet and two messages have its link',
	play: async (scene) => {
		const answers = new Map<string, unknown>([
			['/youtube/upload', { uploadId: 'short-1' }],
			['/gmail/send', { id: 'email-1' }],
			[`/bot${telegramToken}/sendMessage`, { ok: true, result: { message_id: 1 } }],
		]);
		const others = ({ path }: SentRequest) => answers.get(path);
		await run(scene, 'scenes-to-youtube-short', others, ({ outside }) => {
			const link = 'https://www.youtube.com/watch?v=short-1';
			const [upload, ...more] = outside.to('/youtube/upload');
			deepEqual(more, []);
			equal(upload?.query.get('title'), idea);
			ok(upload?.body.equals(merged));
			deepEqual(
				outside.to('/sheet/update').map(({ json }) => json),
				[{ idea, status: 'done', video: link }],
			);
			for (const path of [`/bot${telegramToken}/sendMessage`, '/gmail/send']) {
				const messages = outside.to(path);
				equal(messages.length, 1);
				ok(messages[0]?.body.toString('utf8').includes(link), path);
			}
		});
	},
};
