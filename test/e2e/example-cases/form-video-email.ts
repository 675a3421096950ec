import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { problem } from '../../../seedance/errors/messages';
import { sendForm } from '../form-sent';
import { videosOf } from '../item-videos';
import { withMailbox } from '../mailbox';
import { Published } from '../published';
import type { Case } from '../scene';
import { exampleWithOutside } from '../stand-ins';
import { storedExample } from '../examples';

const name = 'form-video-email';
const address = 'ada@example.com';

export const formVideoEmail: Case = {
	name,
	shows: 'A form’s video arrives by email as a file; of a video that failed, the reason arrives',
	play: async (scene) => {
		const { journal, faults } = scene;
		const form = storedExample(scene.stage, name).workflow.nodes.find(
			({ type }) => type === 'n8n-nodes-base.formTrigger',
		)?.webhookId;
		await withMailbox(async ({ host, port, emails }) => {
			const smtp = { user: '', password: '', host, port, secure: false, disableStartTls: true };
			const workflow = await exampleWithOutside(scene, name, 'http://nobody.invalid', { smtp });
			const published = await Published.stored(scene, workflow);
			await sendForm(scene, String(form), ['A fox in the snow', address]);
			const made = await published.succeeded(await published.newExecution());
			const [video] = await videosOf(scene, made, 'Make video');
			equal(video?.taskId, journal.accepted()[0]?.taskId);
			const [ready] = emails;
			deepEqual([ready?.to, ready?.subject], [address, 'Your video is ready']);
			match(ready?.text ?? '', /A fox in the snow/);
			ok(ready?.text.includes(video?.videoUrl ?? 'no video'));
			deepEqual([...(ready?.files.keys() ?? [])], ['your-video.mp4']);
			ok(video?.bytes.equals(ready?.files.get('your-video.mp4') ?? Buffer.alloc(0)));

			faults.onTask({ kind: 'failTask' });
			await sendForm(scene, String(form), ['A fox on the moon', address]);
			await published.succeeded(await published.newExecution());
			equal(emails.length, 2);
			const [, reason] = emails;
			deepEqual([reason?.to, reason?.files.size], [address, 0]);
			ok(reason?.text.includes(problem('taskNotMade').message), reason?.text);
			equal(journal.accepted().length, 2);
			equal(journal.submits().length, 2);
		});
	},
};
