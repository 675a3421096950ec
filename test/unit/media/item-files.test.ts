/** The files of an item, found the way people name them. */
import type { IBinaryData, IDataObject } from 'n8n-workflow';
import { BinaryFiles } from '../../../nodes/shared/media/itemFiles';

const file = (fileName: string, mimeType = 'image/png'): IBinaryData => ({
	data: Buffer.from(fileName).toString('base64'),
	mimeType,
	fileName,
});
const filesOf = (binary: Record<string, IBinaryData>, json: IDataObject = {}) =>
	new BinaryFiles({ json, binary });
const pdf = file('terms.pdf', 'application/pdf');

describe('a name', () => {
	const two = { photo: file('1.png'), logo: file('2.png'), terms: pdf };

	it('is that of a binary field', () => {
		expect(filesOf(two).find('photo', 'image', false)).toEqual(['photo']);
	});

	it('is that of a form field, as n8n’s Form Trigger makes binary fields of labels', () => {
		const files = filesOf({ Your_Picture__: file('1.png'), other: file('2.png') });
		expect(files.find('Your Picture?!', 'image', false)).toEqual(['Your_Picture__']);
	});

	it('stands for all files of a form field for several', () => {
		const files = filesOf({ Photos_0: file('1.png'), Photos_1: file('2.png'), Photos: pdf });
		expect(
			filesOf({ Photos_0: file('1'), Photos_10: file('2') }).find('Photos', 'image', true),
		).toEqual(['Photos_0', 'Photos_10']);
		// A field of just that name is meant first.
		expect(files.find('Photos', 'image', true)).toEqual(['Photos']);
	});

	it('that is none stands for the only file of its kind', () => {
		const files = filesOf({ upload: file('1.png'), terms: pdf });
		expect(files.find('data', 'image', false)).toEqual(['upload']);
		expect(files.find('data', 'video', false)).toEqual([]);
		expect(filesOf({ terms: pdf }).find('data', 'image', false)).toEqual(['terms']);
		expect(filesOf(two).find('data', 'image', false)).toEqual([]);
	});

	it('may be several with commas between, where a list is meant', () => {
		expect(filesOf(two).find('photo, logo', 'image', true)).toEqual(['photo', 'logo']);
		expect(filesOf(two).find('photo, logo', 'image', false)).toEqual([]);
		expect(filesOf(two).find('photo, nothing', 'image', true)).toEqual([]);
		const odd = filesOf({ 'a, b': file('1.png'), b: file('2.png') });
		expect(odd.find('a, b', 'image', true)).toEqual(['a, b']);
	});

	it('is a path to a file in the json, where n8n is set to keep them there', () => {
		const files = filesOf({}, { form: { photo: { ...file('1.png') } } });
		expect(files.find('form.photo', 'image', false)).toEqual(['form.photo']);
		expect(files.get('form.photo')?.fileName).toBe('1.png');
	});

	it.each(['form.constructor', 'form.photo.data', 'photo', 'form'])(
		'%s is no such path',
		(path) => {
			const files = filesOf({}, { form: { photo: { ...file('1.png') } } });
			expect(files.find(path, 'image', false)).toEqual([]);
		},
	);

	it.each(['constructor', '__proto__', 'toString', ''])('%j is no file by chance', (name) => {
		expect(filesOf(two).find(name, 'image', false)).toEqual([]);
	});
});

describe('a file that an expression gives', () => {
	const photo = file('1.png');

	it('goes by the name of its field', () => {
		expect(filesOf({ photo, logo: file('2.png') }).withNames({ ...photo })).toBe('photo');
		const stored = { ...photo, data: 'filesystem-v2', id: 'filesystem-v2:1' };
		const other = { ...stored, id: 'filesystem-v2:2' };
		expect(filesOf({ other, photo: stored }).withNames({ ...stored })).toBe('photo');
	});

	it('may be one of another node, and goes by its file name', () => {
		const files = filesOf({ logo: file('2.png') });
		expect(files.withNames(photo)).toBe('1.png');
		expect(files.get('1.png')).toEqual(photo);
		expect(files.withNames(file('2.png', 'image/jpeg'))).toBe('logo');
	});

	it('keeps apart files of the same name', () => {
		const files = filesOf({});
		const same = { ...photo, data: 'b3RoZXI=' };
		expect(files.withNames([photo, same])).toEqual(['1.png', '1.png (1)']);
		expect(files.get('1.png (1)')).toEqual(same);
	});

	it('is found by what a form’s json says of it', () => {
		const files = filesOf({ Photo: photo, terms: pdf });
		const json = { filename: '1.png', mimetype: 'image/png', size: 3 };
		expect(files.withNames(json)).toBe('Photo');
		expect(files.withNames([json])).toEqual(['Photo']);
		expect(files.withNames({ ...json, filename: 'x' })).toEqual({ ...json, filename: 'x' });
	});

	it('is found by what n8n’s expressions tell of it, if that is plain', () => {
		const { fileName, mimeType } = photo;
		expect(filesOf({ photo, terms: pdf }).withNames({ fileName, mimeType })).toBe('photo');
		const twice = filesOf({ photo, same: { ...photo } });
		expect(twice.withNames({ fileName, mimeType })).toEqual({ fileName, mimeType });
		const stored = filesOf({
			photo: { ...photo, data: 'filesystem-v2', id: 'filesystem-v2:1' },
			same: { ...photo, data: 'filesystem-v2', id: 'filesystem-v2:2' },
		});
		expect(stored.withNames({ fileName, mimeType, id: 'filesystem-v2:2' })).toBe('same');
	});

	it.each([
		['text', 'https://example.com/a.png'],
		['nothing', undefined],
		['null', null],
		['an attachment of Airtable', { id: 'att1', url: 'https://example.com/a.png', filename: 'a' }],
		['a file of Google Drive’s', { id: '1AbC', mimeType: 'image/png', name: '1.png' }],
		['a number', 7],
		['a list of texts', ['a', 'b']],
	])('leaves %s as it is', (_, value) => {
		expect(filesOf({ photo }).withNames(value)).toEqual(value);
	});
});
