/** A new model is one file: with it alone, everything knows the model. */
import path from 'node:path';
import type * as FileSystem from 'node:fs';
import { fieldsOf } from '../../../scripts/check-models/visible-fields';
import { modelsBlock } from '../../../scripts/docs/modelsBlock';
import { parametersPage } from '../../../scripts/docs/parametersPage';
import { searchModels } from '../../../nodes/shared/actions/modelPicker';
import { advanced } from '../../../nodes/shared/descriptions/modelFields';
import { submitProperties } from '../../../nodes/shared/descriptions/panels';
import { planSubmit } from '../../../seedance/request/planSubmit';
import { startSimulator } from '../../../simulator';
import { newModel } from '../../support/newModel';
import type * as Added from '../../support/newModel';

jest.mock('node:fs', () => {
	const real = jest.requireActual<typeof FileSystem>('node:fs');
	const added = jest.requireActual<typeof Added>('../../support/newModel');
	const isCatalogue = (folder: unknown) => String(folder).endsWith('/seedance/models/catalogue');
	return {
		...real,
		readdirSync: (folder: string, ...rest: []) =>
			isCatalogue(folder)
				? [...real.readdirSync(folder), added.newModelFile]
				: real.readdirSync(folder, ...rest),
		readFileSync: (file: string, ...rest: [BufferEncoding]) =>
			path.basename(String(file)) === added.newModelFile
				? JSON.stringify(added.newModel)
				: real.readFileSync(file, ...rest),
	};
});

const { id } = newModel;

it('it is first in the picker, as the newest generation', () => {
	expect(searchModels('text-to-video').results[0]).toMatchObject({ value: id });
});

it('the panel has its fields, a parameter that no other model has among them', () => {
	const fields = submitProperties('text-to-video');
	const duration = fields.find(({ name, default: preset }) => name === 'duration' && preset === 7);
	expect(duration?.typeOptions).toMatchObject({ minValue: 6, maxValue: 77 });
	expect(fieldsOf(advanced('text-to-video'))).toContainEqual(
		expect.objectContaining({
			name: 'moodSwing',
			default: 'calm',
			description: 'How the mood moves',
		}),
	);
});

it('its values are checked before a submit', () => {
	const plan = (fields: object) =>
		planSubmit('text-to-video', { model: id, fields: { prompt: 'a fox', ...fields } });
	expect(plan({ duration: '77', mood_swing: 'WILD' })).toMatchObject({
		ok: true,
		request: { body: { prompt: 'a fox', duration: 77, mood_swing: 'wild' } },
	});
	expect(plan({ duration: 5 })).toMatchObject({
		ok: false,
		problem: { cause: 'parameterRefused' },
	});
});

it('the docs have it in their table and on their page', () => {
	expect(modelsBlock()).toContain('`seedance-9.9/text-to-video`');
	expect(parametersPage(new Set())).toContain('| `mood_swing` | Mood Swing |');
});

it('the simulator lists it, checks it and makes its videos', async () => {
	const simulator = await startSimulator({ apiKeys: ['k'] });
	try {
		const post = async (body: object) =>
			await fetch(`${simulator.url}/api/v3/${id}`, {
				method: 'POST',
				headers: { authorization: 'Bearer k', 'content-type': 'application/json' },
				body: JSON.stringify(body),
			});
		expect((await post({ prompt: 'a fox', duration: 77 })).status).toBe(200);
		expect((await post({ prompt: 'a fox', duration: 78 })).status).toBe(400);
		const list = await fetch(`${simulator.url}/api/v3/models`, {
			headers: { authorization: 'Bearer k' },
		});
		expect(await list.text()).toContain(id);
	} finally {
		await simulator.stop();
	}
});
