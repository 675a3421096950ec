/** Types of file by their first bytes. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {
	fileType,
	extensionOf,
	fileTypeNamed,
	fileTypeNames,
} from '../../../seedance/media/fileType';
import { jpeg } from '../../support/media/jpegs';
import { bmp, ftyp, gif, latin1, png, tiff, webp } from '../../support/media/images';

const rest = '\0\x01\x02\x03'.repeat(40);
const ebml = (docType: string) => `\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84${docType}${rest}`;
const ogg = (codec: string) => `OggS\0\x02${'\0'.repeat(20)}\x01\x13${codec}${rest}`;
const asf = '\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\0\xaa\0\x62\xce\x6c';
const asfVideo = '\xc0\xef\x19\xbc\x4d\x5b\xcf\x11\xa8\xfd\0\x80\x5f\x5c\x44\x2b';

const heads: ReadonlyArray<readonly [name: string, head: Uint8Array | string]> = [
	['JPEG', jpeg()],
	['JPEG', '\xff\xd8\xff\xe1\x12\x34Exif'],
	['PNG', png()],
	['GIF', gif()],
	['GIF', 'GIF87a'],
	['WebP', webp()],
	['BMP', bmp()],
	['TIFF', tiff()],
	['TIFF', 'MM\0*\0\0\0\x08'],
	['TIFF', 'II+\0\x08\0\0\0'],
	['HEIC', ftyp('heic', 'mif1', 'heic')],
	['HEIC', ftyp('heix', 'mif1')],
	['HEIC', ftyp('mif1', 'mif1', 'heic')],
	['HEIC', ftyp('msf1', 'hevc')],
	['AVIF', ftyp('avif', 'avif', 'mif1')],
	['AVIF', ftyp('avis', 'avif')],
	['AVIF', ftyp('mif1', 'miaf', 'avif')],
	['SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
	['SVG', '\xef\xbb\xbf<?xml version="1.0"?>\n<!-- <html> -->\n<!DOCTYPE svg PUBLIC "">\n<svg>'],
	['SVG', '<?xml version="1.0"?><svg:svg xmlns:svg="x"><script>html</script>'],
	['PSD', '8BPS\0\x01\0\0\0\0'],
	['ICO', '\0\0\x01\0\x01\0\x10\x10'],
	['JPEG XL', '\xff\x0a\x01'],
	['JPEG XL', '\0\0\0\x0cJXL \r\n\x87\n'],
	['JPEG 2000', '\0\0\0\x0cjP  \r\n\x87\n'],
	['MP4', ftyp('isom', 'isom', 'iso2', 'avc1', 'mp41')],
	['MP4', ftyp('mp42')],
	['MP4', ftyp('M4V ')],
	['MP4', ftyp('dash')],
	['MP4', Buffer.concat([latin1('\0\0\x01\0ftypisom'), Buffer.alloc(300)])],
	['MOV', ftyp('qt  ', 'qt  ')],
	['MOV', `\0\0\0\x08wide${rest}`],
	['MOV', `\0\0\x10\0mdat${rest}`],
	['MOV', `\0\0\x10\0moov${rest}`],
	['WebM', ebml('webm')],
	['MKV', ebml('matroska')],
	['AVI', 'RIFF\x10\0\0\0AVI LIST'],
	['FLV', 'FLV\x01\x05\0\0\0\x09'],
	['WMV', `${asf}${rest}${asfVideo}`],
	['WMA', `${asf}${rest}`],
	['3GP', ftyp('3gp4', 'isom')],
	['3GP', ftyp('3g2a')],
	['OGV', ogg('\x80theora')],
	['OGV', ogg(`fishead\0${rest}OggS${rest}\x80theora`)],
	['MPEG', '\0\0\x01\xba\x44'],
	['MP3', 'ID3\x03\0\0\0\0\0\0'],
	['MP3', '\xff\xfb\x90\x64'],
	['MP3', '\xff\xf3\x40\xc0'],
	['WAV', 'RIFF\x24\0\0\0WAVEfmt '],
	['WAV', 'RF64\xff\xff\xff\xffWAVEds64'],
	['OGG', ogg('\x01vorbis')],
	['Opus', ogg('OpusHead')],
	['AAC', '\xff\xf1\x50\x80'],
	['AAC', '\xff\xf9\x50\x80'],
	['FLAC', 'fLaC\0\0\0\x22'],
	['M4A', ftyp('M4A ', 'mp42', 'isom')],
	['M4A', ftyp('M4B ')],
	['AIFF', 'FORM\0\0\0\x20AIFFCOMM'],
	['AIFF', 'FORM\0\0\0\x20AIFCFVER'],
	['AMR', '#!AMR\n'],
	['PDF', '%PDF-1.7\n%\xe2\xe3\xcf\xd3'],
	['PDF', '\xef\xbb\xbf%PDF-1.4'],
	['PostScript', '%!PS-Adobe-3.0 EPSF-3.0'],
	['ZIP', 'PK\x03\x04\x14\0'],
	['ZIP', 'PK\x05\x06\0\0'],
	['GZIP', '\x1f\x8b\x08\0'],
	['HTML', '<!DOCTYPE html><html lang="en">'],
	['HTML', '\n\n  <HTML>\n<HEAD>'],
	['HTML', '<!-- a comment -->\n<head><title>Sign in</title>'],
	['HTML', '<?xml version="1.0"?><!DOCTYPE html PUBLIC ""><html><body><svg>'],
	['XML', '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code></Error>'],
	['XML', '<Error><Code>AccessDenied</Code></Error>'],
	['JSON', '{"error":"not found"}'],
	['JSON', '\xef\xbb\xbf [\n  {"id": 1}'],
	['JSON', '{}'],
	['text', 'Not found'],
	['text', '{\\rtf1\\ansi'],
	['text', 'data:image/png;base64,iVBORw0KGgo='],
	['text', 'BMW is a make of cars'],
];

const bytesOf = (head: Uint8Array | string) => (typeof head === 'string' ? latin1(head) : head);

describe('the type of a file', () => {
	it.each(heads)('%s: %#', (name, head) => {
		const type = fileType(bytesOf(head));
		expect(type?.name).toBe(name);
	});

	it('has an example above for every type', () => {
		const shown = new Set(heads.map(([name]) => name));
		expect(fileTypeNames.filter((name) => !shown.has(name))).toEqual([]);
	});

	it.each([
		['no bytes', ''],
		['one byte', '\0'],
		['bytes of nothing known', '\x01\x02\x03\x04\x05\x06\x07\x08'],
		['text in UTF-16', '\xff\xfeH\0e\0l\0l\0o\0'],
		['white space only', ' \n\t '],
		['a RIFF file of another kind', 'RIFF\x10\0\0\0ACONLIST'],
	])('is not known of %s', (_what, head) => {
		expect(fileType(latin1(head))).toBeUndefined();
	});

	it('comes with its kind, MIME type and extension', () => {
		expect(fileType(jpeg())).toEqual({
			kind: 'image',
			name: 'JPEG',
			mimeType: 'image/jpeg',
			extension: 'jpg',
		});
		expect(fileType(ftyp('qt  '))).toMatchObject({ kind: 'video', mimeType: 'video/quicktime' });
		expect(fileType(latin1('%PDF-1.7'))).toMatchObject({ kind: 'other', extension: 'pdf' });
	});

	it('looks at 4 kB at most', () => {
		const comment = (length: number) => latin1(`<!--${'x'.repeat(length)}--><svg>`);
		expect(fileType(comment(4000))?.name).toBe('SVG');
		expect(fileType(comment(5000))?.name).toBe('XML');
	});

	it.each<[what: string, head: string, name: string | undefined]>([
		[
			'a Matroska file that says webm within 256 bytes',
			`\x1aE\xdf\xa3${' '.repeat(248)}webm`,
			'WebM',
		],
		['a Matroska file that says webm behind them', `\x1aE\xdf\xa3${' '.repeat(249)}webm`, 'MKV'],
		['an MP3 frame of layer III', '\xff\xfb\x90\0', 'MP3'],
		['an MP3 frame of MPEG 2.5', '\xff\xe3\x90\0', 'MP3'],
		['a frame of a reserved version', '\xff\xeb\x90\0', undefined],
		['a frame of layer II', '\xff\xfd\x90\0', undefined],
		['a frame of layer I', '\xff\xff\x90\0', undefined],
		['a frame of a bit rate that there is not', '\xff\xfb\xf0\0', undefined],
		['a frame of a sample rate that there is not', '\xff\xfb\x9c\0', undefined],
		['a frame of the highest rates', '\xff\xfb\xe8\0', 'MP3'],
		['ten of the eleven bits of a frame', '\xff\xdb\x90\0', undefined],
		['an AAC frame with another layer', '\xff\xf3\x5c\0', undefined],
		['a brand beyond the box', '\0\0\0\x14ftypmif1\0\0\0\0heicavif', 'HEIC'],
		['a brand within the box', '\0\0\0\x18ftypmif1\0\0\0\0heicavif', 'AVIF'],
		['a BMP whose first reserved word is not zero', 'BM\0\0\0\0\x01\0\0\0', undefined],
		['a BMP whose second reserved word is not zero', 'BM\0\0\0\0\0\0\0\x01', undefined],
		['an icon with 256 pictures', '\0\0\x01\0\0\x01', undefined],
	])('is seen by its borders: %s', (_what, head, name) => {
		expect(fileType(latin1(head))?.name).toBe(name);
	});

	it('is told of a piece in the middle of a buffer', () => {
		const bytes = Buffer.concat([latin1('GIF89a'), png()]);
		expect(fileType(bytes.subarray(6))?.name).toBe('PNG');
	});

	it('never fails, whatever the bytes', () => {
		const starts = heads.map(([, head]) => Buffer.from(bytesOf(head)).subarray(0, 200));
		const spoilt = fc
			.tuple(fc.constantFrom(...starts), fc.nat(200), fc.uint8Array({ maxLength: 40 }))
			.map(([start, length, tail]) => Buffer.concat([start.subarray(0, length), tail]));
		fc.assert(
			fc.property(fc.oneof(spoilt, fc.uint8Array({ maxLength: 600 })), (bytes) => {
				const type = fileType(bytes);
				expect(type === undefined || fileTypeNames.includes(type.name)).toBe(true);
			}),
			{ numRuns: 2000 },
		);
	});
});

describe('files written by other programs', () => {
	const folder = path.join(__dirname, '../../fixtures/media');
	it.each(readdirSync(folder))('%s has the type that its extension says', (file) => {
		const type = fileType(readFileSync(path.join(folder, file)));
		expect(type?.extension).toBe(path.extname(file).slice(1));
	});
});

describe('an extension', () => {
	it.each(fileTypeNames)('of %s is found by its MIME type', (name) => {
		const { mimeType, extension } = fileTypeNamed(name);
		expect(extensionOf(mimeType)).toBe(extension);
	});

	it('is not known of other MIME types', () => {
		expect(extensionOf('application/octet-stream')).toBeUndefined();
	});
});
