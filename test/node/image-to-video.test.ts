import { png } from '../support/media/images';
import { jsonOf, outputOf, pick, runChain, seedance } from './bench';
import { requestsBesidesList, testSimulator } from './test-simulator';

const node = 'seedanceImageToVideo';
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const a = 'https://example.com/a.png';
const b = 'https://example.com/b.png';

const simulator = testSimulator();

const submit = async (parameters: object, row: object = {}) => {
	const run = await runChain(
		simulator.url,
		[row as never],
		[seedance(node, { prompt: 'It moves', return: 'taskId', ...parameters })],
	);
	return { run, body: simulator.journal.accepted()[0]?.body };
};

describe('Seedance Image to Video', () => {
	it.each([
		['a URL', a, a],
		[
			'a data URI',
			`data:image/png;base64,${png().toString('base64')}`,
			expect.stringMatching(/\/media\/[0-9a-f]+\/image\.png$/),
		],
	])('animates %s to the end', async (_, image, sent) => {
		const run = await runChain(
			simulator.url,
			[{ row: 1 }],
			[seedance(node, { image, prompt: 'It moves' }), pick("={{ $('Source').item.json.row }}")],
		);
		expect(jsonOf(outputOf(run, node))).toEqual([
			expect.objectContaining({ status: 'completed', videoUrl: expect.any(String) }),
		]);
		expect(jsonOf(outputOf(run, 'Pick'))).toEqual([{ value: 1 }]);
		expect(simulator.journal.accepted()[0]?.body).toEqual({
			image: sent,
			prompt: 'It moves',
			duration: 5,
			resolution: '720p',
			generate_audio: true,
		});
	});

	it.each([
		['v1-pro-i2v-480p', { image: a }, { image: a, prompt: 'It moves', duration: 5 }],
		['v1-lite-i2v-720p', { image: a, prompt: '' }, { image: a, duration: 5 }],
		[
			'v1.5-pro/image-to-video',
			{ image: a, duration: 12, aspectRatio: '9:16', options: { lastImage: b } },
			{
				image: a,
				prompt: 'It moves',
				duration: 12,
				resolution: '720p',
				aspect_ratio: '9:16',
				generate_audio: true,
				last_image: b,
			},
		],
		[
			'2.0/image-to-video',
			{ images: `${a}\n${b}`, duration: 15 },
			{ images: [a, b], prompt: 'It moves', duration: 15 },
		],
	])('sends exactly what the document of %s has', async (id, parameters, expected) => {
		const { run, body } = await submit({ model: byId(`bytedance/seedance-${id}`), ...parameters });
		expect(run.data.resultData.error).toBeUndefined();
		expect(body).toEqual(expected);
	});

	it.each([
		['an array', '={{ $json.list }}', { list: [a, b] }],
		['Airtable attachments', '={{ $json.files }}', { files: [{ id: '1', url: a }, { url: b }] }],
		['a JSON array', JSON.stringify([a, b]), {}],
	])('takes a list of images as %s', async (_, images, row) => {
		const model = byId('bytedance/seedance-2.0/image-to-video');
		expect((await submit({ model, images }, row)).body?.images).toEqual([a, b]);
	});

	it('gives the picture to whatever the model of an expression calls it', async () => {
		const { body } = await submit(
			{ model: byId('={{ $json.model }}'), image: a },
			{ model: 'bytedance/seedance-2.0/image-to-video' },
		);
		expect(body?.images).toEqual([a]);
	});

	it('says what to give when the default name of a binary field is left', async () => {
		const { run } = await submit({});
		expect(run.data.resultData.error?.message).toContain(
			'Image names a file, but the item has none (got "data")',
		);
		expect(requestsBesidesList(simulator)).toEqual([]);
	});
});
