/** The record that a request is checked against: the catalogue's, the live one, or none. */
import { findModel } from '../../../seedance/models';
import type { ModelList } from '../../../seedance/api/models';
import { chooseRecord } from '../../../seedance/request/liveModel';
import { liveList } from '../../support/models/editorModelList';

const mode = 'text-to-video';
const known = 'bytedance/seedance-2.0/text-to-video';
const unlisted = 'bytedance/seedance-9/text-to-video';
const schema = { properties: { prompt: { type: 'string' } } };

const choose = (id: string, list?: ModelList, choice: 'automatic' | 'builtIn' = 'automatic') =>
	chooseRecord(id, mode, choice, list);
const listOf = (id: string, type = mode as string) => liveList([{ id, type, schema }]);

describe('chooseRecord', () => {
	const builtIn = findModel(known);
	const live = { id: known, confidence: 'live' };

	it('takes the catalogue where the list is missing, or says nothing of the model', () => {
		for (const list of [undefined, liveList([]), liveList([{ id: known, type: mode }])]) {
			expect(choose(known, list)).toEqual({ kind: 'known', builtIn, record: builtIn });
		}
	});

	it('takes the live record of a model of the catalogue', () => {
		expect(choose(known, listOf(known))).toMatchObject({
			kind: 'known',
			builtIn: { confidence: builtIn?.confidence },
			record: live,
			live,
		});
	});

	it('takes the catalogue with Schema: Built-In, and the live record for its price', () => {
		const choice = choose(known, listOf(known), 'builtIn');
		expect(choice).toMatchObject({ kind: 'known', live });
		expect(choice.kind === 'known' && choice.record).toBe(builtIn);
	});

	it('takes the live record of a model outside the catalogue', () => {
		const record = { id: unlisted, confidence: 'live' };
		expect(choose(unlisted, listOf(unlisted))).toMatchObject({
			kind: 'listed',
			record,
			live: record,
		});
		expect(choose(unlisted, listOf(unlisted, ''))).toMatchObject({ kind: 'listed', record });
		expect(choose('a/b', listOf('a/b', ''))).toMatchObject({ kind: 'listed' });
	});

	it('takes a model outside the catalogue as it is without a schema', () => {
		for (const list of [undefined, liveList([]), liveList([{ id: unlisted, type: mode }])]) {
			expect(choose(unlisted, list)).toEqual({ kind: 'unlisted', id: unlisted });
		}
		const record = { id: unlisted, confidence: 'live' };
		expect(choose(unlisted, listOf(unlisted), 'builtIn')).toMatchObject({
			kind: 'unlisted',
			id: unlisted,
			live: record,
		});
	});

	it('takes an ID of an unusual form only where it is listed', () => {
		expect(choose('Vendor/Model', listOf('Vendor/Model'))).toMatchObject({ kind: 'listed' });
		expect(choose('Vendor/Model', listOf(unlisted))).toEqual({ kind: 'malformed' });
		expect(choose('Vendor/Model')).toEqual({ kind: 'malformed' });
	});

	it('refuses a listed model of the other mode', () => {
		const id = 'bytedance/seedance-9/image-to-video';
		expect(choose(id, listOf(id, 'image-to-video'))).toMatchObject({
			kind: 'wrongMode',
			record: { id, mode: 'image-to-video' },
		});
		const other = 'bytedance/seedance-2.0/image-to-video';
		expect(choose(other, listOf(other))).toEqual({ kind: 'wrongMode', record: findModel(other) });
	});
});
