/** What the files of a task are called, and where they go. */
import fc from 'fast-check';
import { codePoint } from '../../support/codePoint';
import { parseTask } from '../../../seedance/api/task';
import { fileName, outputField, redirectTarget } from '../../../seedance/api/fetchOutput';

function task(id: string, model?: string) {
	const parsed = parseTask({ id: 'a', model, status: 'completed' });
	if (parsed === undefined) throw new Error('no prediction');
	return { ...parsed, id };
}
const first = { index: 0, extension: 'mp4' };
const called = (given: string, extension = 'mp4') =>
	fileName(task('0a1b', 'bytedance/x'), { given, index: 0, extension });

describe('a file that nobody gave a name', () => {
	it.each([
		['bytedance/seedance-2.5/text-to-video', 'seedance-2.5-text-to-video-0a1b.mp4'],
		['bytedance/seedance-v1-pro-i2v-480p', 'seedance-v1-pro-i2v-480p-0a1b.mp4'],
		['other vendor/Modell ä/x', 'other-vendor-Modell-x-0a1b.mp4'],
		[undefined, 'seedance-0a1b.mp4'],
		['other/bytedance/x', 'other-bytedance-x-0a1b.mp4'],
		['x..y', 'x.y-0a1b.mp4'],
	])('%s', (model, name) => {
		expect(fileName(task('0a1b', model), first)).toBe(name);
	});

	it('has its place among several, and the extension of its bytes', () => {
		const names = [0, 1, 2].map((index) =>
			fileName(task('0a1b', 'bytedance/x'), { index, extension: 'webm' }),
		);
		expect(names).toEqual(['x-0a1b.webm', 'x-0a1b-1.webm', 'x-0a1b-2.webm']);
	});

	it('holds nothing of a model or an id that leads out of a folder', () => {
		fc.assert(
			fc.property(fc.string(), (model) => {
				expect(fileName(task('0a1b', model), first)).not.toMatch(/[/\\:\n]/);
			}),
		);
		expect(fileName(task('../../etc/cron.d/x'), first)).not.toContain('/');
	});
});

describe('a file with a given name', () => {
	it.each([
		['Autumn sale', 'Autumn sale.mp4'],
		['Füchse im Wald 🦊', 'Füchse im Wald 🦊.mp4'],
		['版本 2', '版本 2.mp4'],
		['clip.mp4', 'clip.mp4'],
		['clip.MP4', 'clip.mp4'],
		['clip.mp4 ', 'clip.mp4'],
		['v1.5 final', 'v1.5 final.mp4'],
		['archive.tar', 'archive.tar.mp4'],
		// The bytes are an mp4, whatever the name says.
		['clip.mov', 'clip.mp4'],
		['a/b\\c', 'a-b-c.mp4'],
		['../../etc/passwd', 'etc-passwd.mp4'],
		['C:\\clips\\one', 'C-clips-one.mp4'],
		['what? "this" <is> |it|*', 'what- -this- -is- -it-.mp4'],
		['one\ntwo\tthree\u0000', 'one two three.mp4'],
		['one\r\ntwo', 'one two.mp4'],
		['evil\u202Egpj', 'evil gpj.mp4'],
		['family 👨‍👩‍👧', 'family 👨‍👩‍👧.mp4'],
		['  spaced  ', 'spaced.mp4'],
		['.hidden', 'hidden.mp4'],
		['dots...', 'dots.mp4'],
	])('%j', (given, name) => {
		expect(called(given)).toBe(name);
	});

	it.each(['', '   ', '...', '/', '\n', '.mp4'])('%j is none', (given) => {
		expect(called(given)).toBe('x-0a1b.mp4');
	});

	it('has the extension of its bytes, not a second one that means the same', () => {
		expect(called('photo.jpeg', 'jpg')).toBe('photo.jpg');
	});

	it('is one file in one folder, not too long, with one extension, whatever is given', () => {
		const given = fc.oneof(
			fc.string(),
			fc.string({ unit: codePoint, maxLength: 600 }),
			fc.string({ minLength: 300, maxLength: 600 }),
		);
		fc.assert(
			fc.property(given, fc.nat(30), (text, index) => {
				const name = fileName(task('0a1b'), { given: text, index, extension: 'mp4' });
				expect(name).toMatch(index === 0 ? /.\.mp4$/u : new RegExp(`.-${index}\\.mp4$`, 'u'));
				expect(name).not.toMatch(/[/\\\p{Cc}\p{Cs}]|^\.|^\s/u);
				expect([...name].length).toBeLessThanOrEqual(200 + '-30.mp4'.length);
			}),
		);
	});
});

describe('the field of an output', () => {
	it('is the one that was asked for, and the further ones have a number', () => {
		expect([0, 1, 2].map((index) => outputField('data', index))).toEqual([
			'data',
			'data_1',
			'data_2',
		]);
	});
});

describe('where a redirect leads', () => {
	const from = 'https://cdn.example/a/b.mp4?x=1';

	it.each([
		['https://other.example/c', 'https://other.example/c'],
		['/c', 'https://cdn.example/c'],
		['c', 'https://cdn.example/a/c'],
		['//other.example/c', 'https://other.example/c'],
		['http://', undefined],
		['https://[', undefined],
	])('%s', (location, target) => {
		expect(redirectTarget(location, from)).toBe(target);
	});
});

it.each([
	['字', 300],
	['😀', 300],
	['x', 500],
])('%s, %i times: a name that file systems take, in whole characters', (character, times) => {
	const name = called(character.repeat(times));
	expect(Buffer.byteLength(name)).toBeLessThanOrEqual(204);
	expect(name.replace('.mp4', '').replaceAll(character, '')).toBe('');
	expect(name.length).toBeGreaterThan(60);
});

it.each([
	['CON', 'CON_.mp4'],
	['nul.mp4', 'nul_.mp4'],
	['Lpt9.final', 'Lpt9_.final.mp4'],
	['com\u00b9', 'com\u00b9_.mp4'],
	['console', 'console.mp4'],
])('%s is no name of a device: %s', (given, name) => {
	expect(called(given)).toBe(name);
});

it('a name of up to 200 bytes stays whole', () => {
	expect(called('x'.repeat(200))).toBe(`${'x'.repeat(200)}.mp4`);
	expect(called('x'.repeat(201))).toBe(`${'x'.repeat(200)}.mp4`);
});
