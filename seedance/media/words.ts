/** How messages speak of types of file. */
import type { MediaKind } from '../models';
import { readable } from '../readable';
import type { FileType } from './fileTypes';

const nouns: Readonly<Record<MediaKind, string>> = {
	image: 'picture',
	video: 'video',
	audio: 'audio file',
};

/** Abbreviations that are said as words, and those whose first letter begins with a vowel when said. */
const saidAsWord = /^(?:HEIC|FLAC|MOV)$/;
const saidWithVowel = /^(?:[AEIOaeio]|[FHLMNRSX][A-Z0-9])/;

/** "a JPEG", "an MP4" */
const withArticle = (text: string) => {
	const [word = ''] = text.split(/[ ,]/);
	return `${saidWithVowel.test(word) && !saidAsWord.test(word) ? 'an' : 'a'} ${text}`;
};

/** "a picture", "an audio file", "a JPEG or PNG picture" */
export const nounOf = (kind: MediaKind, formats: readonly string[] = []) =>
	withArticle([oneOf(formats), nouns[kind]].join(' ').trim());

/** "JPEG or PNG" */
export const oneOf = (names: readonly string[]) =>
	names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;

/** What a file is: "a HEIC picture", "a PDF document". */
export function phraseOf({ kind, name }: FileType): string {
	if (kind !== 'other') return withArticle(`${name} ${nouns[kind]}`);
	switch (name) {
		case 'HTML':
			return 'a web page';
		case 'ZIP':
		case 'GZIP':
			return `a ${name} archive`;
		case 'JSON':
		case 'XML':
			return `${name} text`;
		case 'text':
			return 'plain text';
		default:
			return `a ${name} document`;
	}
}

/** 10485760 → "10 MB" */
export const megabytes = (bytes: number) => `${readable(bytes / 1024 / 1024, 1)} MB`;

export const pixelsText = (width: number, height: number) =>
	`${readable(width)} × ${readable(height)} pixels`;
