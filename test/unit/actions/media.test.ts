/** The stage that checks the files of planned items, and what their submits upload. */
import type { IBinaryData } from 'n8n-workflow';
import { checkItemMedia } from '../../../nodes/shared/actions/media';
import type { Fetch } from '../../../nodes/shared/n8n/download';
import { BinaryFiles } from '../../../nodes/shared/n8n/files';
import type { OpenFile } from '../../../nodes/shared/n8n/uploads';
import { mediaRule } from '../../../seedance/media/rules';
import { defaultModel, findModel } from '../../../seedance/models';
import type { MediaSource, MediaUse } from '../../../seedance/models';
import type { Item } from '../../../seedance/run/itemState';
import { fileOf } from '../../support/media/files';
import { png } from '../../support/media/images';
import { fileUrl, scriptedUploads, ticket } from '../../support/media/scriptedUploads';
import { plannedItem } from '../../support/task/runItems';

const model = defaultModel['image-to-video'];
const record = findModel(model);
const url = 'https://example.com/fox.png';

const use = (source: MediaSource, index?: number): MediaUse => ({
	parameter: index === undefined ? 'image' : 'images',
	...(index !== undefined && { index }),
	source,
	rule: mediaRule('image'),
	acceptsBase64: false,
});
const file = (name: string): MediaSource => ({ kind: 'file', name });

const itemWith = (media: readonly MediaUse[], index = 0, body: object = { image: 'data' }) =>
	plannedItem({ model, body: { ...body } }, index, { media, ...(record && { record }) });

/** The files of an item, each with its own name as content. */
const filesNamed = (...names: readonly string[]) =>
	new BinaryFiles({
		json: {},
		binary: Object.fromEntries(
			names.map((name) => [name, { data: name, mimeType: 'image/png', fileName: `${name}.png` }]),
		),
	});

interface Given {
	/** The bytes of the files, by what the binary data holds. */
	readonly bytes?: Readonly<Record<string, Uint8Array>>;
	readonly fetch?: Fetch;
	readonly names?: readonly string[];
}

async function check(items: readonly Item[], { bytes = {}, fetch, names = ['data'] }: Given = {}) {
	const api = scriptedUploads(() => ticket());
	const opened: Array<{ name: string; itemIndex: number }> = [];
	const open: OpenFile = ({ binary, name, itemIndex }) => {
		opened.push({ name, itemIndex });
		return { ...fileOf(bytes[binary.data] ?? png()), fileName: binary.fileName ?? name };
	};
	const filesOf = new Map(items.map((item) => [item, filesNamed(...names)]));
	const hints = await checkItemMedia(items, filesOf, api.ports, open, fetch);
	return { api, opened, hints };
}

/** The body that the submit of an item sends. */
async function bodyOf({ now }: Item) {
	if (now.state !== 'planned') throw new Error(now.state);
	const completed = await now.request.complete?.(Infinity);
	return completed?.ok === true ? completed.value : (completed ?? now.request.body);
}

describe('the check of the files of planned items', () => {
	it('uploads nothing yet: the submit of an item uploads its file and sends its URL', async () => {
		const item = itemWith([use(file('data'))]);
		const { api, opened, hints } = await check([item]);
		expect([opened, hints]).toEqual([[{ name: 'data', itemIndex: 0 }], []]);
		expect([api.sent, api.puts]).toEqual([[], []]);
		expect(await bodyOf(item)).toEqual({ image: fileUrl });
		expect([api.sent.length, api.puts.length]).toEqual([1, 1]);
		expect(item.now).toMatchObject({ state: 'planned', record: { id: model } });
	});

	it('changes no request without a file: a URL is sent as it is', async () => {
		const item = itemWith([use({ kind: 'url', url })], 0, { image: url });
		const { opened } = await check([item]);
		expect(await bodyOf(item)).toEqual({ image: url });
		expect(item.now).not.toHaveProperty('request.complete');
		expect(opened).toEqual([]);
	});

	it('uploads the file among URLs', async () => {
		const media = [use({ kind: 'url', url }, 0), use(file('data'), 1)];
		const item = itemWith(media, 0, { images: [url, 'data'] });
		await check([item]);
		expect(await bodyOf(item)).toEqual({ images: [url, fileUrl] });
	});

	it('fails an item before its submit when the bytes are no image, and no other', async () => {
		const [good, bad] = [itemWith([use(file('data'))]), itemWith([use(file('text'))], 1)];
		const text = Buffer.from('no image');
		await check([good, bad], { bytes: { text }, names: ['data', 'text'] });
		expect(good.now.state).toBe('planned');
		expect(bad.now).toMatchObject({
			state: 'failed',
			problem: { cause: 'parameterRefused', outcome: 'refused', model },
			notBegun: true,
		});
	});

	it('names the model where the catalogue has no record of it', async () => {
		const request = { model: 'bytedance/seedance-99/image-to-video', body: { image: 'text' } };
		const item = plannedItem(request, 0, { media: [use(file('text'))] });
		await check([item], { bytes: { text: Buffer.from('no image') }, names: ['text'] });
		expect(item.now).toMatchObject({ state: 'failed', problem: { model: request.model } });
	});

	it('leaves items alone that are not planned', async () => {
		const item: Item = { index: 0, key: 'a', now: { state: 'skipped' } };
		const { opened } = await check([item, itemWith([], 1)]);
		expect(item.now).toEqual({ state: 'skipped' });
		expect(opened).toEqual([]);
	});

	it('needs the files that the plan has named', async () => {
		const item = itemWith([use(file('another'))], 4);
		await expect(check([item])).rejects.toThrow(/Item 4 .*plan/);
		const api = scriptedUploads(() => ticket());
		const none = checkItemMedia([item], new Map(), api.ports, () => fileOf(png()));
		await expect(none).rejects.toThrow(/Item 4 .*plan/);
	});

	it('reads the files of at most 3 items at once', async () => {
		let [open, most] = [0, 0];
		const slow = {
			fileName: 'slow.png',
			async open() {
				most = Math.max(most, (open += 1));
				await new Promise((resolve) => setImmediate(resolve));
				open -= 1;
				return await fileOf(png()).open();
			},
		};
		const items = Array.from({ length: 9 }, (_, i) => itemWith([use(file('data'))], i));
		const files = new Map(items.map((item) => [item, filesNamed('data')]));
		const api = scriptedUploads(() => ticket());
		await checkItemMedia(items, files, api.ports, () => ({ ...slow }));
		expect(most).toBe(3);
	});
});

describe('URLs whose files are uploaded', () => {
	const binary: IBinaryData = { data: 'fetched', mimeType: 'image/png', fileName: 'fox.png' };
	const stored: Fetch = async () => ({ kind: 'stored', binary });

	it('are downloaded for the rule of their parameter, and uploaded by the submit', async () => {
		const asked: unknown[] = [];
		const fetch: Fetch = async (...given) => {
			asked.push(given);
			return await stored(...given);
		};
		const given = use({ kind: 'url', url });
		const item = itemWith([given], 2, { image: url });
		const { opened } = await check([item], { fetch });
		expect(asked).toEqual([[url, given]]);
		expect(opened).toEqual([{ name: 'file', itemIndex: 2 }]);
		expect(await bodyOf(item)).toEqual({ image: fileUrl });
	});

	it('fail their item when they cannot be downloaded', async () => {
		const fetch: Fetch = async () => ({ kind: 'problem', finding: 'is a page' });
		const item = itemWith([use({ kind: 'url', url })], 0, { image: url });
		await check([item], { fetch });
		expect(item.now).toMatchObject({ state: 'failed', problem: { outcome: 'refused' } });
	});

	it('are only those of the request: a file of the item is not downloaded', async () => {
		const fetch: Fetch = async () => {
			throw new Error('not a URL');
		};
		const item = itemWith([use(file('data'))]);
		await check([item], { fetch });
		expect(await bodyOf(item)).toEqual({ image: fileUrl });
	});
});

describe('the hints about files that a model may refuse', () => {
	const small = png(200, 200);
	const hintsFor = async (count: number) => {
		const names = Array.from({ length: count }, (_, i) => `photo${i}`);
		const bytes = Object.fromEntries(names.map((name) => [name, small]));
		const items = names.map((name, i) => itemWith([use(file(name))], i));
		return (await check(items, { bytes, names })).hints;
	};

	it.each([0, 1, 3])('are one for each of %i files', async (count) => {
		const hints = await hintsFor(count);
		expect(hints.length).toBe(count);
		hints.forEach((hint, i) => expect(hint).toContain(`photo${i}.png`));
	});

	it('are three and the number of the others when there are more', async () => {
		const hints = await hintsFor(5);
		expect(hints.length).toBe(4);
		expect(hints[2]).toContain('photo2.png');
		expect(hints[3]).toMatch(/^2 /);
	});

	it('are one for the same problem in many items', async () => {
		const items = [0, 1].map((i) => itemWith([use(file('photo'))], i));
		const { hints } = await check(items, { bytes: { photo: small }, names: ['photo'] });
		expect(hints.length).toBe(1);
	});
});
