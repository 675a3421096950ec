/** check:models must be able to fail: every kind of wrong value in a node is found, and nothing else. */
import type { INodeProperties } from 'n8n-workflow';
import { compare } from '../../../scripts/check-models/compare';
import { parseDocument } from '../../../scripts/check-models/parse-document';
import {
	files,
	inNode,
	objections,
	objectionsAfter,
	sides,
} from '../../support/checkModels/alterations';
import { readByHand } from '../../support/models/documents';

const { proI2v, liteI2v, pro15, seedance2, liteT2v } = files;

const limit = (limits: INodeProperties['typeOptions']) => (field: INodeProperties) => {
	field.typeOptions = { ...field.typeOptions, ...limits };
};
const set = (changes: Partial<INodeProperties>) => (field: INodeProperties) => {
	Object.assign(field, changes);
};
const asText = (field: INodeProperties) => {
	if (field.options) field.options = field.options.map(({ name }) => ({ name, value: name }));
};
const never = { hide: { '/model': [{ _cnd: { not: '' } }] } };
const none = { name: 'None', value: '' };

describe('compare, for every document', () => {
	it.each(readByHand)('has nothing to object for $model', ({ file, parameters }) => {
		const all = sides(file);
		expect(objections(all)).toEqual([]);
		const rows = compare(parseDocument(all.text), all.description, all.record);
		expect(rows.map(({ parameter }) => parameter)).toEqual(parameters.map(([name]) => name));
	});
});

describe('compare finds one wrong value in a field', () => {
	it.each([
		['type', proI2v, 'seed', set({ type: 'string' })],
		['type', proI2v, 'seed', limit({ numberPrecision: 2 })],
		['type', pro15, 'cameraFixed', set({ type: 'string' })],
		['required', liteT2v, 'prompt', set({ required: false })],
		['required', proI2v, 'lastImage', set({ required: true })],
		['default', pro15, 'resolution', set({ default: '480p' })],
		['default', liteT2v, 'duration', set({ default: 6 })],
		['default', pro15, 'generateAudio', set({ default: false })],
		['default', liteT2v, 'prompt', set({ default: 'A fox' })],
		['default', proI2v, 'lastImage', set({ default: 'data' })],
		['default', proI2v, 'image', set({ default: 'picture' })],
		['range', pro15, 'duration', limit({ minValue: 3 })],
		['range', pro15, 'seed', limit({ maxValue: 9 })],
		['range', proI2v, 'duration', limit({ minValue: 2, maxValue: 12 })],
		['choices', seedance2, 'duration', (field: INodeProperties) => field.options?.pop()],
		['choices', liteI2v, 'aspectRatio', (field: INodeProperties) => field.options?.reverse()],
		['choices', liteT2v, 'aspectRatio', (field: INodeProperties) => field.options?.push(none)],
		['maxLength', liteI2v, 'prompt', set({ description: 'At most 200 characters.' })],
		['maxLength', liteI2v, 'prompt', set({ description: 'What happens' })],
		['maxLength', liteT2v, 'prompt', set({ description: 'At most 2,000 characters.' })],
		[
			'maxItems',
			seedance2,
			'images',
			set({ description: 'Up to 5 images, one per line or a list.' }),
		],
	] as const)('%s (%s, %s)', (aspect, file, name, change) => {
		const parameter = name.replace(/[A-Z]/, (letter) => `_${letter.toLowerCase()}`);
		const found = objectionsAfter(
			file,
			inNode(name, (field) => void change(field)),
		);
		expect(found).toEqual([`${parameter}: node ${aspect}`]);
	});

	it('choices that are text instead of numbers', () => {
		expect(objectionsAfter(proI2v, inNode('duration', asText))).toEqual([
			'duration: node type',
			'duration: node choices',
		]);
	});

	it('a list that takes one entry only', () => {
		const single = set({ description: 'One picture' });
		expect(objectionsAfter(seedance2, inNode('images', single))).toEqual([
			'images: node type',
			'images: node maxItems',
		]);
	});
});

describe('compare finds a field', () => {
	it('by another name', () => {
		expect(objectionsAfter(pro15, inNode('lastImage', set({ name: 'endImage' })))).toEqual([
			'last_image: node has no field',
			'endImage: node has it, the document does not',
		]);
	});

	it('hidden for the model', () => {
		expect(objectionsAfter(pro15, inNode('seed', set({ displayOptions: never })))).toEqual([
			'seed: node has no field',
		]);
	});

	it('shown twice', () => {
		const found = objectionsAfter(pro15, ({ description }) => {
			description.properties.push({ displayName: 'A', name: 'seed', type: 'number', default: 1 });
		});
		expect(found).toEqual(['seed: node shows 2 fields']);
	});

	it('that the document does not have', () => {
		const found = objectionsAfter(seedance2, ({ description }) => {
			description.properties.push({ displayName: 'FPS', name: 'fps', type: 'number', default: 24 });
		});
		expect(found).toEqual(['fps: node has it, the document does not']);
	});
});
