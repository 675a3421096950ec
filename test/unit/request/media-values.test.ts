/** The forms of images, videos and audio in a request. */
import { findModel, mediaParameters } from '../../../seedance/models';
import type { ItemFiles } from '../../../seedance/media/source';
import { buildRequest } from '../../../seedance/request/buildRequest';
import { earlierVideo, readMedia } from '../../../seedance/request/mediaValues';

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
		['data', "isn't a file of this item", 'its files: photo, logo or clip.'],
		['example.com/a.png', "isn't a URL or a file of this item", 'begins with https://'],
		['/home/me/a.png', "isn't a URL or a file of this item", 'Read/Write Files from Disk'],
		['ftp://example.com/a.png', "isn't a URL", 'HTTP Request node'],
		['file:///a.png', "isn't a URL", 'HTTP Request node'],
		['http://192.168.1.7/a.png', "can't be reached from the internet", 'HTTP Request node'],
		['https://drive.google.com/file/d/1/view', 'is a Google Drive page', 'Google Drive node'],
		['data:image/png;base64,not base64!', 'in its Base64', 'data:image/jpeg;base64,'],
		['data:image/png,AAAA', "is a data URI that isn't in Base64", 'data:image/jpeg;base64,'],
		['both', 'allows one file', 'one name: photo or logo.'],
	])('is not %s', (given, finding, advice) => {
		expect(buildRequest(pro15, { image: given, prompt }, context)).toEqual({
			ok: false,
			problem: [
				expect.objectContaining({
					parameter: 'image',
					given,
					finding: expect.stringContaining(finding),
					advice: expect.stringContaining(advice),
				}),
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
		expect(bodyOf(5)).toEqual(["isn't a file or URL"]);
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
		expect(refusalOf([])?.finding).toBe('names a file, but the item has none');
	});

	it('that stands for one file is no list of files', () => {
		const record = mediaParameters(pro15);
		const cover: ItemFiles = { names, find: () => ['photo'] };
		const { refusals } = readMedia({ image: 'cover' }, record, { ...context, files: cover });
		expect(refusals[0]?.finding).toBe("isn't a file of this item");
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
			expect.objectContaining({ finding: 'allows 1 to 4 images', got: '5' }),
		]);
	});

	it.each([
		['a number', 5, "has an entry that isn't a file or URL", '5'],
		[
			'an object without address',
			{ filename: 'a.png' },
			"has an entry that isn't a file or URL",
			'{"filename":"a.png"}',
		],
		[
			'a name without a file',
			'nothing',
			"has an entry that isn't a file of this item",
			'"nothing"',
		],
	])('names the entry that is of no use, not the count: %s', (_, entry, finding, got) => {
		const built = buildRequest(seedance2, { images: [image, entry], prompt }, context);
		expect(built.ok || built.problem).toEqual([expect.objectContaining({ finding, got })]);
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
		const song = 'https://example.com/song.mp3';
		const values = { reference_images: 'photo', reference_videos: 'clip', reference_audios: song };
		const built = buildRequest(text, { prompt, ...values }, context);
		expect(built.ok && built.value.media.map(({ rule }) => rule.kind)).toEqual([
			'image',
			'video',
			'audio',
		]);
	});
});

describe('the video of an earlier node', () => {
	const taskId = '0123456789abcdef0123456789abcdef';
	const videoUrl = 'https://example.com/clip.mp4';
	const now = Date.parse('2026-11-27T12:00:00Z');
	const fresh = '2026-12-04T12:00:00.000Z';
	const past = '2026-11-27T11:59:59.000Z';

	it.each<readonly [string, unknown, string | undefined]>([
		['its URL', { videoUrl, taskId, expiresAt: fresh }, videoUrl],
		['its URL, when nothing says until when', { videoUrl, taskId, expiresAt: 'soon' }, videoUrl],
		['its task, when it has no URL', { videoUrl: null, taskId }, taskId],
		['its task, when the URL has expired', { videoUrl, taskId, expiresAt: past }, taskId],
		['its expired URL, when it has no task', { videoUrl, expiresAt: past }, videoUrl],
		['a task with an ID of another form', { taskId: ' job-7 ' }, 'task:job-7'],
		['a task whose ID is a number', { taskId: 7 }, 'task:7'],
		['that of an item as the API returns it', { id: taskId, outputs: [] }, taskId],
		['that of an error item', { error: { message: 'Late', taskId } }, taskId],
		['nothing of a row of a sheet', { id: 7, name: 'Fox' }, undefined],
		['nothing of a text', videoUrl, undefined],
		['nothing of nothing', undefined, undefined],
	])('is %s', (_, item, video) => {
		expect(earlierVideo(item, now)).toBe(video);
	});

	const [parameter] = mediaParameters({
		parameters: { video: { type: 'string', 'x-accept': 'video/*' } },
	}).values();
	if (parameter === undefined) throw new Error('no parameter');
	const sourceOf = (video: string, kind: 'video' | 'image' = 'video') =>
		readMedia({ video }, new Map([['video', { ...parameter, kind }]]), context).uses[0]?.source;

	it.each([
		[taskId, taskId],
		[` ${taskId}\n`, taskId],
		['task:job-7', 'job-7'],
		[`https://api.wavespeed.ai/api/v3/predictions/${taskId}/result`, taskId],
		['https://api.wavespeed.ai/api/v3/predictions/job%207', 'job 7'],
	])('is named by %j', (text, id) => {
		expect(sourceOf(text)).toEqual({ kind: 'task', id });
		expect(sourceOf(text, 'image')?.kind).not.toBe('task');
	});
});
