jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof time>('../../engine/time').hurriedWorkflow(),
);
/** What a submit node does between its plan and its submits: files, callbacks, a list that has come. */
import { Readable } from 'node:stream';
import type { IBinaryData, IDataObject } from 'n8n-workflow';
import { openListing, readApi } from '../../../nodes/shared/n8n/client';
import type { ApiReply } from '../../../seedance/api/http';
import { defaultModel } from '../../../seedance/models';
import type * as time from '../../engine/time';
import { hurry, realTime } from '../../engine/time';
import { answer, enveloped, model, taskAnswer } from '../../support/api/replies';
import { causesOf, create, promptOf, rows, stores } from '../../support/createdVideos';
import { causeOf } from '../../support/errors/causeOf';
import { fileUrl, ticket } from '../../support/media/scriptedUploads';
import { png } from '../../support/media/images';
import { nodeContext } from '../../support/nodeContext';
import type { NodeContextOptions, SentRequest } from '../../support/nodeContext';

beforeAll(() => hurry(1_000));
afterAll(realTime);

describe('files', () => {
	const stored = (bytes: Buffer): IBinaryData => ({
		data: bytes.toString('base64'),
		mimeType: 'image/png',
		fileName: 'fox.png',
	});
	const others = ({ url }: SentRequest) => (url.endsWith('/media/uploads') ? ticket() : undefined);

	/** Makes a video of an image. @returns the requests without the key, too, and the images sent */
	async function createOf(
		image: string,
		options: IDataObject = {},
		more: Pick<NodeContextOptions, 'files'> = {},
	) {
		const plain: string[] = [];
		const helpers = {
			async httpRequest({ method, url }: { method: string; url: string }) {
				plain.push(`${method} ${url}`);
				return { statusCode: 200, headers: {}, body: Readable.from([png()]) };
			},
			async prepareBinaryData(bytes: AsyncIterable<Buffer> | Buffer) {
				const chunks: Buffer[] = [];
				for await (const chunk of Buffer.isBuffer(bytes) ? [bytes] : bytes) chunks.push(chunk);
				return stored(Buffer.concat(chunks));
			},
		};
		const made = await create(
			{ model: defaultModel['image-to-video'], image, options },
			{ of: 'image-to-video', script: { others }, helpers, ...more },
		);
		const images = made.submits.map(({ body }) => (body as { image: unknown }).image);
		return { ...made, plain, images };
	}

	it('of the item are uploaded, and their URLs are sent', async () => {
		const files = [{ data: stored(png()) }];
		const { images, plain, items } = await createOf('data', {}, { files });
		expect(images).toEqual([fileUrl]);
		expect(plain).toEqual([expect.stringMatching(/^PUT /)]);
		expect(items.length).toBe(1);
	});

	it('that are no images fail their items before the submit', async () => {
		const files = [{ data: stored(Buffer.from('no image')) }];
		const { thrown, submits } = await createOf('data', {}, { files });
		expect([causeOf(thrown), submits]).toEqual(['parameterRefused', []]);
	});

	const url = 'https://example.com/fox.png';

	it('at URLs are left there', async () => {
		expect(await createOf(url)).toMatchObject({ images: [url], plain: [] });
	});

	it('at URLs are uploaded if the options say so, but not in a dry run', async () => {
		const options = { uploadUrlsFirst: true };
		const { images, plain } = await createOf(url, options);
		expect([images, plain]).toEqual([[fileUrl], [`GET ${url}`, expect.stringMatching(/^PUT /)]]);
		const dry = await createOf(url, { ...options, previewOnly: 'always' });
		expect([dry.items.length, dry.plain]).toEqual([1, []]);
	});

	it('that may not work are named in a hint, also beside callbacks', async () => {
		const files = [{ data: stored(png(100, 100)) }];
		const callbackUrl = 'https://example.com/webhook-test/ready';
		const options = { notifyWhenDone: 'url', callbackUrl };
		const { hints, submits } = await createOf('data', options, { files });
		expect(hints).toEqual([
			expect.stringContaining('100 × 100'),
			expect.stringContaining('test URL'),
		]);
		expect(new URL(submits[0]?.url ?? '').searchParams.get('webhook')).toBe(callbackUrl);
	});
});

describe('a callback whose signing secret cannot be read', () => {
	const others = ({ url }: SentRequest) =>
		url.endsWith('/webhook/secret') ? answer(401) : undefined;
	const options = {
		notifyWhenDone: 'url',
		callbackUrl: 'https://example.com/ready',
		reference: 'row 1',
	};
	const items = rows('fox', 'owl');

	it('keeps everything from being submitted', async () => {
		const { thrown, submits } = await create({ options }, { items, script: { others } });
		expect([causeOf(thrown), submits]).toEqual(['invalidKey', []]);
	});

	it('gives an error item for each item when the workflow continues', async () => {
		const more = { items, continues: true, script: { others } };
		const made = await create({ options }, more);
		expect([causesOf(made.items), made.submits]).toEqual([['invalidKey', 'invalidKey'], []]);
		for (const { json } of made.items)
			expect(json).toMatchObject({ error: { outcome: 'refused' } });
	});
});

describe('a list of models that comes after the plan', () => {
	/** A list in which the model has no duration any more. */
	const list = answer(
		200,
		enveloped(200, 'success', [
			{
				model_id: model,
				name: model,
				type: 'text-to-video',
				api_schema: {
					api_schemas: [
						{
							type: 'model_run',
							request_schema: { type: 'object', properties: { prompt: { type: 'string' } } },
						},
					],
				},
			},
		]),
	);
	const options = {
		notifyWhenDone: 'url',
		callbackUrl: 'https://example.com/ready',
		reference: 'row 1',
	};

	let accounts = 0;
	/** Runs the node with a list that comes while the secret is read. */
	async function createLate(parameters: IDataObject) {
		const credential = { apiKey: `wsk_late_${(accounts += 1)}`, baseUrl: '' };
		let release = () => {};
		const released = new Promise<ApiReply>((resolve) => (release = () => resolve(list)));
		const others = ({ url }: SentRequest) => {
			if (url.endsWith('/models')) return released;
			return url.endsWith('/webhook/secret') ? secretWithList() : undefined;
		};
		async function secretWithList() {
			release();
			// The account's list is shared.
			const { context } = nodeContext({ credential });
			const account = await readApi(context);
			if (account.ok) await openListing(context, account).whenThere();
			return answer(200, enveloped(200, 'success', { secret: 'whsec_abc' }));
		}
		return await create({ ...parameters, options }, { credential, script: { others } });
	}

	it('refuses what the model no longer allows, before anything is sent', async () => {
		const { thrown, submits } = await createLate({ duration: 10 });
		expect([causeOf(thrown), submits]).toEqual(['parameterRefused', []]);
	});

	it('changes the rest of the request, which still has its callback', async () => {
		const { submits, items } = await createLate({ duration: 5 });
		expect(submits.map(({ body }) => body)).toEqual([{ prompt: 'fox' }]);
		expect(new URL(submits[0]?.url ?? '').searchParams.get('webhook')).toContain(
			'https://example.com/ready',
		);
		expect(items.length).toBe(1);
	});
});

describe('a request key', () => {
	const options = { requestKey: 'row 1' };
	const listed = (...tasks: ReadonlyArray<object>) =>
		answer(200, enveloped(200, 'success', { page: 1, items: tasks }));

	it('is one video in all executions', async () => {
		const processed = new Map<string, readonly string[]>();
		const first = await create({ options }, { processed });
		expect(first.submits.length).toBe(1);
		const others = ({ url }: SentRequest) =>
			url.endsWith('/predictions') ? listed({ id: 'task-fox', status: 'processing' }) : undefined;
		const second = await create({ options }, { processed, script: { others } });
		expect(second.submits).toEqual([]);
		expect(second.items).toMatchObject([{ json: { taskId: 'task-fox' } }]);
	});

	it('is free again when its video has failed', async () => {
		const processed = new Map<string, readonly string[]>();
		const read = (id: string) => taskAnswer(id, 'failed');
		const parameters = { return: 'url', options };
		const first = await create(parameters, { processed, script: { read } });
		expect(causeOf(first.thrown)).toBe('taskFailed');
		const second = await create(parameters, { processed });
		expect(second.submits.length).toBe(1);
	});
});

describe('calls of an agent', () => {
	const type = 'seedanceTextToVideoTool';

	it('make the video that an equal call before them could not', async () => {
		const shared = stores();
		const submit = () => answer(400, enveloped(400, 'no such thing'));
		await create({}, { type, stores: shared, script: { submit } });
		const again = await create({}, { type, stores: shared });
		expect(again.submits.map(promptOf)).toEqual(['fox']);
	});

	/** A call whose first submit is answered when it's let go. @returns it once that was sent */
	async function heldCall(options: IDataObject, more: NodeContextOptions) {
		let release = () => {};
		const released = new Promise<void>((resolve) => (release = resolve));
		let call: ReturnType<typeof create> | undefined;
		await new Promise<void>((sent) => {
			const submit = async (request: SentRequest) => {
				sent();
				await released;
				return taskAnswer(`task-${promptOf(request)}`);
			};
			call = create({ options }, { ...more, script: { submit } });
		});
		return {
			async end() {
				release();
				await call;
			},
		};
	}

	it('count what another one is about to send towards the maximum', async () => {
		const common = { type, stores: stores() };
		const options = { maximumCostUsd: 0.6, submitsAtOnce: 1 };
		const first = await heldCall(options, { ...common, items: rows('fox', 'cat') });
		const second = await create({ options }, { ...common, items: rows('owl') });
		expect(second.submits).toEqual([]);
		await first.end();
	});

	it('count what another one has sent only once towards the maximum', async () => {
		const common = { type, stores: stores() };
		const options = { maximumCostUsd: 0.6 };
		const first = await heldCall(options, { ...common, items: rows('fox') });
		const second = await create({ options }, { ...common, items: rows('owl') });
		expect(second.submits.map(promptOf)).toEqual(['owl']);
		await first.end();
	});
});
