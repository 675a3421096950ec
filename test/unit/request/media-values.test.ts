/** The forms of images, videos and audio in a request. */
import { findModel, mediaParameters } from '../../../seedance/models';
import type { ItemFiles } from '../../../seedance/media/source';
import { buildRequest } from '../../../seedance/request/buildRequest';
import { readMedia } from '../../../seedance/request/mediaValues';

function model(id: string) {
	const record = findModel(`bytedance/${id}`);
	if (record === undefined) throw new Error(`No model ${id}`);
	return record;
}

const pro15 = model('seedance-v1.5-pro/image-to-video');
const seedance2 = model('seedance-2.0/image-to-video');
const text = model('seedance-2.0/text-to-video');
const image = 'https://example.com/a.png';
const png = 'data:image/png;base64,AAAA';
const prompt = 'A fox';

/** Names stand for their files; "both" stands for two. */
const names = ['photo', 'logo', 'clip'];
const files: ItemFiles = {
	names,
	find: (name) => (name === 'both' ? ['photo', 'logo'] : names.filter((one) => one === name)),
};
const context = { files, allowsPrivate: false };

describe('one picture', () => {
	it.each([
		['http://example.com/a.png', { kind: 'url', url: 'http://example.com/a.png' }],
		[` ${image}?token=1`, { kind: 'url', url: `${image}?token=1` }],
		[png, { kind: 'dataUri', text: png }],
		['photo', { kind: 'file', name: 'photo' }],
	])('may be %s', (given, source) => {
		const built = buildRequest(pro15, { image: given, prompt }, context);
		expect(built).toMatchObject({
			ok: true,
			value: { body: { image: given.trim() }, media: [{ parameter: 'image', source }] },
		});
		expect(built.ok && built.value.media[0]).not.toHaveProperty('index');
	});

	it.each([
		['data', 'is "data", but this item has no file of that name', 'files are: photo, logo, clip.'],
		['example.com/a.png', 'neither a web address nor a file', 'begins with https://'],
		['/home/me/a.png', 'neither a web address nor a file', 'Read/Write Files from Disk'],
		['ftp://example.com/a.png', 'is not a web address', 'HTTP Request node'],
		['file:///a.png', 'is not a web address', 'HTTP Request node'],
		['http://192.168.1.7/a.png', 'cannot reach from outside', 'HTTP Request node'],
		['https://drive.google.com/file/d/1/view', 'a page of Google Drive', 'Google Drive node'],
		['data:image/png;base64,not base64!', 'in its base64', 'data:image/jpeg;base64,'],
		['data:image/png,AAAA', 'is a data URI that is not in base64', 'data:image/jpeg;base64,'],
		['both', 'stands for 2 files (photo, logo), but takes one', 'one of them'],
	])('is not %s', (given, finding, advice) => {
		expect(buildRequest(pro15, { image: given, prompt }, context)).toEqual({
			ok: false,
			problem: [
				{
					parameter: 'image',
					given,
					finding: expect.stringContaining(finding),
					advice: expect.stringContaining(advice),
				},
			],
		});
	});

	it('may be called by a word that stands for one file, and an address never is such a word', () => {
		const cover: ItemFiles = { names, find: () => ['photo'] };
		const bodyOf = (given: unknown) => {
			const built = buildRequest(pro15, { image: given, prompt }, { ...context, files: cover });
			return built.ok ? built.value.body['image'] : built.problem.map(({ finding }) => finding);
		};
		expect([image, png, 'cover'].map(bodyOf)).toEqual([image, png, 'photo']);
		expect(bodyOf(5)).toEqual(['is 5']);
	});

	it('is told from the files of the item, of which ten are named', () => {
		const many = Array.from({ length: 12 }, (_, i) => `file_${i}`);
		const refusalOf = (all: readonly string[]) => {
			const without = { files: { names: all, find: () => [] }, allowsPrivate: false };
			const built = buildRequest(pro15, { image: 'cover', prompt }, without);
			if (built.ok) throw new Error('built');
			return built.problem[0];
		};
		const named = refusalOf(many)?.advice?.match(/file_\d+/g);
		expect(named).toEqual(many.slice(0, 10));
		expect(refusalOf([])?.finding).toContain('this item has no files');
	});

	it('that stands for one file is no list of files', () => {
		const record = mediaParameters(pro15);
		const cover: ItemFiles = { names, find: () => ['photo'] };
		const { refusals } = readMedia({ image: 'cover' }, record, { ...context, files: cover });
		expect(refusals[0]?.finding).toContain('no file of that name');
	});

	it('may be at an address of this machine when the API is there, too', () => {
		const values = { image: 'http://127.0.0.1:8080/a.png', prompt };
		expect(buildRequest(pro15, values, context).ok).toBe(false);
		expect(buildRequest(pro15, values, { files, allowsPrivate: true }).ok).toBe(true);
	});
});

describe('a list of pictures', () => {
	it('takes any mix, and knows the place of each', () => {
		const built = buildRequest(seedance2, { images: ['both', image, png], prompt }, context);
		expect(built).toMatchObject({
			ok: true,
			value: {
				body: { images: ['photo', 'logo', image, png] },
				media: [
					{ parameter: 'images', index: 0, source: { kind: 'file', name: 'photo' } },
					{ parameter: 'images', index: 1, source: { kind: 'file', name: 'logo' } },
					{ parameter: 'images', index: 2, source: { kind: 'url', url: image } },
					{ parameter: 'images', index: 3, source: { kind: 'dataUri', text: png } },
				],
			},
		});
	});

	it('counts files, not the names that stand for them', () => {
		const built = buildRequest(seedance2, { images: ['both', 'both', image], prompt }, context);
		expect(built.ok || built.problem).toEqual([
			expect.objectContaining({ finding: 'has 5 entries', allowed: '1 to 4 images' }),
		]);
	});

	it.each([
		['a number', 5, 'has an entry that is 5'],
		[
			'an object without address',
			{ filename: 'a.png' },
			'has an entry that is {"filename":"a.png"}',
		],
		[
			'a name without a file',
			'nothing',
			'has an entry that is "nothing", but this item has no file of that name',
		],
	])('names the entry that is of no use, not the count: %s', (_, entry, finding) => {
		const built = buildRequest(seedance2, { images: [image, entry], prompt }, context);
		expect(built.ok || built.problem).toEqual([
			expect.objectContaining({ finding: expect.stringContaining(finding) }),
		]);
	});
});

describe('the rules that files are checked by', () => {
	const rulesOf = (id: string, values: object) => {
		const built = buildRequest(model(id), { prompt, ...values }, context);
		return (
			built.ok && built.value.media.map(({ rule, acceptsBase64 }) => [rule.formats, acceptsBase64])
		);
	};

	it.each([
		// Document 001: both take a URL or Base64; formats are named for the first.
		[
			'seedance-v1-lite-i2v-720p',
			[
				[['JPEG', 'PNG'], true],
				[expect.any(Array), true],
			],
		],
		// Document 000 allows Base64 for the last image only.
		[
			'seedance-v1-pro-i2v-480p',
			[
				[['JPEG', 'PNG'], false],
				[expect.any(Array), true],
			],
		],
		// Document 002 mentions neither.
		[
			'seedance-v1.5-pro/image-to-video',
			[
				[expect.arrayContaining(['JPEG', 'PNG', 'WebP']), false],
				[expect.arrayContaining(['JPEG', 'PNG', 'WebP']), false],
			],
		],
	])('are those of the documents: %s', (id, rules) => {
		expect(rulesOf(id, { image, last_image: image })).toEqual(rules);
	});

	it('go with the kind of each list', () => {
		const values = { reference_images: 'photo', reference_videos: 'clip', reference_audios: image };
		const built = buildRequest(text, { prompt, ...values }, context);
		expect(built.ok && built.value.media.map(({ rule }) => rule.kind)).toEqual([
			'image',
			'video',
			'audio',
		]);
	});
});
