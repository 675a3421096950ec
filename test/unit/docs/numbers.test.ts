/**
 * Each number in README and docs is one that the code has, or stands below with a reason. Words may be
 * changed freely; a page that tells a new number needs a line here.
 */
import type { IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { SeedanceTextToVideo } from '../../../nodes/SeedanceTextToVideo/SeedanceTextToVideo.node';
import { openTaskNotes } from '../../../nodes/shared/n8n/memory';
import { memoryLimit, mostTries } from '../../../seedance/api/fetchOutput';
import { retentionMs } from '../../../seedance/api/task';
import { mediaRule } from '../../../seedance/media/rules';
import { catalogue, defaultModel, findModel } from '../../../seedance/models';
import { parameterOf } from '../../../seedance/models/schema';
import { BRONZE } from '../../../simulator';
import { constant, factIn, numbersIn } from '../../support/docs/numbers';
import { read } from '../../support/docs/papers';

/** A number as a page writes it, and how often at most. */
type Line = readonly [number: string, times?: number];

const once = (...numbers: readonly string[]) => numbers.map((number): Line => [number]);

const count = (value: number | string) => Number(value).toLocaleString('en-US');
const minutes = (ms: number) => `${ms / 60_000} minutes`;
const seconds = (ms: number) => `${ms / 1000} seconds`;
const megabytes = (bytes: number) => `${count(bytes / 2 ** 20)} MB`;
const days = `${retentionMs / 86_400_000} days`;

function model(id: string) {
	const record = findModel(id);
	if (record === undefined) throw new Error(`No model ${id}`);
	return record;
}
const offered = catalogue.filter(({ mode }) => mode in defaultModel);
const documented = String(catalogue.filter(({ confidence }) => confidence === 'document').length);
const generations = [...new Set(offered.map(({ generation }) => generation))].sort();
const first = model(defaultModel['text-to-video']);
const firstName = first.displayName.replace(' Text to Video', '');
const firstLength = `${String(parameterOf(first, 'duration')?.default)} seconds`;
const firstResolution = String(parameterOf(first, 'resolution')?.default);

const boundsSchema = z.object({
	enum: z.array(z.number()).default([]),
	minimum: z.number().optional(),
	maximum: z.number().optional(),
	maxItems: z.number().optional(),
});
/** The choices of a parameter, or the least and the most that it allows. */
function bounds(id: string, name: string): readonly number[] {
	const { minimum, maximum, maxItems, ...all } = boundsSchema.parse(parameterOf(model(id), name));
	return [...all.enum, minimum, maximum, maxItems].filter((bound) => bound !== undefined);
}
const mostImages = String(bounds('bytedance/seedance-2.0/image-to-video', 'images').at(-1));
const [shortest, longest] = bounds('bytedance/seedance-2.5/text-to-video', 'duration');

/** The lengths that a model allows and that have a published price. */
function priced(id: string): readonly number[] {
	const most = bounds(id, 'duration').at(-1) ?? 0;
	const all = model(id).price?.rows.flatMap(({ usdBySeconds }) => Object.keys(usdBySeconds)) ?? [];
	return [...new Set(all.map(Number))].filter((length) => length <= most);
}
/** As a page lists them: "5, 10 and 15 seconds". */
const listed = (id: string) =>
	priced(id).map((length, i, all): Line => [`${length}${i < all.length - 1 ? '' : ' seconds'}`]);
const byTheSecond = model('bytedance/seedance-v1-pro-t2v-480p').price?.rows[0]?.perSecond;

/** The default of a field or an option. */
function preset(name: string): string {
	const find = (value: unknown): unknown => {
		if (typeof value !== 'object' || value === null) return undefined;
		if ('name' in value && value.name === name && 'default' in value) return value.default;
		return Object.values(value)
			.map(find)
			.find((found) => found !== undefined);
	};
	return count(z.number().parse(find(new SeedanceTextToVideo().description.properties)));
}

/** How many IDs the custom data of an execution takes. */
function notedTasks(): number {
	const data = new Map<string, string>();
	const get = (key: string) => data.get(key);
	const customData = { get, set: (key: string, value: string) => void data.set(key, value) };
	const context = { getWorkflowDataProxy: () => ({ $execution: { customData } }) };
	const note = openTaskNotes(context as unknown as IExecuteFunctions);
	for (let task = 0; task < 1000; task += 1) note(String(task).padStart(32, '0'));
	return [...data.values()].join().split(',').length;
}

const n8n1 = factIn('test/e2e/n8n1/package.json', /"n8n": "([\d.]+)"/);
const n8n2 = factIn('test/e2e/n8n2/package.json', /"n8n": "([\d.]+)"/);
const majors = [n8n1, n8n2].map((version) => version.replace(/\..*/, ''));
const suspended = count(factIn('test/e2e/queue/arguments.ts', /count: .*default: '(\d+)'/));
/** What the figure of a benchmark may be at most. */
const atMost = (folder: string, figure: string) =>
	factIn(`bench/${folder}.ts`, new RegExp(`'${figure}',.*?(\\d+)(?: }|\\)),`));
/** What n8n does, as docs/internals has it from a try or from its source. */
const ofN8n = (pattern: RegExp) => factIn('docs/internals/n8n.md', pattern);
const signedUrls = ofN8n(/From (2\.\d+) on the URL carries a random token/);
const agents = ofN8n(/AI Agents before version (\d)/);
const pauses = factIn('seedance/run/requestKey.ts', /pausesMs = \[([\d_, ]+)\]/).split(', ');
const pausesMs = pauses.reduce((sum, pause) => sum + Number(pause.replace('_', '')), 0);

const facts: Readonly<Record<string, readonly Line[]>> = {
	'README.md': [
		[n8n1.replace(/\.\d+$/, '')],
		...majors.map((major): Line => [`${major}.x`]),
		[`n8n ${majors[1]}`, 2],
		...once(firstName, firstLength, firstResolution),
		[days, 3],
		// How many IDs the text of an error names.
		[factIn('nodes/shared/n8n/outputItem.ts', /ids\.slice\(0, (\d+)\)/)],
		[`${notedTasks()}`],
		[`${BRONZE.videosPerMinute} videos`],
		[`${preset('submitDeadlineMinutes')} minutes`],
		['Seedance 2.0'],
		[mostImages],
		[megabytes(mediaRule('image').mostBytes)],
		[`${mostTries} times`],
		...generations.map((generation, i): Line => [i === 0 ? `Seedance ${generation}` : generation]),
		[`${documented} models`],
		[`${suspended} executions`],
	],
	'docs/first-video.md': [
		...once(firstName, firstLength, firstResolution, days),
		[`${(factIn('package.json', /"nodes": \[([^\]]*)\]/).match(/"/g) ?? []).length / 2}`],
	],
	'docs/media.md': [
		[megabytes(mediaRule('image').mostBytes)],
		[megabytes(mediaRule('video').mostBytes)],
		[megabytes(mediaRule('audio').mostBytes)],
		// The usual limits of the provider's models.
		[`${factIn('seedance/media/rules.ts', /usual = \{ mostBytes: (\d+) \* 1024/)} MB`, 2],
		[`${constant('rules.leastPixels')}`, 2],
		[`${constant('rules.leastPixels')} pixels`, 2],
		[`${constant('rules.least')}`],
		[`${constant('rules.most')}`],
		[days, 2],
		[`${constant('upload.mostTries')} times`],
		[preset('maximumFileSizeMb')],
		[megabytes(memoryLimit)],
		[`${mostTries} times`],
		[megabytes(constant('uploads.mostHeld'))],
		[`${factIn('bench/media/index.ts', /videoBytes = (\d+) \* mb/)} MB`],
		[`${atMost('media/index', '300 MB video to binary')} MB`],
		[`${factIn('bench/media/child.ts', /pictureBytes = (\d+) \* 1024/)} MB`],
		[`${atMost('media/index', '10 MB picture uploaded')} MB`],
	],
	'docs/models.md': [
		[seconds(constant('models.requestTimeoutMs'))],
		...once(`${shortest}`, `${longest}`, documented, firstName, `Seedance ${generations[0]}`),
		[mostImages],
		[`${mostImages} pictures`, 2],
	],
	'docs/money.md': [
		[model('bytedance/seedance-2.0/image-to-video').price?.at ?? ''],
		...generations.map((generation): Line => [generation, 2]),
		...listed('bytedance/seedance-2.0/image-to-video'),
		...priced('bytedance/seedance-v1.5-pro/text-to-video').map((length): Line => [
			`${length} seconds`,
		]),
		...listed('bytedance/seedance-v1-pro-i2v-480p'),
		...listed('bytedance/seedance-v1-lite-t2v-480p'),
		[`${byTheSecond?.minimumSeconds}`],
		[`${constant('budget.mostNamed')}`],
		[factIn('seedance/errors/accountMessages.ts', /within (\d+ hours)/)],
	],
	'docs/reliability.md': [
		[minutes(constant('look.shownWithinMs'))],
		[days, 2],
		[`${Math.floor(notedTasks() / 10) * 10} IDs`],
		[`${count(constant('memory.most'))} executions`],
		[`n8n ${signedUrls}`],
		[agents],
		[`n8n ${majors[1]}.x`, 2],
		[`${majors[0]}.x`, 2],
		[`${count(factIn('test/fuzz/index.ts', /usualBodies = '(\d+)'/))} requests`],
		[suspended],
		[`${count(factIn('jest.chaos.config.js', /CHAOS_TASKS: (\d+)/))} videos`],
		[`${Number(factIn('test/chaos/chaos.test.ts', />= 2000 \? (0\.\d+)/)) * 100} %`],
	],
	'docs/request-key.md': [
		[`${factIn('test/node/request-key.test.ts', /in (\d+) executions at the same/)} executions`],
		[factIn('seedance/run/requestKey.ts', /depths = \[100, ([\d_]+)\]/).replace('_', ',')],
		...once(days, seconds(pausesMs), `n8n ${signedUrls}`),
		[agents, 2],
	],
	'docs/waiting.md': [
		[`${constant('deliveries.RETRIES')} times`],
		[`${atMost('batch/waiting', 'detection delay, median')} s`],
		[`${atMost('batch/waiting', 'detection delay, 95th percentile')} s`],
		[minutes(constant('signature.toleranceMs'))],
		[minutes(constant('secret.keptMs'))],
		[`${constant('callback.rememberedMs') / 3_600_000} hours`],
		[`${preset('recheckMinutes')} minute`],
		[preset('recheckMinutes')],
		[`${majors[0]}.x`, 3],
		[`${majors[1]}.x`],
		[signedUrls],
		[`${suspended} executions`],
		[`n8n ${n8n2}`],
	],
	// Written from the messages, whose numbers are the API's.
	'docs/troubleshooting.md': [
		[days, 9],
		[`${BRONZE.videosPerMinute} videos`, 9],
		[factIn('seedance/errors/accountMessages.ts', /within (\d+ hours)/), 20],
	],
};

/** Numbers that no constant has, by the reason. */
const reasons: Readonly<Record<string, Readonly<Record<string, readonly Line[]>>>> = {
	'counts what the page shows': {
		'README.md': [['3 steps']],
		'docs/first-video.md': [['3 steps'], ['2']],
		'docs/money.md': [['3 items']],
		'docs/waiting.md': [['4 ways'], ['3']],
	},
	'is an example, or one beside another': {
		'README.md': [['7'], ['13'], ['2 executions']],
		'docs/money.md': [['0', 3], ['100 items'], ['100'], ['2 executions'], ['2 videos'], ['$1.60']],
		'docs/reliability.md': [['2 videos']],
		'docs/request-key.md': [['2 items']],
		'docs/waiting.md': [['2 callbacks']],
		'docs/troubleshooting.md': [['5'], ['7'], ['0'], ['2.0']],
	},
	'is a status of HTTP': {
		'docs/reliability.md': [
			['2xx'],
			['4xx'],
			['5xx', 3],
			['404'],
			['407'],
			['408', 2],
			['429'],
			['503'],
		],
		'docs/waiting.md': [['409']],
	},
	"is n8n's own": {
		// The settings of On Error; the most that a file in its database may have.
		'README.md': [['3'], ['512 MB']],
		'docs/media.md': [['n8n 1.x']],
		// The most that a webhook may bring, and how much of it an image is before it is Base64.
		'docs/waiting.md': [['16 MB'], [`${(16 * 3) / 4} MB`]],
	},
	'was announced by others, or tells of the past': {
		'README.md': [['$0.80']],
		'docs/models.md': [['Seedance 1.5 Pro'], ['2026']],
		'docs/money.md': [['20 seconds']],
	},
	'is held by another test (readme-figures)': { 'README.md': [['20.19']] },
	'is a resolution of the models that have a published price': {
		'docs/money.md': [['480p', 4], ['720p', 2], ['1080p']],
	},
	'is advice': { 'docs/waiting.md': [['5'], ['15 minutes']] },
	'was measured, as the page says': {
		'docs/waiting.md': [
			...once('95 %', '70 s', '2 workers', '2 cores', '2026-11-21', '1', '0.17 s', '95th'),
			...once('0.24 s', '0.7 s', '2.5 callbacks', '5 callbacks', '1 minute', '54 s'),
			...once('748', '669', '802', '685 MB', '0.2 s'),
			['1,000', 2],
			['0', 3],
		],
	},
};

/** The numbers of a page for which there is no line, or not so many; and lines without a number. */
function compare(text: string, lines: readonly Line[]) {
	const left = new Map<string, number>();
	for (const [number, times = 1] of lines) left.set(number, (left.get(number) ?? 0) + times);
	const numbers = numbersIn(text);
	const unknown = numbers.filter((number) => {
		const times = left.get(number) ?? 0;
		left.set(number, times - 1);
		return times <= 0;
	});
	return { unknown, unused: [...left.keys()].filter((number) => !numbers.includes(number)) };
}
const linesOf = (page: string) => [
	...(facts[page] ?? []),
	...Object.values(reasons).flatMap((pages) => pages[page] ?? []),
];

it.each(Object.keys(facts))('%s', (page) => {
	expect(compare(read(page), linesOf(page))).toEqual({ unknown: [], unused: [] });
});

it.each([
	['30 MB, tried three times', 'Files of up to 30 MB are tried three times.', [], []],
	['another number', 'Of up to 31 MB, tried three times.', ['31 MB'], ['30 MB']],
	['another number that is right elsewhere', '30 MB, 30 MB, three times', ['30 MB'], []],
	['another number in words', '30 MB, tried four times', ['4 times'], ['3 times']],
	['code and links', 'Three times `x = 7` [30 MB](page.md#part-8)', [], []],
])('%s', (_, text, unknown, unused) => {
	expect(compare(text, once('30 MB', '3 times'))).toEqual({ unknown, unused });
});
