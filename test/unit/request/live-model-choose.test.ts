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
		const image = { kind: 'wrongMode', id, node: 'image-to-video' };
		expect(choose(id, listOf(id, 'image-to-video'))).toEqual(image);
		expect(choose(id, listOf(id, 'image-to-video'), 'builtIn')).toEqual(image);
		expect(choose(id, liveList([{ id, type: 'image-to-video' }]))).toEqual(image);
		const other = 'bytedance/seedance-2.0/image-to-video';
		expect(choose(other, listOf(other))).toEqual({ ...image, id: other });
	});

	it.each([
		['image-to-video', 'image-to-video'],
		['reference-to-video', 'image-to-video'],
		['digital-human', 'image-to-video'],
		['video-to-video', 'video-to-video'],
		['video-extend', 'video-to-video'],
		['motion-control', 'video-to-video'],
	])('sends a listed model of the type %s to %s', (type, node) => {
		const id = 'bytedance/seedance-9/new';
		expect(choose(id, listOf(id, type))).toEqual({ kind: 'wrongMode', id, node });
	});

	it('takes a listed model of a type that no node is for, and what is not listed', () => {
		const id = 'bytedance/seedance-9/image-to-video';
		expect(choose('a/b', listOf('a/b', 'text-to-audio'))).toMatchObject({ kind: 'listed' });
		expect(choose(id)).toEqual({ kind: 'unlisted', id });
	});

	describe('a model of which the catalogue knows only the name', () => {
		const id = 'bytedance/seedance-2.5-flash/video-edit';

		it('is not offered without the list, or with Schema: Built-In', () => {
			expect(choose(id)).toMatchObject({ kind: 'notOffered' });
			expect(choose(id, listOf(id, 'video-to-video'), 'builtIn')).toMatchObject({
				kind: 'notOffered',
			});
		});

		it('is taken with the parameters that the list tells, by its node', () => {
			const list = listOf(id, 'video-to-video');
			expect(choose(id, list)).toEqual({ kind: 'wrongMode', id, node: 'video-to-video' });
			expect(chooseRecord(id, 'video-to-video', 'automatic', list)).toMatchObject({
				kind: 'listed',
				record: { id, mode: 'video-edit', confidence: 'live' },
			});
		});
	});
});
