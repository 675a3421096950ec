/** The messages about damaged files. */
import fc from 'fast-check';
import { mediaFinding, mediaRule } from '../../../seedance/media/rules';
import { inspect } from '../../../seedance/media/inspect';
import { seed } from '../../seed';
import { fileOf } from '../../support/media/files';
import { jpeg } from '../../support/media/jpegs';
import { box, ftyp, gif, latin1, noise, png, webp } from '../../support/media/images';

const mp4 = Buffer.concat([ftyp('isom'), box('moov', noise(300)), box('mdat', noise(3000))]);
const pictures: ReadonlyArray<readonly [string, Buffer]> = [
	['a JPEG', jpeg()],
	['a PNG', png(640, 480, 2000)],
	['a GIF', gif()],
	['a WebP', webp()],
	['an MP4', mp4],
];

const asText = (bytes: Buffer) => Buffer.from(bytes.toString('utf8'), 'utf8');
const asLatin1 = (bytes: Buffer) => Buffer.from(bytes.toString('latin1'), 'utf8');

async function findingOf(bytes: Uint8Array, kind: 'image' | 'video' = 'image') {
	const rule = mediaRule(kind);
	return mediaFinding(await inspect(fileOf(bytes, [700]), rule.mostBytes), rule);
}

it.each(pictures)('%s that was read as text', async (what, bytes) => {
	const { finding, advice } =
		(await findingOf(asText(bytes), what === 'an MP4' ? 'video' : 'image')) ?? {};
	expect(finding).toContain('read as text');
	expect(advice).toContain('Response Format: File');
});

it.each<[string, Uint8Array]>([
	['a JPEG read as Latin-1', asLatin1(jpeg())],
	['a PNG read as Latin-1', asLatin1(png())],
	[
		'a PNG whose line breaks were changed',
		latin1(png().toString('latin1').replaceAll('\r\n', '\n')),
	],
])('%s', async (_, bytes) => {
	expect((await findingOf(bytes))?.finding).toContain('read as text');
});

const base64 = png().toString('base64');
it.each<[string, string]>([
	['base64', base64],
	['base64 in lines', (base64.match(/.{1,76}/g) ?? []).join('\r\n')],
	['base64 of a JPEG', jpeg().toString('base64')],
	['base64 for URLs', jpeg().toString('base64url')],
	['base64 in quotes', JSON.stringify(base64)],
	['a data URI', `data:image/png;base64,${base64}`],
	['a data URI in quotes', `"data:image/png;base64,${base64}"\n`],
	['an answer of an API', JSON.stringify({ created: 1, data: [{ b64_json: base64 }] })],
	[
		'another answer',
		JSON.stringify({ inlineData: { mimeType: 'image/png', data: base64 } }, null, 2),
	],
	['an answer of PHP', JSON.stringify({ image: jpeg().toString('base64') }).replaceAll('/', '\\/')],
])('%s stored as a file', async (_, text) => {
	const { finding, advice } = (await findingOf(Buffer.from(text))) ?? {};
	expect(finding).toContain('Base64');
	expect(advice).toContain('Move Base64 String to File');
});

it.each<[string, string]>([
	['a Buffer', JSON.stringify(png())],
	['a Buffer in lines', JSON.stringify(png(), null, 2)],
	['an array of bytes', JSON.stringify([...png()])],
	['an object of bytes', JSON.stringify(Uint8Array.from(png()))],
	['bytes with commas between', String(Uint8Array.from(png()))],
	['hexadecimal digits', png().toString('hex')],
	['hexadecimal digits of a database', `\\x${jpeg().toString('hex').toUpperCase()}`],
])('%s as text', async (_, text) => {
	const { finding, advice } = (await findingOf(Buffer.from(text))) ?? {};
	expect(finding).toContain('list of bytes');
	expect(advice).toContain('prepareBinaryData');
});

it.each<[string, string, string]>([
	['a web page', '<!doctype html><html></html>', 'is a web page'],
	['an error', '{"error":{"message":"Not found","code":404}}', 'is JSON text'],
	[
		'a token',
		'{"token":"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9eyJzdWIiOiIxMjM0NTY3ODkwIn0"}',
		'is JSON text',
	],
	['words', 'Thisisaverylongwordthatlookslikebase64butisnone', 'is plain text'],
	['a text', 'A text with a replaced \ufffd character in it', 'is plain text'],
	['a table', '1;2;3\n4;5;6', 'is plain text'],
])('%s is called what it is', async (_, text, finding) => {
	expect((await findingOf(Buffer.from(text)))?.finding).toContain(finding);
});

it('files that break off are not called mangled, and any bytes have an answer', async () => {
	for (const [what, bytes] of pictures) {
		const kind = what === 'an MP4' ? 'video' : 'image';
		const broken = await findingOf(bytes.subarray(0, bytes.length - 300), kind);
		expect(broken?.finding ?? '').not.toMatch(/text|base64|list/i);
	}
	await fc.assert(
		fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
			const { mangled } = await inspect(fileOf(bytes), 1_000);
			expect(mangled?.finding ?? 'is').toMatch(/^(?:is|was)/);
		}),
		{ seed, numRuns: 300 },
	);
});
