/** Data URIs: the bytes of a file written out as text. */
import fc from 'fast-check';
import { parseDataUri } from '../../../seedance/media/dataUri';
import { inspect } from '../../../seedance/media/inspect';
import { readAll } from '../../support/media/files';
import { jpeg } from '../../support/media/jpegs';
import { noise, png } from '../../support/media/images';

const uriOf = (bytes: Uint8Array, type = 'image/png') =>
	`data:${type};base64,${Buffer.from(bytes).toString('base64')}`;

function taken(text: string) {
	const parsed = parseDataUri(text);
	if (!parsed.ok) throw new Error(`refused: it ${parsed.problem.finding}`);
	return parsed.value;
}

function findingOf(text: string): string {
	const parsed = parseDataUri(text);
	if (parsed.ok) throw new Error(`taken: ${parsed.value.size} bytes`);
	return parsed.problem.finding;
}

const bytes = png();
const base64 = bytes.toString('base64');

describe('a data URI', () => {
	it('gives its type, its size and its bytes', async () => {
		const { mimeType, size, isPlain, file } = taken(uriOf(bytes));
		expect({ mimeType, size, isPlain }).toEqual({
			mimeType: 'image/png',
			size: bytes.length,
			isPlain: true,
		});
		expect((await readAll(file)).bytes).toEqual(bytes);
	});

	it.each<[string, (text: string) => string]>([
		['an address', encodeURIComponent],
		['a form', (text) => text.replaceAll('+', ' ')],
		['JSON', (text) => text.replaceAll('/', '\\/').replace(/(.{76})/g, '$1\\n')],
		['Gson', (text) => text.replaceAll('=', '\\u003d').replaceAll('+', '\\u002B')],
		['YAML', (text) => text.replaceAll('=', '\\x3d').replaceAll('+', '\\x2b')],
		['HTML', (text) => text.replaceAll('=', '&#61;').replaceAll('+', '&#x2B;')],
		['a web page', (text) => text.replace(/(.{76})/g, '$1\u00a0').replace(/^/, '\ufeff')],
		['an editor', (text) => text.replace(/(.{76})/g, '$1\u2028\v\u200b')],
	])('is read as %s has written it, and not sent so', async (_, written) => {
		const large = noise(10_000);
		const { size, isPlain, file } = taken(
			`data:image/png;base64,${written(large.toString('base64'))}`,
		);
		expect({ size, isPlain }).toEqual({ size: large.length, isPlain: false });
		expect((await readAll(file)).bytes.equals(large)).toBe(true);
	});

	it('can be read as often as needed', async () => {
		const { file } = taken(uriOf(jpeg()));
		const look = async () => await inspect(file, 1_000_000);
		expect(await look()).toMatchObject({ type: { name: 'JPEG' }, isWhole: true, width: 640 });
		expect(await look()).toEqual(await look());
	});

	it('is decoded piece by piece', async () => {
		const large = noise(1_000_000);
		const { bytes: all, sizes } = await readAll(taken(uriOf(large)).file);
		expect(all.equals(large)).toBe(true);
		expect(Math.max(...sizes)).toBeLessThan(100_000);
	});

	it('gives back what was written, whatever its length and however it is broken into lines', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.uint8Array({ minLength: 1, maxLength: 500 }),
				fc.constantFrom(0, 1, 3, 64, 76),
				fc.constantFrom('\n', '\r\n', ' ', '\t\n'),
				fc.boolean(),
				async (some, column, space, isUrlSafe) => {
					const standard = Buffer.from(some).toString('base64');
					const encoded = isUrlSafe ? standard.replaceAll('+', '-').replaceAll('/', '_') : standard;
					const lines =
						column === 0
							? encoded
							: (encoded.match(new RegExp(`.{1,${column}}`, 'g')) ?? []).join(space);
					const { file, size } = taken(`data:image/png;base64,${lines}`);
					expect(size).toBe(some.length);
					expect((await readAll(file)).bytes).toEqual(Buffer.from(some));
				},
			),
			{ numRuns: 300 },
		);
	});

	it('keeps its bytes in order when white space falls on the border of a piece', async () => {
		const large = noise(300_000);
		const lines = (large.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n');
		const { file, isPlain, size } = taken(`data:image/jpeg;base64,${lines}\n`);
		expect(isPlain).toBe(false);
		expect(size).toBe(large.length);
		expect((await readAll(file)).bytes.equals(large)).toBe(true);
	});

	it.each([
		[`DATA:IMAGE/PNG;BASE64,${base64}`],
		[`data:image/png;charset=utf-8;base64,${base64}`],
		[`data:image/png;name=photo.png; base64,${base64}`],
		[`  data:image/png;base64,${base64}\n`],
		[`data: image/png ;base64, ${base64}`],
		[`data:image/png;base64,${base64.slice(0, 100)}\n${base64.slice(100)}`],
	])('may be written in many ways: %#', async (text) => {
		const { mimeType, file } = taken(text);
		expect(mimeType).toBe('image/png');
		expect((await readAll(file)).bytes).toEqual(bytes);
	});

	it.each([
		`data:;base64,${base64}`,
		`data:base64,${base64}`,
		`data:png;base64,${base64}`,
		`data:image/png;base64;charset=utf-8,${base64}`,
		`data:application/octet-stream;base64,${base64}`,
	])('may be without its type, or with things that say nothing: %#', async (text) => {
		const { file } = taken(text);
		expect(await inspect(file, 1_000_000)).toMatchObject({ type: { name: 'PNG' }, isWhole: true });
	});

	it.each([
		[true, uriOf(bytes)],
		[true, ` ${uriOf(bytes)} `],
		[false, `DATA:image/png;base64,${base64}`],
		[false, `data:image/png;charset=utf-8;base64,${base64}`],
		[false, `data:image/png;base64, ${base64}`],
		[false, `data:image/png;base64,_-8=`],
		[false, `data:image/png;base64,_-8`],
	])('is plain (%s) when every decoder takes it: %#', (isPlain, text) => {
		expect(taken(text).isPlain).toBe(isPlain);
	});

	it.each([
		['image/jpeg', 'image.jpg'],
		['image/jpg', 'image.jpg'],
		['video/mp4', 'video.mp4'],
		['audio/mpeg', 'audio.mp3'],
		['application/octet-stream', 'file'],
	])('of %s names its file %s', (type, fileName) => {
		expect(taken(uriOf(bytes, type)).file.fileName).toBe(fileName);
	});
});

describe('a data URI that cannot be used', () => {
	it.each([
		['data:', 'has no comma after its type'],
		['data:image/png;base64', 'has no comma after its type'],
		[`data:image/png;base64;${'x'.repeat(500)},AAAA`, 'has no comma after its type'],
		['data:,AAAA', "isn't in Base64"],
		['data:image/png,AAAA', "isn't in Base64"],
		['data:image/svg+xml;utf8,<svg/>', "isn't in Base64"],
		['data:image/png;charset=base64,AAAA', "isn't in Base64"],
		['data:image/png;base64,', 'has no data'],
		['data:image/png;base64,  \n ', 'has no data'],
		['data:image/png;base64,AAAA%', 'has "%" in its Base64'],
		['data:image/png;base64,AAA"', 'has "\\"" in its Base64'],
		['data:image/png;base64,AAAA💥AAA', 'has "💥" in its Base64'],
		['data:image/png;base64,AAAA…', 'has "…" in its Base64'],
		['data:image/png;base64,AA==AAAA', 'has "A" in its Base64'],
		['data:image/png;base64,AAAA[object Object]', 'has "[" in its Base64'],
		['data:image/png;base64,A===', 'has "=" in its Base64'],
		['data:image/png;base64,AAAAA', 'is incomplete'],
		['data:image/png;base64,AAAAAA', 'is incomplete'],
		['data:image/png;base64,AAAAAAA', 'is incomplete'],
		['data:image/png;base64,AA=', 'is incomplete'],
		['data:image/png;base64,====', 'has "=" in its Base64'],
		['data:image/png;base64,_AAAA', 'is incomplete'],
	])('%j %s', (text, finding) => {
		expect(findingOf(text)).toBe(finding);
	});

	it('is told how one looks, unless it only breaks off', () => {
		const advice =
			'A data URI looks like data:image/jpeg;base64,… with the file in Base64 after the comma.';
		expect(parseDataUri('data:image/png,x')).toEqual({
			ok: false,
			problem: { finding: "isn't in Base64", advice },
		});
		expect(parseDataUri('data:image/png;base64,AAAAA')).toEqual({
			ok: false,
			problem: { finding: 'is incomplete', advice: 'Get the file again.' },
		});
	});

	it('that breaks off is found by its digits or by its bytes', async () => {
		const whole = uriOf(jpeg());
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 40, max: whole.length - 1 }), async (end) => {
				const parsed = parseDataUri(whole.slice(0, end));
				const isFound = !parsed.ok || !(await inspect(parsed.value.file, 1_000_000)).isWhole;
				expect(isFound).toBe(true);
			}),
		);
	});
});

describe('a data URI of 14 MB', () => {
	// In steps as many as the square of its length it would take days: that the test ends is the proof.
	it('is looked through once', () => {
		const megabytes = 14 * 1024 * 1024;
		const digits = 'A'.repeat(megabytes);
		for (const text of [
			`data:image/png;base64,${digits}`,
			`data:image/png;base64,${digits}!`,
			`data:image/png;base64,${digits.slice(1)}=`,
			`data:image/png;base64,${' '.repeat(megabytes)}`,
			`data:${digits}`,
		]) {
			expect(parseDataUri(text)).toHaveProperty('ok');
		}
	});
});
