/** Files in forms that Code nodes, e-mails and n8n's settings leave them in. */
import type { IDataObject, INodeExecutionData, INodeType } from 'n8n-workflow';
import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import { openBinaryStore } from '../engine/binaryStore';
import { Source } from '../engine/coreNodes';
import { startWorkflow } from '../engine/run';
import type { WorkflowJson } from '../engine/run';
import { jpeg } from '../support/media/jpegs';
import { noise, png } from '../support/media/images';
import { jsonOf, nodeTypes, outputOf, setupFor } from './bench';
import { chainOfItems, messageOf, photo, sha256, submitNode, submitting } from './media';
import { testSimulator } from './test-simulator';

jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());

const simulator = testSimulator({ hurry: 20 });

/** Emits items that JSON cannot write. */
const emitting = (items: readonly unknown[]): INodeType => ({
	description: new Source().description,
	execute: async () => [[...(items as INodeExecutionData[])]],
});

async function run(
	items: readonly unknown[],
	parameters: IDataObject = {},
	settings: WorkflowJson['settings'] = {},
) {
	const setup = setupFor(simulator.url);
	const types = { ...nodeTypes, 'test.source': emitting(items) };
	const workflow = { ...chainOfItems([], [submitting(parameters)]), settings };
	return await startWorkflow(workflow, { ...setup, nodeTypes: types }).done;
}

const uploaded = () => simulator.journal.uploads().map((one) => one.sha256);
const lines = (text: string, column: number, newline: string) =>
	(text.match(new RegExp(`.{1,${column}}`, 'g')) ?? []).join(newline);

describe('base64 in the item itself', () => {
	const big = jpeg({ scans: Array.from({ length: 30 }, () => noise(60_000)) });

	it.each<[string, (base64: string) => string]>([
		['in lines of 76 as e-mails have it', (text) => lines(text, 76, '\r\n')],
		['in lines of 60 as databases write it', (text) => `${lines(text, 60, '\n')}\n`],
		['in lines of 75', (text) => lines(text, 75, '\n')],
		['with blanks in it', (text) => ` ${lines(text, 1001, '  ')}`],
		['in the alphabet of URLs', (text) => text.replaceAll('+', '-').replaceAll('/', '_')],
		['without padding', (text) => text.replace(/=+$/, '')],
		['as a part of an address has it', encodeURIComponent],
		['as JSON within a text', (text) => lines(text, 76, '\\n').replaceAll('/', '\\/')],
		['as a data URI', (text) => `data:image/jpeg;base64,${text}`],
		['as a data URI in lines', (text) => `data:image/jpeg;base64,\n${lines(text, 76, '\n')}`],
	])('%s gives the bytes of the file', async (_, written) => {
		for (const bytes of [big, photo]) {
			const data = { data: written(bytes.toString('base64')), mimeType: 'image/jpeg' };
			const done = await run([{ json: {}, binary: { data } }]);
			expect(messageOf(done)).toBeUndefined();
			expect(uploaded().at(-1)).toBe(sha256(bytes));
		}
	});

	it('with a space for every "+", as a form makes it, gives the bytes of the file', async () => {
		const data = {
			data: big.toString('base64').replaceAll('+', ' '),
			mimeType: 'image/jpeg',
		};
		expect(messageOf(await run([{ json: {}, binary: { data } }]))).toBeUndefined();
		expect(uploaded()).toEqual([sha256(big)]);
	});
});

describe('an item that a Code node has made', () => {
	const data = { data: photo.toString('base64'), mimeType: 'image/png', fileName: 'photo.png' };
	const circular: Record<string, unknown> = { row: 1 };
	circular.self = circular;
	circular.list = [circular];

	it.each<[string, object]>([
		['null among its files', { json: {}, binary: { gone: null, data } }],
		['null in the place of the file that is named', { json: {}, binary: { data: null, x: data } }],
		['a file without a type', { json: {}, binary: { data: { data: data.data } } }],
		['a file with an empty id', { json: {}, binary: { data: { ...data, id: '' } } }],
		['a Buffer for a file', { json: {}, binary: { data: { ...data, data: photo } } }],
		['a Buffer as JSON', { json: {}, binary: { data: { ...data, data: photo.toJSON() } } }],
		['a circle in its json', { json: circular, binary: { data } }],
		['no json', { binary: { data } }],
	])('may have %s', async (_, item) => {
		const done = await run([item, { json: {}, binary: { data } }]);
		expect(messageOf(done)).toBeUndefined();
		expect(new Set(uploaded())).toEqual(new Set([sha256(photo)]));
		expect(simulator.journal.accepted()).toHaveLength(2);
	});

	it('may have null for all files: an address is sent, and "data" is refused in words', async () => {
		const image = 'https://example.com/a.png';
		expect(messageOf(await run([{ json: {}, binary: null }], { image }))).toBeUndefined();
		const done = await run([{ json: {}, binary: null }]);
		expect(messageOf(done)).toContain('the item has none');
		expect(simulator.journal.accepted()).toHaveLength(1);
	});
});

describe('the workflow setting Binary Mode: Combined', () => {
	it.each<[string, string]>([
		['data', 'data'],
		['Your Picture?', 'Your_Picture_'],
		['data', 'whatever'],
		['={{ $json._files.whatever }}', 'whatever'],
		['_files.whatever', 'whatever'],
	])('finds %s where n8n keeps it: in _files.%s', async (image, field) => {
		const store = await openBinaryStore();
		try {
			const place = { type: 'execution' as const, workflowId: 'w', executionId: 'e' };
			const service = Container.get(BinaryDataService);
			const meta = { data: '', mimeType: 'image/png', fileName: 'photo.png' };
			const stored = await service.store(place, photo, meta);
			const terms = await service.store(place, Buffer.from('%PDF-1.7'), {
				...meta,
				mimeType: 'application/pdf',
				fileName: 'terms.pdf',
			});
			const items = [{ json: {}, binary: { [field]: stored, terms } }];
			const done = await run(items, { image }, { binaryMode: 'combined' });
			// n8n itself has moved the files.
			const [seen] = outputOf(done, 'Source');
			expect(seen?.json).toMatchObject({ _files: { [field]: { id: stored.id } } });
			expect(seen?.binary).toBeUndefined();
			expect(messageOf(done)).toBeUndefined();
			expect(uploaded()).toEqual([sha256(photo)]);
			expect(jsonOf(outputOf(done, submitNode))).toHaveLength(1);
		} finally {
			store.close();
		}
	});

	it('lists the names there when none fits', async () => {
		const store = await openBinaryStore();
		try {
			const place = { type: 'execution' as const, workflowId: 'w', executionId: 'e' };
			const service = Container.get(BinaryDataService);
			const meta = { data: '', mimeType: 'image/png', fileName: 'photo.png' };
			const front = await service.store(place, photo, meta);
			const back = await service.store(place, png(400, 400), meta);
			const done = await run(
				[{ json: {}, binary: { front, back } }],
				{},
				{ binaryMode: 'combined' },
			);
			expect(messageOf(done)).toContain("isn't a file of this item");
			expect(done.data.resultData.error?.description).toContain('front or back');
			expect(simulator.journal.submits()).toEqual([]);
		} finally {
			store.close();
		}
	});
});
