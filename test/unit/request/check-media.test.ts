/** The images, videos and audio of a request, checked by their bytes. */
import { parseDataUri } from '../../../seedance/media/dataUri';
import type { MediaFile } from '../../../seedance/media/fileType';
import { mediaRule } from '../../../seedance/media/rules';
import type { MediaSource, MediaUse } from '../../../seedance/models';
import { checkMedia, completion } from '../../../seedance/request/checkMedia';
import type { Opened } from '../../../seedance/request/checkMedia';
import type { Uploaded } from '../../../seedance/api/upload';
import { problem } from '../../../seedance/errors/messages';
import { fileOf } from '../../support/media/files';
import { png } from '../../support/media/images';
import { jpeg } from '../../support/media/jpegs';

const picture = png();
const rule = mediaRule('image');
const url = 'https://example.com/a.png';

const use = (more: Partial<MediaUse> = {}): MediaUse => ({
	parameter: 'last_image',
	source: { kind: 'file', name: 'photo' },
	rule,
	acceptsBase64: false,
	...more,
});

function dataUri(mimeType: string, bytes: Uint8Array, separator = ''): MediaSource {
	const base64 = Buffer.from(bytes).toString('base64');
	const text = `data:${mimeType};base64,${base64.slice(0, 8)}${separator}${base64.slice(8)}`;
	const parsed = parseDataUri(text);
	if (!parsed.ok) throw new Error(parsed.problem.finding);
	return { kind: 'dataUri', text, parsed: parsed.value };
}

const opened =
	(file: MediaFile): (() => Promise<Opened>) =>
	async () => ({ kind: 'file', file: { ...file, fileName: 'photo.bin' } });

async function checked(given: MediaUse, open: () => Promise<Opened> = opened(fileOf(picture))) {
	const result = await checkMedia([given], open);
	return result.ok ? result.value : result.problem;
}

const broken: MediaFile = {
	fileName: 'photo',
	open: async () => {
		throw new Error('gone');
	},
};

describe('checkMedia', () => {
	it('returns a file to upload, as its bytes are', async () => {
		expect(await checked(use())).toEqual({
			files: [
				{
					file: expect.objectContaining({ fileName: 'photo.bin' }),
					fileName: 'photo.bin',
					size: picture.length,
					sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
					mimeType: 'image/png',
				},
			],
			warnings: [],
			lengths: {},
		});
	});

	it('sends a source unchanged that is none of a file', async () => {
		const open = async (): Promise<Opened> => ({ kind: 'asItIs' });
		expect(await checked(use({ source: { kind: 'url', url } }), open)).toEqual({
			files: [undefined],
			warnings: [],
			lengths: {},
		});
	});

	it('keeps the place of each file, and all warnings', async () => {
		const small = png(200, 200);
		const uses = [use({ source: { kind: 'url', url } }), use(), use({ index: 1 })];
		const result = await checkMedia(uses, async (source) =>
			source.kind === 'url' ? { kind: 'asItIs' } : await opened(fileOf(small))(),
		);
		if (!result.ok) throw new Error('refused');
		const { files, warnings } = result.value;
		expect(files.map((file) => file?.size)).toEqual([undefined, small.length, small.length]);
		expect(warnings).toHaveLength(2);
		expect(warnings[0]).toMatch(/^Last Image \(photo\.bin\) /);
	});

	it('refuses what cannot be opened, with its advice', async () => {
		const open = async (): Promise<Opened> => ({
			kind: 'problem',
			finding: 'is gone',
			advice: 'Look.',
		});
		expect(await checked(use(), open)).toEqual([
			{ parameter: 'last_image', given: 'photo', finding: 'is gone', advice: 'Look.' },
		]);
		expect(await checked(use({ source: { kind: 'url', url }, index: 2 }), open)).toEqual([
			{
				parameter: 'last_image',
				given: undefined,
				finding: 'has an entry that is gone',
				advice: 'Look.',
			},
		]);
	});

	it('refuses what cannot be read', async () => {
		const [refusal] = Object.values(await checked(use(), opened(broken)));
		expect(refusal).toEqual({
			parameter: 'last_image',
			given: 'photo',
			finding: expect.stringContaining("can't be read"),
		});
	});

	it('refuses what the rule does not allow, by the name of its file', async () => {
		const text = fileOf(Buffer.from('Not found, sorry. '.repeat(20)));
		expect(await checked(use(), opened(text))).toEqual([
			{
				parameter: 'last_image',
				given: 'photo',
				fileName: 'photo.bin',
				finding: expect.stringMatching(/^is /),
				allowed: expect.stringContaining('PNG'),
				advice: expect.any(String),
			},
		]);
		const fetched = await checked(use({ source: { kind: 'url', url } }), opened(text));
		expect(fetched).toEqual([
			expect.objectContaining({ given: undefined, finding: expect.stringMatching(/^is /) }),
		]);
	});

	it('says all that is wrong at once', async () => {
		const open = async (): Promise<Opened> => ({ kind: 'problem', finding: 'is gone' });
		const result = await checkMedia([use(), use({ parameter: 'image' })], open);
		expect(result.ok || result.problem.map(({ parameter }) => parameter)).toEqual([
			'last_image',
			'image',
		]);
	});

	it('reads a file once for each limit, however many uses it has', async () => {
		let opens = 0;
		const once = fileOf(picture);
		const file: MediaFile = {
			fileName: 'photo',
			open: async () => {
				opens += 1;
				return await once.open();
			},
		};
		const open = async (): Promise<Opened> => ({ kind: 'file', file });
		await checkMedia([use(), use({ parameter: 'image' })], open);
		expect(opens).toBe(1);
		await checkMedia([use({ rule: { ...rule, mostBytes: 5_000_000 } })], open);
		expect(opens).toBe(2);
	});
});

describe('a data URI', () => {
	const source = dataUri('image/png', picture);

	it('is sent as it is where the API takes it, and uploaded where it does not', async () => {
		expect(await checked(use({ source, acceptsBase64: true }))).toEqual({
			files: [undefined],
			warnings: [],
			lengths: {},
		});
		expect(await checked(use({ source }))).toMatchObject({
			files: [
				{
					size: picture.length,
					mimeType: 'image/png',
					fileName: expect.stringMatching(/\.png$/),
				},
			],
		});
	});

	it.each([
		['another type than its bytes', dataUri('image/jpeg', picture)],
		['an unusual form', dataUri('image/png', picture, '\n')],
	])('with %s is uploaded as a file', async (_, unusual) => {
		expect(await checked(use({ source: unusual, acceptsBase64: true }))).toMatchObject({
			files: [{ mimeType: 'image/png' }],
		});
	});

	it('of image/jpg is one of image/jpeg', async () => {
		const written = dataUri('image/jpg', jpeg());
		expect(await checked(use({ source: written, acceptsBase64: true }))).toMatchObject({
			files: [undefined],
		});
	});

	it('that is refused or warned of has no name in the message', async () => {
		const tiny = dataUri('image/png', png(200, 200));
		const warned = await checked(use({ source: tiny, acceptsBase64: true }));
		expect(warned).toMatchObject({
			files: [undefined],
			warnings: [expect.stringMatching(/^Last Image (?!\()/)],
		});
		const other = dataUri('image/png', Buffer.from('%PDF-1.7\n'.repeat(30)));
		expect(await checked(use({ source: other }))).toEqual([
			expect.objectContaining({ given: undefined, finding: expect.stringMatching(/^is /) }),
		]);
	});
});

describe('completion', () => {
	const file = { file: fileOf(picture), fileName: 'a.png', size: 1, sha256: '', mimeType: '' };
	const other = { ...file, fileName: 'b.png' };
	const uses = [use({ parameter: 'images', index: 0 }), use({ parameter: 'images', index: 1 })];
	const body = { prompt: 'A fox', images: ['photo', url] };

	it('uploads the files until a time, and puts their URLs into the body', async () => {
		const uploads: unknown[] = [];
		const complete = completion(body, uses, [file, undefined], async (one, until) => {
			uploads.push([one.fileName, until]);
			return { ok: true, value: 'https://store.test/a.png' };
		});
		expect(uploads).toEqual([]);
		expect(await complete(7)).toEqual({
			ok: true,
			value: { prompt: 'A fox', images: ['https://store.test/a.png', url] },
		});
		expect(uploads).toEqual([['a.png', 7]]);
	});

	it('uploads no more after a failure, which it returns', async () => {
		const names: string[] = [];
		const failed: Uploaded = { ok: false, problem: problem('uploadFailed') };
		const complete = completion(body, uses, [file, other], async (one) => {
			names.push(one.fileName);
			return failed;
		});
		expect(await complete(7)).toBe(failed);
		expect(names).toEqual(['a.png']);
	});
});
