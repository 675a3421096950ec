import { startChatModel } from './chat-model/chat-model';
import { say } from './chat-model/turn';
import { withOutside, type Outside, type SentRequest } from './outside';

/** What the language model writes. */
export interface Written {
	readonly scenes: ReadonlyArray<{ readonly prompt: string }>;
	readonly [field: string]: unknown;
}

/** The local services that an example about scenes needs. */
export interface SceneServices {
	readonly outside: Outside;
	/** For n8n's OpenAI credential. */
	readonly openAiApi: { readonly apiKey: string; readonly url: string };
	/** For n8n's Header Auth credential. */
	readonly httpHeaderAuth: { readonly name: string; readonly value: string };
}

/** Where the stitching service merges videos. */
export const mergePath = '/fal-ai/ffmpeg-api/merge-videos';
const mergedPath = '/merged.mp4';
/** Stands for the stitched video. */
export const merged = Buffer.from('....ftypisom merged');
const key = 'Key stitching-key';

/**
 * Runs something with a language model that writes these scenes, a stitching service, a sheet that
 * echoes what it is sent, and others.
 */
export async function withSceneServices(
	written: Written,
	others: (request: SentRequest) => unknown,
	act: (services: SceneServices) => Promise<void>,
): Promise<void> {
	const model = await startChatModel(() => say(JSON.stringify({ output: written })));
	let ownUrl = '';
	const answer = (request: SentRequest) => {
		const { path, headers, json } = request;
		if (path.startsWith('/sheet/')) return json;
		if (path === mergedPath) return merged;
		if (path !== mergePath) return others(request);
		if (headers.authorization !== key) throw new Error('No key was sent');
		return { video: { url: ownUrl + mergedPath } };
	};
	try {
		await withOutside(answer, async (outside) => {
			ownUrl = outside.url;
			await act({
				outside,
				openAiApi: { apiKey: 'chat-key', url: model.baseUrl },
				httpHeaderAuth: { name: 'Authorization', value: key },
			});
		});
	} finally {
		await model.stop();
	}
}
