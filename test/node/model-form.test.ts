/** The form for a model that only the API's own list has: asked for, filled in and run. */
import { NodeHelpers } from 'n8n-workflow';
import type { IDataObject, INode, ResourceMapperField } from 'n8n-workflow';
import { noSchema } from '../../nodes/shared/descriptions/modelFields';
import { startSimulator } from '../../simulator';
import type { LiveModel, Simulator } from '../../simulator';
import { nodeTypes, runChain, seedance } from './bench';
import { byId, openEditor } from './editor';
import type { Panel } from './editor';

const text = { type: 'string' };
const newest: LiveModel = {
	id: 'bytedance/seedance-9/text-to-video',
	name: 'Seedance 9 Text to Video',
	type: 'text-to-video',
	schema: {
		type: 'object',
		properties: {
			prompt: { ...text, maxLength: 500 },
			duration: { type: 'integer', minimum: 4, maximum: 30, default: 6 },
			resolution: { ...text, enum: ['720p', '4k'], default: '720p' },
			fps: { type: 'integer', enum: [24, 60] },
			style: text,
			loop: { type: 'boolean' },
			seed: { type: 'integer', minimum: -1, maximum: 2147483647, default: -1 },
			loras: { type: 'array', items: text, maxItems: 3 },
			secret_sauce: { ...text, 'x-hidden': true },
		},
		required: ['prompt', 'style', 'duration'],
	},
};

/** What the editor keeps of a form when a person has only given these values (ResourceMapper.vue). */
function filled(fields: readonly ResourceMapperField[], given: IDataObject = {}) {
	const shown = fields.filter(({ removed }) => removed !== true);
	const presets = shown.flatMap(({ id, type, defaultValue }) => {
		const preset = defaultValue ?? (type === 'boolean' ? false : undefined);
		return preset === undefined ? [] : [[id, preset] as const];
	});
	const schema = fields.map((field) => (field.id in given ? { ...field, removed: false } : field));
	const value = { ...Object.fromEntries(presets), ...given };
	return { mappingMode: 'defineBelow', value, matchingColumns: [], schema };
}

describe('the form for a model that only the list has', () => {
	let simulator: Simulator;
	let account = 0;
	// Each test has an account of its own, as the nodes keep the list of one for an hour.
	const credential = () => ({ apiKey: `key-for-tests-${account}` });
	beforeEach(async () => {
		account += 1;
		simulator = await startSimulator({
			apiKeys: [credential().apiKey],
			liveModels: [newest],
			taskMs: 20,
		});
	});
	afterEach(async () => await simulator.stop());

	const form = async (panel: Panel = {}) => {
		const parameters = { model: byId(newest.id), ...panel.parameters };
		return await openEditor(simulator.url, {
			credential: credential(),
			...panel,
			parameters,
		}).form();
	};

	it('has a field for each parameter that the panel has none for', async () => {
		const { fields, emptyFieldsNotice } = await form();
		const labels = fields.map(({ displayName, type, removed }) => [displayName, type, !removed]);
		expect(labels).toEqual([
			['Duration (4 to 30)', 'number', true],
			['Resolution', 'options', true],
			['Fps', 'options', false],
			['Style', 'string', true],
			['Loop', 'options', false],
			['Seed (-1 to 2147483647)', 'number', false],
			['Loras (max 3, JSON list)', 'array', false],
		]);
		expect(emptyFieldsNotice).toBeUndefined();
	});

	it('is the one of the model that an expression came to, as the editor asks for it', async () => {
		// The editor works expressions out before it asks; see resolveRequiredParameters there.
		const { fields } = await form({ parameters: { model: ` ${newest.id} ` } });
		expect(fields.map(({ id }) => id)).toContain('fps');
	});

	it('complains in the editor of what is missing, and of nothing else', async () => {
		const { fields } = await form();
		const node = nodeTypes['n8n-nodes-seedance.seedanceTextToVideo'];
		const issues = (given: IDataObject) => {
			const modelParameters = filled(fields, given);
			const parameters = { model: byId(newest.id), prompt: 'A fox', modelParameters };
			const { properties } = node.description;
			const found = NodeHelpers.getNodeParametersIssues(
				properties,
				{ name: 'Node', parameters } as unknown as INode,
				node.description,
			);
			// n8n has an empty list for the form as a whole besides.
			const all = Object.entries(found?.parameters ?? {});
			return all.flatMap(([name, messages]) => (messages.length === 0 ? [] : [name]));
		};
		expect(issues({})).toEqual(['modelParameters.style']);
		expect(issues({ style: 'noir', fps: 60, loras: '["a"]' })).toEqual([]);
		expect(issues({ style: 'noir', fps: '60' })).toEqual(['modelParameters.fps']);
	});

	it('says why there is none where the list cannot be had', async () => {
		const { fields, emptyFieldsNotice } = await form({ credential: null });
		expect(fields).toEqual([]);
		expect(emptyFieldsNotice).toContain('credential');
		expect(simulator.journal.requests).toEqual([]);
	});

	it('says so where the list does not have the model', async () => {
		const parameters = { model: byId('bytedance/seedance-10/text-to-video') };
		expect((await form({ parameters })).emptyFieldsNotice).toBe(noSchema);
	});

	it('is left alone where it is there and the list cannot be had', async () => {
		const { fields } = await form();
		const parameters = { modelParameters: filled(fields) };
		const asked = form({ parameters, credential: { apiKey: 'another' } });
		await expect(asked).rejects.toThrow("Couldn't load");
	});

	it('is drawn again for a model of the catalogue while the list cannot be had', async () => {
		const { fields } = await form();
		const parameters = {
			model: byId('bytedance/seedance-v1.5-pro/text-to-video'),
			modelParameters: filled(fields),
		};
		const again = await form({ parameters, credential: { apiKey: 'another' } });
		expect(again.fields.map(({ id }) => id)).toContain('camera_fixed');
	});

	it('is submitted as it was filled in', async () => {
		const { fields } = await form();
		const given = { style: 'noir', fps: 60, loop: true, loras: '["a", "b"]' };
		const parameters = {
			model: byId(newest.id),
			prompt: 'A fox',
			modelParameters: filled(fields, given),
			return: 'taskId',
		};
		const step = seedance('seedanceTextToVideo', parameters);
		const run = await runChain(simulator.url, [{}], [step], credential());
		expect(run.data.resultData.error).toBeUndefined();
		expect(simulator.journal.accepted().map(({ body }) => body)).toEqual([
			{
				prompt: 'A fox',
				duration: 6,
				resolution: '720p',
				style: 'noir',
				fps: 60,
				loop: true,
				loras: ['a', 'b'],
			},
		]);
	});
});
