/** check:models must be able to fail: on a wrong catalogue record, and on a document that changed. */
import { table } from '../../../scripts/check-models/table';
import type { Parameter } from '../../../seedance/models';
import { files, inRecord, inText, objectionsAfter } from '../../support/checkModels/alterations';

const { proI2v, liteI2v, pro15, seedance2, liteT2v } = files;
const description = '';
const twelveSeconds = {
	type: 'integer',
	default: 5,
	minimum: 5,
	maximum: 12,
	description,
} as const;
const picture = { type: 'string', 'x-accept': 'image/*' } as const;

describe('compare finds one wrong value in a record', () => {
	it.each<[string, string, string, Parameter]>([
		['type', liteT2v, 'prompt', { type: 'boolean', description }],
		['default', liteT2v, 'camera_fixed', { type: 'boolean', default: true, description }],
		['default', liteT2v, 'camera_fixed', { type: 'boolean', description }],
		['range', liteT2v, 'duration', twelveSeconds],
		[
			'choices',
			seedance2,
			'duration',
			{ type: 'integer', default: 5, enum: [5, 15, 10], description },
		],
		['choices', pro15, 'aspect_ratio', { type: 'string', enum: ['16:9'], description }],
		['maxLength', liteI2v, 'prompt', { type: 'string', maxLength: 2001, description }],
		['maxLength', pro15, 'prompt', { type: 'string', maxLength: 2000, description }],
		[
			'maxItems',
			seedance2,
			'images',
			{ type: 'array', default: [], maxItems: 9, items: picture, description },
		],
	])('%s (%s, %s)', (aspect, file, name, parameter) => {
		const found = objectionsAfter(file, inRecord({ [name]: parameter }));
		expect(found).toEqual([`${name}: catalogue ${aspect}`]);
	});

	it('required', () => {
		expect(objectionsAfter(pro15, inRecord({}, ['image']))).toEqual(['prompt: catalogue required']);
	});

	it('a parameter missing', () => {
		const found = objectionsAfter(pro15, (all) => {
			const rest = Object.entries(all.record.parameters).filter(([name]) => name !== 'seed');
			all.record = { ...all.record, parameters: Object.fromEntries(rest) };
		});
		expect(found).toEqual(['seed: catalogue has no such parameter']);
	});

	it('a parameter too many', () => {
		const fps: Parameter = { type: 'boolean', description };
		expect(objectionsAfter(pro15, inRecord({ fps }))).toEqual([
			'fps: catalogue has it, the document does not',
		]);
	});
});

describe('compare notices that a document says something else', () => {
	it.each([
		['maxLength', proI2v, 'prompt', 'max length 2000', 'max length 1999'],
		['default', liteI2v, 'duration', 'No52, 3', 'No62, 3'],
		['range', liteT2v, 'duration', '5 ~ 10', '5 ~ 12'],
		['choices', pro15, 'resolution', '720p, 480p', '720p, 480p, 1080p'],
		['required', seedance2, 'prompt', 'prompt | string | Yes', 'prompt | string | No'],
		['maxItems', seedance2, 'images', '(up to 4) to', '(up to 6) to'],
	])('%s (%s, %s)', (aspect, file, name, from, to) => {
		expect(objectionsAfter(file, inText(from, to))).toEqual([
			`${name}: node ${aspect}`,
			`${name}: catalogue ${aspect}`,
		]);
	});

	it('a parameter by another name', () => {
		expect(objectionsAfter(pro15, inText('| seed |', '| fps |'))).toEqual([
			'fps: node has no field',
			'fps: catalogue has no such parameter',
			'seed: node has it, the document does not',
			'seed: catalogue has it, the document does not',
		]);
	});
});

describe('table', () => {
	it('says ok or MISMATCH in every row', () => {
		const row = { model: 'm', document: 'integer', node: 'string' };
		const text = table([
			{ ...row, parameter: 'seed', mismatches: ['node type', 'catalogue default'] },
			{ ...row, parameter: 'prompt', document: 'string', mismatches: [] },
		]);
		expect(text.split('\n')).toEqual([
			'  Parameter  Document says  Node says',
			'  seed       integer        string     MISMATCH: node type; catalogue default',
			'  prompt     string         string     ok',
		]);
	});
});
