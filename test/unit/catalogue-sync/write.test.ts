/** `catalogue:sync -- --write`: a new model is one file, made from the API's list. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { records } from '../../../seedance/models/records';
import { startSimulator } from '../../../simulator';
import type { SimulatorOptions } from '../../../simulator';
import { recordSchema } from '../../support/recordSchema';
import { key, run } from '../../support/catalogueSync/runs';

const folder = mkdtempSync(path.join(tmpdir(), 'catalogue-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes what a simulator lists into a folder of its own. */
async function write(options: SimulatorOptions) {
	for (const file of readdirSync(folder)) rmSync(path.join(folder, file));
	const simulator = await startSimulator({ apiKeys: [key], ...options });
	const words = ['--base-url', simulator.url, '--write'];
	const { stdout } = await run(words, { WAVESPEED_API_KEY: key }, folder).finally(
		async () => await simulator.stop(),
	);
	const files = readdirSync(folder);
	const read = (file: string): unknown => JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
	return { stdout, files, records: files.map((file) => recordSchema.parse(read(file))) };
}

const flash = {
	id: 'bytedance/seedance-9.5-flash/text-to-video-turbo',
	name: 'Bytedance Seedance 9.5 Flash Text To Video Turbo',
	type: 'text-to-video',
	schema: {
		type: 'object',
		properties: {
			prompt: { type: 'string', title: 'Prompt', description: 'What happens', minLength: 1 },
			duration: {
				type: 'integer',
				title: 'Duration',
				description: 'Seconds',
				default: 5,
				minimum: 4,
				maximum: 30,
			},
		},
		required: ['prompt'],
		'x-order-properties': ['duration', 'prompt'],
	},
};

it('writes nothing where nothing differs', async () => {
	const { files, stdout } = await write({});
	expect(files).toEqual([]);
	expect(stdout).toContain('Written:\n  nothing');
});

it('makes a file of a new model, in the API words and order, and asks what it cannot know', async () => {
	const { files, records, stdout } = await write({ liveModels: [flash] });
	expect(files).toEqual(['bytedance__seedance-9.5-flash__text-to-video-turbo.json']);
	expect(records[0]).toMatchObject({
		id: flash.id,
		displayName: 'Seedance 9.5 Flash Text To Video Turbo',
		mode: 'text-to-video',
		generation: '9.5',
		tier: 'flash-turbo',
		confidence: 'live',
		request_schema: {
			properties: flash.schema.properties,
			required: ['prompt'],
			'x-order-properties': ['duration', 'prompt'],
		},
	});
	expect(Object.keys(records[0]?.request_schema?.properties ?? {})).toEqual(['duration', 'prompt']);
	expect(stdout).toContain(`${flash.id}: is "Seedance 9.5 Flash Text To Video Turbo" a good name`);
});

it('asks for the mode where the list does not say one that we know', async () => {
	const odd = { ...flash, id: 'bytedance/seedance-9.5/sing', type: 'singing' };
	const { stdout, records } = await write({ liveModels: [odd] });
	expect(stdout).toContain('which mode? The list says "singing"');
	expect(records[0]?.notOfferedBecause).toBeDefined();
});

it('gives a changed model the schema of today and keeps our facts', async () => {
	const id = 'bytedance/seedance-2.0-fast/text-to-video-turbo';
	const { files, records } = await write({ liveModels: [{ ...flash, id }] });
	expect(files).toEqual(['bytedance__seedance-2.0-fast__text-to-video-turbo.json']);
	expect(records[0]).toMatchObject({
		displayName: 'Seedance 2.0 Fast Turbo Text to Video',
		tier: 'fast-turbo',
		price: { fromUsd: 0.6 },
		request_schema: { properties: flash.schema.properties },
	});
});

it('leaves the file alone of a model that differs by its price only, and asks about that', async () => {
	const id = 'bytedance/seedance-2.0-fast/text-to-video-turbo';
	const record = records.find((one) => one.id === id);
	const schema = { ...record?.request_schema };
	const { files, stdout } = await write({
		liveModels: [{ id, name: 'Turbo', type: 'text-to-video', basePriceUsd: 9, schema }],
	});
	expect(files).toEqual([]);
	expect(stdout).toContain(`${id}: the list's least price is $9, ours $0.6.`);
});

it('leaves a record alone that follows a model document, and asks about models that are gone', async () => {
	const gone = 'bytedance/seedance-2.5/text-to-video';
	const { files, stdout } = await write({ schemas: 'current', retired: [gone] });
	expect(files).toEqual([]);
	expect(stdout).toContain('its model document binds the record');
	expect(stdout).toContain(`${gone}: not in the list any more`);
});
