/** The bytes that types of file begin with. */
import type { FileTypeName } from './fileTypes';

/** Bytes as characters of the same code, and where they stand. */
export type Mark = readonly [at: number, bytes: string];

/** Signatures at fixed places. The first whose marks are all there is the type. */
export const signatures: ReadonlyArray<readonly [FileTypeName, ...Mark[]]> = [
	['JPEG', [0, '\xff\xd8\xff']],
	['PNG', [0, '\x89PNG\r\n\x1a\n']],
	['GIF', [0, 'GIF87a']],
	['GIF', [0, 'GIF89a']],
	['WebP', [0, 'RIFF'], [8, 'WEBP']],
	['AVI', [0, 'RIFF'], [8, 'AVI ']],
	['WAV', [0, 'RIFF'], [8, 'WAVE']],
	['WAV', [0, 'RF64'], [8, 'WAVE']],
	['TIFF', [0, 'II*\0']],
	['TIFF', [0, 'MM\0*']],
	['TIFF', [0, 'II+\0']],
	['TIFF', [0, 'MM\0+']],
	// The two reserved words of its header are zero; "BM" alone begins many a text.
	['BMP', [0, 'BM'], [6, '\0\0\0\0']],
	['PSD', [0, '8BPS']],
	// The second part is the upper byte of a count: a box of 256 bytes begins with the first, too.
	['ICO', [0, '\0\0\x01\0'], [5, '\0']],
	['JPEG XL', [0, '\xff\x0a']],
	['JPEG XL', [0, '\0\0\0\x0cJXL \r\n\x87\n']],
	['JPEG 2000', [0, '\0\0\0\x0cjP  \r\n\x87\n']],
	['FLV', [0, 'FLV\x01']],
	['MPEG', [0, '\0\0\x01\xba']],
	['MP3', [0, 'ID3']],
	['FLAC', [0, 'fLaC']],
	['AIFF', [0, 'FORM'], [8, 'AIF']],
	['AMR', [0, '#!AMR']],
	['PDF', [0, '%PDF-']],
	['PDF', [0, '\xef\xbb\xbf%PDF-']],
	['PostScript', [0, '%!PS']],
	['ZIP', [0, 'PK\x03\x04']],
	['ZIP', [0, 'PK\x05\x06']],
	['GZIP', [0, '\x1f\x8b\x08']],
	// QuickTime files from before the ftyp box begin with one of these.
	['MOV', [4, 'moov']],
	['MOV', [4, 'mdat']],
	['MOV', [4, 'wide']],
	['MOV', [4, 'free']],
	['MOV', [4, 'skip']],
];

/**
 * Brands of the ISO base media format (MPEG-4 and its relatives), by their beginnings. What is not
 * here is MP4: it has the most names.
 */
export const brands: ReadonlyArray<readonly [FileTypeName, RegExp]> = [
	['MOV', /^qt {2}/],
	['AVIF', /^avi[fs]/],
	// heic, heix, hevc, hevx, heim, heis, hevm, hevs
	['HEIC', /^he[iv][cxms]/],
	['M4A', /^(?:M4[ABP]|F4[AB]) /],
	['3GP', /^3g[2egprs]/],
];
