jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());
import { causeOf } from '../support/errors/causeOf';
import {
	apiKey,
	jsonOf,
	outputOf,
	pick,
	pricedModel,
	runChain,
	seedance,
	startModel,
} from './bench';
import { testSimulator } from './test-simulator';

const node = 'seedanceTextToVideo';
const byId = (value: string) => ({ __rl: true, mode: 'id', value });

const simulator = testSimulator({ hurry: 10, taskMs: 500 });

const bodies = () => simulator.journal.accepted().map(({ body }) => body);

describe('Seedance Text to Video', () => {
	it('turns a prompt and nothing else into a finished task', async () => {
		const run = await runChain(simulator.url, [{}], [seedance(node, { prompt: 'A fox' })]);
		const [item, ...others] = jsonOf(outputOf(run, node));
		expect(others).toEqual([]);
		// In this order, the useful first.
		expect(Object.entries(item ?? {})).toEqual([
			['videoUrl', expect.stringMatching(/\.mp4$/)],
			['status', 'completed'],
			['taskId', simulator.journal.accepted()[0]?.taskId],
			['model', startModel],
			['prompt', 'A fox'],
			['durationSeconds', 5],
			['resolution', '720p'],
			['aspectRatio', '16:9'],
			['hasAudio', true],
			['estimatedCostUsd', 0.8],
			['createdAt', expect.stringMatching(/^\d{4}-/)],
			['expiresAt', expect.stringMatching(/^\d{4}-/)],
		]);
		expect(Date.parse(String(item?.expiresAt)) - Date.parse(String(item?.createdAt))).toBe(
			7 * 24 * 3600 * 1000,
		);
		expect(bodies()).toEqual([
			{
				prompt: 'A fox',
				duration: 5,
				resolution: '720p',
				aspect_ratio: '16:9',
				generate_audio: true,
			},
		]);
	});

	it('returns the task at once when it does not wait', async () => {
		const run = await runChain(
			simulator.url,
			[{}],
			[seedance(node, { prompt: 'A fox', return: 'taskId' })],
		);
		const [item] = jsonOf(outputOf(run, node));
		expect(item).toMatchObject({
			status: 'created',
			model: startModel,
			taskId: expect.any(String),
		});
		expect(item).not.toHaveProperty('videoUrl');
		expect(item).not.toHaveProperty('error');
		expect(simulator.journal.reads()).toHaveLength(0);
	});

	it('reads values as a spreadsheet has them', async () => {
		await runChain(
			simulator.url,
			[{ sec: '6', shape: ' 9:16 ', audio: 'FALSE', fixed: 'yes', seed: '42.0', res: '480P' }],
			[
				seedance(node, {
					// It has a fixed camera and a seed, too.
					model: pricedModel,
					prompt: 'A fox',
					duration: '={{ $json.sec }}',
					aspectRatio: '={{ $json.shape }}',
					resolution: '={{ $json.res }}',
					generateAudio: '={{ $json.audio }}',
					options: { cameraFixed: '={{ $json.fixed }}', seed: '={{ $json.seed }}' },
				}),
			],
		);
		expect(bodies()).toEqual([
			{
				prompt: 'A fox',
				duration: 6,
				resolution: '480p',
				aspect_ratio: '9:16',
				generate_audio: false,
				camera_fixed: true,
				seed: 42,
			},
		]);
	});

	it('leaves out what an expression leaves empty', async () => {
		await runChain(
			simulator.url,
			[{}],
			[
				seedance(node, {
					prompt: 'A fox',
					resolution: '={{ $json.nothing }}',
					aspectRatio: '={{ "" }}',
					options: { seed: '={{ null }}' },
				}),
			],
		);
		expect(bodies()).toEqual([
			{ prompt: 'A fox', duration: 5, generate_audio: true, enable_web_search: false },
		]);
	});

	it('sends only what the chosen model has', async () => {
		await runChain(
			simulator.url,
			[{}],
			[
				seedance(node, {
					model: byId('bytedance/seedance-v1-lite-t2v-480p'),
					prompt: 'A fox',
					duration: 7,
					aspectRatio: '9:21',
					generateAudio: true,
					resolution: '1080p',
					options: { enableWebSearch: true },
				}),
			],
		);
		expect(bodies()).toEqual([
			{ prompt: 'A fox', duration: 7, aspect_ratio: '9:21', camera_fixed: false, seed: -1 },
		]);
	});

	it('takes the model of each item from an expression, with Parameters (JSON)', async () => {
		const models = ['bytedance/seedance-v1-lite-t2v-480p', startModel];
		const run = await runChain(
			simulator.url,
			models.map((model) => ({ model })),
			[
				seedance(node, {
					model: byId('={{ $json.model }}'),
					prompt: 'A fox',
					options: { parametersJson: '{"duration": 8}' },
				}),
			],
		);
		expect(jsonOf(outputOf(run, node)).map(({ model }) => model)).toEqual(models);
		expect(bodies()).toEqual([
			{ prompt: 'A fox', duration: 8 },
			{ prompt: 'A fox', duration: 8 },
		]);
	});

	it('submits an unlisted model as given and reports what the API says of it', async () => {
		const run = await runChain(
			simulator.url,
			[{}],
			[seedance(node, { model: byId('bytedance/seedance-9.9/text-to-video'), prompt: 'A fox' })],
		);
		const { error } = run.data.resultData;
		expect(causeOf(error)).toBe('unknownModel');
		expect(error?.description).toContain('bytedance/seedance-9.9/text-to-video');
		expect(simulator.journal.submits()).toHaveLength(1);
		expect(simulator.journal.accepted()).toHaveLength(0);
	});

	it('puts the video into the item, fetched without the key', async () => {
		const run = await runChain(
			simulator.url,
			[{}],
			[seedance(node, { prompt: 'A fox', return: 'file' })],
		);
		const [item] = outputOf(run, node);
		const file = item?.binary?.data;
		const bytes = Buffer.from(file?.data ?? '', 'base64');
		expect(file).toMatchObject({
			mimeType: 'video/mp4',
			fileExtension: 'mp4',
			fileName: `seedance-2.0-fast-text-to-video-${String(item?.json.taskId)}.mp4`,
		});
		expect(bytes.subarray(4, 8).toString('latin1')).toBe('ftyp');
		expect(simulator.journal.downloads()).toHaveLength(1);
		expect(simulator.journal.downloads()[0]?.authorizationSent).toBe(false);
	});

	it('keeps the finished task when the download fails', async () => {
		simulator.faults.onDownload({ kind: 'forbidden' });
		const run = await runChain(
			simulator.url,
			[{}],
			[seedance(node, { prompt: 'A fox', return: 'file' })],
		);
		const [item] = outputOf(run, node);
		expect(item?.binary).toBeUndefined();
		expect(item?.json).toMatchObject({
			status: 'completed',
			videoUrl: expect.any(String),
			downloadError: expect.stringContaining('HTTP 403'),
		});
	});

	it('returns the API data object without its empty error when Simplify is off', async () => {
		const run = await runChain(
			simulator.url,
			[{}],
			[seedance(node, { prompt: 'A fox', options: { simplify: false } })],
		);
		const [item] = jsonOf(outputOf(run, node));
		expect(item).toMatchObject({ status: 'completed', has_nsfw_contents: [false] });
		expect(item).toHaveProperty('id');
		expect(item).not.toHaveProperty('error');
	});

	it.each([
		['all', { rowId: 7, title: 'Fox' }],
		['selected', { rowId: 7 }],
		['none', {}],
	])('carries input fields along: %s', async (includeInputFields, carried) => {
		const run = await runChain(
			simulator.url,
			[{ rowId: 7, title: 'Fox', error: 'of an earlier node' }],
			[
				seedance(node, {
					prompt: 'A fox',
					return: 'taskId',
					options: { includeInputFields, inputFieldsToInclude: 'rowId' },
				}),
			],
		);
		const [item = {}] = jsonOf(outputOf(run, node));
		const { rowId, title } = { rowId: undefined, title: undefined, ...item };
		expect(JSON.parse(JSON.stringify({ rowId, title }))).toEqual(carried);
		expect(item).not.toHaveProperty('error');
	});

	it('submits a batch of 20 once each and waits for all together', async () => {
		const rows = Array.from({ length: 20 }, (_, i) => ({ row: i, prompt: `Fox ${i}` }));
		const run = await runChain(simulator.url, rows, [
			seedance(node, { prompt: '={{ $json.prompt }}' }),
			pick("={{ $('Source').item.json.row }}"),
		]);
		const items = jsonOf(outputOf(run, node));
		expect(items).toHaveLength(20);
		for (const { prompt } of rows) {
			expect(simulator.journal.acceptedFor((body) => body.prompt === prompt)).toHaveLength(1);
		}
		// Order is kept, whatever order the submits ended in.
		expect(jsonOf(outputOf(run, 'Pick'))).toEqual(rows.map(({ row }) => ({ value: row })));
		const idOf = (prompt: string) =>
			simulator.journal.acceptedFor((body) => body.prompt === prompt)[0]?.taskId;
		expect(items.map(({ taskId }) => taskId)).toEqual(rows.map(({ prompt }) => idOf(prompt)));
		// Together: every submit goes out before the first status is read.
		const routes = simulator.journal.requests.map(({ route }) => route);
		expect(routes.lastIndexOf('submit')).toBeLessThan(routes.indexOf('read'));
	});

	it('never lets the key into the execution data', async () => {
		simulator.faults.onSubmit({ kind: 'serverError', status: 500 });
		const failed = await runChain(simulator.url, [{}], [seedance(node, { prompt: 'A fox' })]);
		const fine = await runChain(simulator.url, [{}], [seedance(node, { prompt: 'A fox' })]);
		expect(failed.data.resultData.error).toBeDefined();
		for (const run of [failed, fine]) expect(JSON.stringify(run)).not.toContain(apiKey);
	});
});
