/** Which files a task's outputs are, in the forms that services give them. */
import { parseTask } from '../../../seedance/api/task';
import { task } from '../../support/api/replies';

const parse = (more: Readonly<Record<string, unknown>>) => parseTask(task('a', 'completed', more));
const outputsOf = (outputs: unknown) => parse({ outputs })?.outputs;
const [first, second] = ['https://x/1.mp4', 'https://x/2.mp4'];

describe('the outputs of a task', () => {
	it.each([
		[
			['https://x/1.mp4', 'https://x/2.mp4'],
			['https://x/1.mp4', 'https://x/2.mp4'],
		],
		[[{ url: 'https://x/1.mp4' }], ['https://x/1.mp4']],
		[[{ url: 7 }, null, 7, [], {}, 'https://x/1.mp4'], ['https://x/1.mp4']],
		[null, []],
		[undefined, []],
		[{}, []],
		['https://x/1.mp4', ['https://x/1.mp4']],
		['//x/1.mp4', ['https://x/1.mp4']],
		[{ url: ' //x/1.mp4' }, ['https://x/1.mp4']],
		['', []],
		[[], []],
		[{ url: 'https://x/1.mp4' }, ['https://x/1.mp4']],
		[{ video: { url: 'https://x/1.mp4' } }, ['https://x/1.mp4']],
		[[{ video: { url: 'https://x/1.mp4' } }], ['https://x/1.mp4']],
		[{ video: 'https://x/1.mp4', thumbnail: 'https://x/1.png' }, ['https://x/1.mp4']],
		[{ thumbnail: { url: 'https://x/1.png' }, file: 'https://x/1.mp4' }, ['https://x/1.mp4']],
		[
			{ videos: [{ url: 'https://x/1.mp4' }, 'https://x/2.mp4'] },
			['https://x/1.mp4', 'https://x/2.mp4'],
		],
		[
			[['https://x/1.mp4'], [['https://x/2.mp4']]],
			['https://x/1.mp4', 'https://x/2.mp4'],
		],
		[{ format: 'mp4', seconds: 5 }, []],
	])('outputs %j', (outputs, urls) => {
		expect(parse({ outputs })?.outputs).toEqual(urls);
	});

	it.each([
		{ outputs: [], output: 'https://x/1.mp4' },
		{ outputs: null, output: { video: { url: 'https://x/1.mp4' } } },
		{ outputs: null, video: { url: 'https://x/1.mp4' } },
		{ outputs: null, result: { video_url: 'https://x/1.mp4' } },
		{ outputs: null, videos: ['https://x/1.mp4'] },
	])('of a finished task elsewhere: %j', (more) => {
		expect(parse(more)?.outputs).toEqual(['https://x/1.mp4']);
	});

	it('are at most what 1,000 values hold', () => {
		const nested = (depth: number): unknown =>
			depth === 0 ? 'x' : Array.from({ length: 6 }, () => nested(depth - 1));
		const outputs = Array.from({ length: 200_000 }, (_, i) => `https://x/${i}.mp4`);
		// The list is a value, too.
		expect(parse({ outputs: nested(7) })?.outputs.length).toBeLessThan(1_001);
		expect(outputsOf(outputs)).toEqual(outputs.slice(0, 999));
	});

	it('are texts of any kind in a list, and only URLs in fields and in JSON', () => {
		expect(outputsOf(['file-1'])).toEqual(['file-1']);
		expect(outputsOf(['file-1', { file: 'file-2', other: first }])).toEqual(['file-1', first]);
		expect(outputsOf(JSON.stringify(['file-1', first]))).toEqual([first]);
		expect(outputsOf({ file: 'http://x/1.mp4' })).toEqual(['http://x/1.mp4']);
		expect(outputsOf({ file: 'see https://x/1.mp4' })).toEqual([]);
	});

	it('are without the space around them', () => {
		expect(outputsOf([` ${first}\n`, { file: ` ${second} ` }])).toEqual([first, second]);
		expect(outputsOf({ url: ` ${first} ` })).toEqual([first]);
		expect(outputsOf([' ', { url: ' ', file: first }])).toEqual([first]);
	});

	it('are one for each object that has a URL of its own', () => {
		expect(outputsOf([{ page: 'https://x/1.html', url: first }, { uri: second }])).toEqual([
			first,
			second,
		]);
		expect(outputsOf({ url: 'file-1', page: 'https://x/1.html' })).toEqual(['file-1']);
	});

	it.each(['thumb', 'thumbnail', 'cover', 'poster', 'preview', 'first_frame', 'lastFrame'])(
		'are never its %s',
		(field) => {
			expect(outputsOf({ [field]: 'https://x/1.png', file: first })).toEqual([first]);
		},
	);

	it.each(['firstFrame', 'last_frame'])('are never its %s', (field) => {
		expect(outputsOf({ [field]: 'https://x/1.png' })).toEqual([]);
	});

	it('are its videos only, if it has some', () => {
		expect(outputsOf({ audio: 'https://x/1.mp3', clip_video: first })).toEqual([first]);
		expect(outputsOf({ video_format: 'mp4', file: first })).toEqual([first]);
		expect(outputsOf({ video_count: 2, a: first, b: second })).toEqual([first, second]);
	});

	// An answer may repeat the request, in which a video can be an input.
	it.each([
		['that was accepted', { id: 'a', video: first }, 'created'],
		['that is running', { id: 'a', status: 'processing', video: first }, 'processing'],
	])('are not the input video of a task %s', (_, data, status) => {
		expect(parseTask(data, 'created')).toMatchObject({
			status,
			statusKind: 'running',
			outputs: [],
		});
	});
});

it.each([
	['JSON in a text', { outputs: '["https://cdn.example/a.mp4"]' }],
	['content', { content: { video_url: 'https://cdn.example/a.mp4' } }],
	['files', { files: [{ url: 'https://cdn.example/a.mp4' }] }],
	['artifacts', { artifacts: [{ video: { download: 'https://cdn.example/a.mp4' } }] }],
])('the address in %s is found', (_name, more) => {
	expect(parseTask({ id: 'a', status: 'completed', ...more })).toMatchObject({
		outputs: ['https://cdn.example/a.mp4'],
	});
});
