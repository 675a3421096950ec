/** The files of an item, found the way people name them. */
import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { BinaryFiles } from '../../../nodes/shared/n8n/files';

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

describe('a name of the preset field', () => {
	const clip = file('clip.mp4', 'video/mp4');
	const photo = file('1.png');

	it.each<[string, IBinaryData]>([
		['a PDF', pdf],
		['a video', clip],
		['a document by its name only', { ...pdf, mimeType: 'application/octet-stream' }],
		['a text', file('notes.txt', 'text/plain')],
	])('that holds %s stands for the only picture', (_, data) => {
		expect(filesOf({ data, upload: photo }).find('data', 'image', false)).toEqual(['upload']);
		expect(filesOf({ data, upload: photo }).find('data', 'image', true)).toEqual(['upload']);
		// Without another image, or with two, its bytes are checked and refused.
		expect(filesOf({ data, terms: pdf }).find('data', 'image', false)).toEqual(['data']);
		const two = { data, a: photo, b: photo };
		expect(filesOf(two).find('data', 'image', false)).toEqual(['data']);
	});

	it('that may hold a picture stands for itself', () => {
		const unnamed = { ...photo, fileName: 'scan', mimeType: 'application/octet-stream' };
		for (const data of [photo, unnamed, { ...unnamed, mimeType: '' }]) {
			expect(filesOf({ data, upload: photo }).find('data', 'image', false)).toEqual(['data']);
		}
	});

	it('is the only one that another file is taken for: other names were chosen by a person', () => {
		const files = filesOf({ chosen: pdf, upload: photo });
		expect(files.find('chosen', 'image', false)).toEqual(['chosen']);
	});
});

describe('a name of a file', () => {
	const files = filesOf({ a: file('front view.png'), b: file('Seite%202.png'), c: pdf });

	it.each([
		['front view.png', 'a'],
		['front%20view.png', 'a'],
		['Seite 2.png', 'b'],
		['terms.pdf', 'c'],
	])('%s stands for the field that holds it', (name, field) => {
		expect(files.find(name, 'image', false)).toEqual([field]);
	});

	it('that two fields hold stands for none', () => {
		const twice = filesOf({ a: file('1.png'), b: file('1.png') });
		expect(twice.find('1.png', 'image', false)).toEqual([]);
	});
});

describe('what is no file among the binary fields', () => {
	const odd = (binary: unknown, json: IDataObject = {}) => {
		const item: unknown = { json, binary };
		return new BinaryFiles(item as INodeExecutionData);
	};

	it.each<[string, unknown]>([
		['null for all of them', null],
		['null for one', { gone: null }],
		['undefined for one', { gone: undefined }],
		['a text', { gone: 'photo.png' }],
		['a number', { gone: 7 }],
		['a list', { gone: [] }],
		['an object without content', { gone: { mimeType: 'image/png' } }],
		['a list of fields', []],
		['a text for all of them', 'photo.png'],
	])('%s does not count', (_, binary) => {
		expect(odd(binary).names).toEqual([]);
		const withPhoto = odd({ ...(typeof binary === 'object' && binary), photo: file('1.png') });
		expect(withPhoto.find('data', 'image', false)).toEqual(['photo']);
	});

	it.each<[string, object]>([
		['missing', {}],
		['null', { mimeType: null }],
		['a number', { mimeType: 7 }],
	])('a file whose type is %s is one', (_, type) => {
		const files = odd({ photo: { data: 'AAAA', fileName: '1.png', ...type } });
		expect(files.find('data', 'image', false)).toEqual(['photo']);
	});

	it.each<[string, unknown]>([
		['a Buffer', Buffer.from('abc')],
		['a Buffer as JSON writes it', Buffer.from('abc').toJSON()],
		['an array of bytes', Uint8Array.from(Buffer.from('abc'))],
	])('%s for the content is taken for what it is', (_, data) => {
		const files = odd({ photo: { data, mimeType: 'image/png' } });
		expect(files.get('photo')?.data).toBe(Buffer.from('abc').toString('base64'));
	});
});

describe('the files of an item in the Binary Mode "combined"', () => {
	const stored = (name: string, fileName = `${name}.png`, mimeType = 'image/png') => ({
		data: 'filesystem-v2',
		id: `filesystem-v2:${name}`,
		mimeType,
		fileName,
	});
	const files = (others: Record<string, unknown>) =>
		new BinaryFiles({ json: { _files: others } as IDataObject });

	it('stand under their names', () => {
		const two = files({ data: stored('1'), Your_Picture_: stored('2') });
		expect(two.names).toEqual(['data', 'Your_Picture_']);
		expect(two.find('data', 'image', false)).toEqual(['data']);
		expect(two.find('Your Picture?', 'image', false)).toEqual(['Your_Picture_']);
		expect(two.get('data')).toEqual(stored('1'));
	});

	it('may be the only one of its kind', () => {
		const mixed = files({ terms: stored('3', 't.pdf', 'application/pdf'), upload: stored('1') });
		expect(mixed.find('data', 'image', false)).toEqual(['upload']);
	});

	it.each(['_files.photo', '_files["photo"]', "_files['photo']", '_files[photo]'])(
		'are found at the path %s, and are no further ones then',
		(path) => {
			const two = files({ photo: stored('1'), logo: stored('2') });
			expect(two.find(path, 'image', false)).toEqual(['photo']);
			expect(two.names).toEqual(['photo', 'logo']);
		},
	);

	it('are found by what an expression gives', () => {
		const two = files({ photo: stored('1'), logo: stored('2') });
		expect(two.withNames(stored('2'))).toBe('logo');
	});

	it.each<[string, unknown]>([
		['null', null],
		['a text', 'photo'],
		['a list', [stored('1')]],
		['other things', { photo: 'x', count: 2, note: { data: 'x' }, none: null }],
	])('are none where _files is %s', (_, value) => {
		const names = new BinaryFiles({ json: { _files: value } as IDataObject }).names;
		expect(names.filter((name) => name !== '0')).toEqual([]);
	});

	it('stand beside those that n8n keeps in the item', () => {
		const item = { json: { _files: { a: stored('1') } }, binary: { b: file('2.png') } };
		expect(new BinaryFiles(item as INodeExecutionData).names).toEqual(['a', 'b']);
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

	it.each<[string, unknown]>([
		['a Buffer', Buffer.from('abc')],
		['a Buffer as JSON writes it', Buffer.from('abc').toJSON()],
	])('may be %s of a Code node', (_, bytes) => {
		const files = filesOf({});
		expect(files.withNames(bytes)).toBe('file');
		expect(files.get('file')).toEqual({ data: 'YWJj', mimeType: 'application/octet-stream' });
		const inJson = filesOf({}, { made: { photo: bytes } } as IDataObject);
		expect(inJson.find('made.photo', 'image', false)).toEqual(['made.photo']);
		expect(inJson.get('made.photo')?.data).toBe('YWJj');
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

describe('whether an item may have a video', () => {
	it.each([
		['a file of that type', [file('clip.mp4', 'video/mp4')], true],
		['a file without a type, by its name', [file('clip.mp4', '')], true],
		['a file that nothing is known of', [pdf, file('clip', '')], true],
		['files of other types', [file('a.png'), pdf, file('a.mp3', 'audio/mpeg')], false],
		['no files', [], false],
	])('%s', (_, files, may) => {
		const named = Object.fromEntries(files.map((one, i) => [`file${i}`, one]));
		expect(filesOf(named).mayHave('video')).toBe(may);
	});
});
