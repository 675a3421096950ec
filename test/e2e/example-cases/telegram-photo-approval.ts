import { deepEqual, equal, ok } from 'node:assert/strict';
import { videosOf } from '../item-videos';
import { png } from '../picture';
import { itemsOf, Published } from '../published';
import type { Case } from '../scene';
import { exampleWithOutside } from '../stand-ins';
import { TelegramBot } from '../telegram-bot';

const name = 'telegram-photo-approval';
/** The chat that the example is restricted to. */
const chat = 123456789;
/** n8n gives programs an empty page instead of an approval. */
const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x64) Firefox/140.0' };

const photoUpdate = (updateId: number, caption: string, chatId = chat) => ({
	update_id: updateId,
	message: {
		message_id: updateId,
		chat: { id: chatId },
		from: { id: chatId },
		photo: [{ file_id: 'small' }, { file_id: 'large' }],
		caption,
	},
});

export const telegramPhotoApproval: Case = {
	name,
	shows: 'A photo becomes a video that is published once approved; a repeated update costs nothing',
	play: async (scene) => {
		const { journal, stage } = scene;
		const { bytes } = png('vase.png', 640, 480);
		await TelegramBot.with(bytes, async (bot) => {
			const { credential: telegramApi } = bot;
			const workflow = await exampleWithOutside(scene, name, '', { telegramApi });
			const published = await Published.stored(scene, workflow);
			const decide = async (label: string) => {
				const id = await published.newExecution();
				await published.waits(id);
				const link = bot.buttons().get(label) ?? '';
				equal((await fetch(link, { headers: browser })).status, 200);
				return await published.succeeded(id);
			};

			await bot.update(scene, photoUpdate(1, 'The vase fills with light'));
			const approved = await decide('Publish');
			equal(journal.accepted().length, 1);
			const { image, prompt } = journal.accepted()[0]?.body ?? {};
			equal(prompt, 'The vase fills with light');
			ok(bytes.equals(Buffer.from(await (await fetch(String(image))).arrayBuffer())));
			deepEqual(
				bot.sent('getFile').map(({ json }) => json),
				[{ file_id: 'large' }],
			);
			const [video] = await videosOf(scene, approved, 'Make video');
			const [shown, posted, ...more] = bot.sent('sendVideo');
			ok(video !== undefined && shown?.body.includes(video.bytes));
			deepEqual(posted?.json, {
				chat_id: '@your_channel',
				video: 'video-1',
				caption: 'The vase fills with light',
			});
			deepEqual(more, []);

			// Telegram repeats an update that was not answered in time: the same video is shown again.
			await bot.update(scene, photoUpdate(1, 'The vase fills with light'));
			const discarded = await decide('Discard');
			deepEqual(itemsOf(discarded, 'Publish'), []);
			equal(journal.accepted().length, 1);
			equal(bot.sent('sendVideo').length, 3);

			// Other chats, and messages without a photo, create nothing.
			await bot.update(scene, photoUpdate(2, 'On your bill', 987654321));
			await bot.update(scene, { update_id: 3, message: { chat: { id: chat }, text: '/start' } });
			await published.succeeded(await published.newExecution());
			equal(journal.submits().length, 1);
			await stage.rest.unpublishWorkflow(published.workflowId);
		});
	},
};
