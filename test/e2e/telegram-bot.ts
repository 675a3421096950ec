import { z } from 'zod';
import { withOutside, type Outside, type SentRequest } from './outside';
import type { Scene } from './scene';

const token = 'bot-token';
const webhookSchema = z.object({ url: z.string(), secret_token: z.string() });
const messageSchema = z.object({
	chat_id: z.union([z.string(), z.number()]),
	reply_markup: z.object({
		inline_keyboard: z.array(z.array(z.object({ text: z.string(), url: z.string() }))),
	}),
});

/** The button's labels of a message with their links. */
export type Buttons = ReadonlyMap<string, string>;

/** A local stand-in for Telegram, with one bot. */
export class TelegramBot {
	/** For n8n's credential. */
	readonly credential: { readonly accessToken: string; readonly baseUrl: string };

	private constructor(private readonly outside: Outside) {
		this.credential = { accessToken: token, baseUrl: outside.url };
	}

	/** Starts it, with a photo that every photo's ID stands for. */
	static async with(photo: Buffer, act: (bot: TelegramBot) => Promise<void>): Promise<void> {
		await withOutside(
			({ path }) => answer(path, photo),
			async (outside) => await act(new TelegramBot(outside)),
		);
	}

	/** What a method of the API was sent. */
	sent(method: string): readonly SentRequest[] {
		return this.outside.to(`/bot${token}/${method}`);
	}

	/** Where the bot's updates go, once n8n has said it. */
	async webhook(scene: Scene): Promise<z.infer<typeof webhookSchema>> {
		await scene.until('n8n has set the webhook', () => this.sent('setWebhook').length > 0);
		return webhookSchema.parse(this.sent('setWebhook').at(-1)?.json);
	}

	/** Sends n8n an update, as Telegram does. */
	async update(scene: Scene, body: object): Promise<void> {
		const { url, secret_token: secret } = await this.webhook(scene);
		await scene.until('the webhook is published', async () => {
			const response = await fetch(url, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					'x-telegram-bot-api-secret-token': secret,
				},
				body: JSON.stringify(body),
			});
			return response.ok;
		});
	}

	/** The buttons of the newest message. */
	buttons(): Buttons {
		const { reply_markup: markup } = messageSchema.parse(this.sent('sendMessage').at(-1)?.json);
		return new Map(markup.inline_keyboard.flat().map(({ text, url }) => [text, url]));
	}
}

function answer(path: string, photo: Buffer): unknown {
	if (path.startsWith(`/file/bot${token}/`)) return photo;
	const [, method] = path.split(`/bot${token}/`);
	if (method === 'getFile') return { ok: true, result: { file_path: 'photos/photo.png' } };
	if (method === 'sendVideo') return { ok: true, result: { video: { file_id: 'video-1' } } };
	if (method === 'sendMessage') return { ok: true, result: { message_id: 1 } };
	if (method === 'getWebhookInfo') return { ok: true, result: { url: '' } };
	return method === undefined ? undefined : { ok: true, result: true };
}
