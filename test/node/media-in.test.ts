/** Pictures out of n8n: checked on their bytes, uploaded, and only then submitted. */
import type { IBinaryData, IDataObject } from 'n8n-workflow';
import { png } from '../support/media/images';
import { jsonOf, outputOf, seedance } from './bench';
import {
	binary,
	byId,
	item,
	lite,
	logo,
	mediaBench,
	messageOf,
	photo,
	runItems,
	seedance2,
	sha256,
	submitNode,
} from './media';
import { testSimulator } from './test-simulator';

jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());

const simulator = testSimulator({ hurry: 20 });
const { run, bodies, counts } = mediaBench(simulator);

describe('a picture in the item', () => {
	it('is uploaded, and its address submitted: a new node needs a prompt and nothing else', async () => {
		const done = await run([item({ data: binary(photo) })]);
		expect(messageOf(done)).toBeUndefined();
		const [upload] = simulator.journal.uploads();
		expect(upload).toMatchObject({
			status: 200,
			receivedBytes: photo.length,
			sha256: sha256(photo),
			authorizationSent: false,
		});
		expect(simulator.journal.tickets()[0]?.body).toEqual({
			filename: 'photo.png',
			size: photo.length,
			content_type: 'image/png',
		});
		const [body] = bodies();
		expect(body?.image).toMatch(/\/media\/.*photo\.png$/);
		const served = await fetch(String(body?.image));
		expect(Buffer.from(await served.arrayBuffer()).equals(photo)).toBe(true);
	});

	it('is told by its bytes, whatever its name and type say', async () => {
		await run([item({ data: binary(photo, 'scan', 'application/octet-stream') })]);
		expect(simulator.journal.tickets()[0]?.body).toMatchObject({
			filename: 'scan.png',
			content_type: 'image/png',
		});
	});

	it('may have an odd name', async () => {
		const names = ['a/b\\c:d.png', '..', '\u0007 \ud800', 'ü 😀.png', 'x'.repeat(300)];
		const done = await run(names.map((name, i) => item({ data: binary(png(400 + i, 400), name) })));
		expect(messageOf(done)).toBeUndefined();
		expect(counts()).toEqual([5, 5, 5]);
	});

	it('that all items share goes to the store once', async () => {
		const items = Array.from({ length: 6 }, (_, row) =>
			item({ data: binary(photo), [`logo${row}`]: binary(logo) }, { row }),
		);
		const options = { lastImage: '={{ "logo" + $json.row }}' };
		await run(items, { options });
		expect(counts()).toEqual([2, 2, 6]);
		expect(new Set(bodies().map(({ image }) => image)).size).toBe(1);
		expect(new Set(bodies().map(({ last_image }) => last_image)).size).toBe(1);
	});

	it.each<readonly [string, string, Record<string, IBinaryData>, IDataObject]>([
		['by the name of its field', 'photo', { photo: binary(photo), logo: binary(logo) }, {}],
		['by the label of a form field', 'Your Photo!', { Your_Photo_: binary(photo) }, {}],
		[
			'as the file itself',
			'={{ $binary.photo }}',
			{ photo: binary(photo), x: binary(logo, 'x.png') },
			{},
		],
		[
			'as what a form says of it',
			'={{ $json["Your Photo!"] }}',
			{ Your_Photo_: binary(photo, 'me.png'), x: binary(logo) },
			{ 'Your Photo!': { filename: 'me.png', mimetype: 'image/png', size: 7 } },
		],
		['as the only picture', 'data', { whatever: binary(photo) }, {}],
	])('can be given %s', async (_, image, files, json) => {
		await run([item(files, json)], { image });
		expect(simulator.journal.uploads().map((one) => one.sha256)).toEqual([sha256(photo)]);
		expect(bodies()).toHaveLength(1);
	});
});

describe('a list of pictures', () => {
	const files = { a: binary(photo), b: binary(logo, 'logo.png') };
	const url = 'https://example.com/c.png';

	it.each<readonly [string, string]>([
		['one per line', `a\n${url}\nb`],
		['a JSON array', JSON.stringify(['a', url, 'b'])],
		['an array', `={{ ["a", "${url}", "b"] }}`],
		['attachments of Airtable', `={{ ["a", { id: "att", url: "${url}" }, "b"] }}`],
		['files', `={{ [$binary.a, "${url}", $binary.b] }}`],
	])('takes any mix as %s, in order', async (_, images) => {
		const done = await run([item(files)], { ...seedance2, images });
		expect(messageOf(done)).toBeUndefined();
		const [body] = bodies();
		expect(body?.images).toEqual([
			expect.stringContaining('/media/'),
			url,
			expect.stringContaining('/media/'),
		]);
		expect(counts()).toEqual([2, 2, 1]);
	});

	it('takes all files of a form field, and no more than the model does', async () => {
		const photos = (count: number) =>
			Object.fromEntries(
				Array.from({ length: count }, (_, i) => [`Photos_${i}`, binary(png(400 + i, 400))]),
			);
		await run([item(photos(4))], { ...seedance2, images: 'Photos' });
		expect(bodies()[0]?.images).toHaveLength(4);
		const done = await run([item(photos(5))], { ...seedance2, images: 'Photos' });
		expect(messageOf(done)).toContain('Images allows 1 to 4 images (got 5)');
		expect(counts()).toEqual([4, 4, 1]);
	});
});

describe('files of some items only', () => {
	it('are uploaded, whichever item has them', async () => {
		const parameters = {
			model: byId('bytedance/seedance-2.5/text-to-video'),
			prompt: 'A fox',
			return: 'taskId',
			options: { referenceImages: '={{ $json.images }}' },
		};
		const items = [item({}, { images: '' }), item({ photo: binary(photo) }, { images: 'photo' })];
		const step = seedance('seedanceTextToVideo', parameters);
		const done = await runItems(simulator.url, items, [step]);
		expect(messageOf(done)).toBeUndefined();
		const sent = bodies().map((body) => body.reference_images);
		expect(sent).toHaveLength(2);
		expect(sent).toContainEqual([expect.stringContaining('/media/')]);
		expect(counts()).toEqual([1, 1, 2]);
	});

	it('give at most three hints, and the number of the others', async () => {
		const odd = [296, 297, 298, 299, 299].map((size) => item({ data: binary(png(size, size)) }));
		const done = await run(odd);
		const hints = done.data.resultData.runData[submitNode]?.[0]?.hints ?? [];
		const shown = hints.map(({ message }) => message).filter((text) => /pixels|files/.test(text));
		expect(shown.map((text) => /(\d+) × \1 pixels|^(\d+) more/.exec(text)?.slice(1))).toEqual([
			['296', undefined],
			['297', undefined],
			['298', undefined],
			[undefined, '1'],
		]);
	});
});

describe('what is no picture for the model is refused before anything is uploaded or submitted', () => {
	const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic')]);
	it.each<readonly [string, Uint8Array, string]>([
		['a HEIC picture of a phone', heic, 'is a HEIC image'],
		['a PDF', Buffer.from('%PDF-1.7\n%abc\n'), 'is a PDF document'],
		['a web page', Buffer.from('<!doctype html><html></html>'), 'is a web page'],
		['an empty file', Buffer.alloc(0), 'is empty'],
		['half a picture', photo.subarray(0, photo.length / 2), 'is incomplete'],
		[
			'a picture that was read as text',
			Buffer.from(photo.toString('utf8')),
			'was damaged by being read as text',
		],
		['base64 as a file', Buffer.from(photo.toString('base64')), 'is Base64 text'],
		['a small picture', png(299, 800), 'is too small (got 299 × 800 pixels)'],
		['a picture of more than 10 MB', png(800, 800, 10 * 1024 * 1024), 'is larger than 10 MB'],
	])('%s', async (_, bytes, finding) => {
		const good = item({ data: binary(photo) });
		const done = await run([good, item({ data: binary(bytes) })], lite);
		expect(messageOf(done)).toContain(`Image ${finding}`);
		expect(done.data.resultData.error?.description).toContain('file photo.png');
		expect(messageOf(done)).not.toContain('\n');
		expect(done.data.resultData.error).toMatchObject({ context: { itemIndex: 1 } });
		expect(counts()).toEqual([0, 0, 0]);
	});

	it('sizes that only the documents of other models name are warned of: the video is made', async () => {
		const hintsOf = (done: Awaited<ReturnType<typeof run>>) =>
			(done.data.resultData.runData[submitNode]?.[0]?.hints ?? []).map(({ message }) => message);
		const odd = [png(299, 299), png(3000, 400), png(400, 3000)];
		const done = await run(odd.map((bytes) => item({ data: binary(bytes) })));
		expect(messageOf(done)).toBeUndefined();
		const hints = hintsOf(done).filter((message) => message.includes('Image'));
		expect(hints).toHaveLength(3);
		for (const size of ['299 × 299', '3,000 × 400', '400 × 3,000']) {
			expect(hints.join()).toContain(`Image (photo.png) is ${size} pixels`);
		}
		expect(counts()).toEqual([3, 3, 3]);
		expect(hintsOf(await run([item({ data: binary(photo) })])).join()).not.toContain('Image');
	});

	it('a WebP picture, where the model’s document names JPEG and PNG only', async () => {
		const { webp } = await import('../support/media/images');
		const items = [item({ data: binary(webp(640, 480)) })];
		expect(messageOf(await run(items, lite))).toContain('Image is a WebP image');
		expect(counts()).toEqual([0, 0, 0]);
		expect(messageOf(await run(items))).toBeUndefined();
	});

	it('each of several items is named in the error', async () => {
		const bad = item({ data: binary(heic) });
		const { error } = (await run([bad, item({ data: binary(photo) }), bad])).data.resultData;
		expect(error).toMatchObject({ context: { itemIndex: 0 } });
		expect(error?.description).toContain('Item 2: ');
		expect(error?.description).not.toContain('Item 1: ');
	});

	it('and other items go on when the workflow does', async () => {
		const items = [item({ data: binary(heic) }), item({ data: binary(photo) })];
		const done = await run(items, {}, { onError: 'continueRegularOutput' });
		const out = outputOf(done, submitNode);
		expect(jsonOf(out)).toEqual([
			{ error: expect.objectContaining({ message: expect.stringContaining('HEIC') }) },
			expect.objectContaining({ status: 'created' }),
		]);
		expect(out.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(counts()).toEqual([1, 1, 1]);
	});
});

describe('a data URI', () => {
	const uri = `data:image/png;base64,${photo.toString('base64')}`;

	it('goes as it is to a model that takes Base64', async () => {
		await run([{ json: {} }], { ...lite, image: uri });
		expect(bodies()).toEqual([expect.objectContaining({ image: uri })]);
		expect(counts()).toEqual([0, 0, 1]);
	});

	it.each(['image/jpeg', 'text/plain', 'application/octet-stream', ''])(
		'is uploaded as what it is when it says that it is %j',
		async (type) => {
			const lying = uri.replace('image/png', type);
			const done = await run([{ json: {} }], { ...lite, image: lying });
			expect(messageOf(done)).toBeUndefined();
			expect(simulator.journal.tickets()[0]?.body).toMatchObject({ content_type: 'image/png' });
			expect(bodies()[0]?.image).toContain('/media/');
		},
	);

	it('is uploaded for a model that takes addresses only', async () => {
		await run([{ json: {} }], { image: uri });
		expect(simulator.journal.uploads().map((one) => one.sha256)).toEqual([sha256(photo)]);
		expect(bodies()[0]?.image).toContain('/media/');
	});

	it('is checked like any other picture', async () => {
		const small = `data:image/png;base64,${png(100, 100).toString('base64')}`;
		const done = await run([{ json: {} }], { ...lite, image: small });
		expect(messageOf(done)).toContain('Image is too small (got 100 × 100 pixels)');
		expect(counts()).toEqual([0, 0, 0]);
	});
});
