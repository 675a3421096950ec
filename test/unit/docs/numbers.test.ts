/**
 * Each number in README and docs is one that the code has, or stands below with a reason. Words may be
 * changed freely; a page that tells a new number needs a line here.
 */
import type { IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { SeedanceTextToVideo } from '../../../nodes/SeedanceTextToVideo/SeedanceTextToVideo.node';
import { itemOptions, listLimit, runOptions } from '../../../nodes/shared/descriptions/optionTable';
import { openTaskNotes } from '../../../nodes/shared/n8n/memory';
import { memoryLimit, mostTries } from '../../../seedance/api/fetchOutput';
import { retentionMs } from '../../../seedance/api/task';
import { mediaRule } from '../../../seedance/media/rules';
import { catalogue, defaultModel, findModel } from '../../../seedance/models';
import { parameterOf } from '../../../seedance/models/schema';
import { BRONZE } from '../../../simulator';
import { constant, factIn, numbersIn } from '../../support/docs/numbers';
import { papers, read } from '../../support/docs/papers';

/** Written from the messages and from the catalogue, whose numbers other tests hold. */
const generated = new Set(['docs/reference/errors.md', 'docs/reference/parameters.md']);

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

const images = parameterOf(model('bytedance/seedance-2.0/image-to-video'), 'images');
const mostImages = String(images?.type === 'array' ? images.maxItems : undefined);

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

const usedSeconds = (id: string) =>
	findModel(`bytedance/${id}`)?.parameters['video']?.files?.usedSeconds?.most;

const facts: Readonly<Record<string, readonly Line[]>> = {
	'README.md': [
		[`${n8n1.replace(/\.\d+$/, '')}`],
		...majors.map((major): Line => [`${major}.x`]),
		...once(firstName, firstLength, firstResolution, days, `n8n ${n8n1}`, n8n2),
	],
	'docs/guides/batches.md': [
		[preset('submitsAtOnce')],
		[`${BRONZE.videosPerMinute} videos`],
		[`${itemOptions.videosPerItem.maximum} videos`],
		[preset('submitDeadlineMinutes')],
		['100 videos'],
		[`${100 / BRONZE.videosPerMinute} minutes`],
	],
	'docs/guides/costs.md': [[preset('maximumCostUsd')], [preset('keepBalanceAboveUsd')]],
	'docs/guides/files.md': [
		[days, 2],
		[`${preset('maximumFileSizeMb')} MB`],
		[megabytes(memoryLimit)],
		[`${mostTries} times`],
		[megabytes(mediaRule('image').mostBytes)],
		[megabytes(mediaRule('video').mostBytes)],
		[megabytes(mediaRule('audio').mostBytes)],
		// The usual limits of the provider's models.
		[`${factIn('seedance/media/rules.ts', /usual = \{ mostBytes: (\d+) \* 1024/)} MB`, 2],
		[`${constant('rules.leastPixels')}`, 2],
		[`${constant('rules.leastPixels')} pixels`, 2],
		[`${constant('rules.least')}`],
		[`${constant('rules.most')}`],
		[`${constant('upload.mostTries')} times`],
		[`${factIn('bench/media/index.ts', /videoBytes = (\d+) \* mb/)} MB`],
		[`${atMost('media/index', '300 MB video to binary')} MB`],
		[`${factIn('bench/media/child.ts', /imageBytes = (\d+) \* 1024/)} MB`],
		[`${atMost('media/index', '10 MB image uploaded')} MB`],
	],
	'docs/guides/going-live.md': [[days], [`n8n ${majors[1]}`, 2]],
	'docs/guides/image-to-video.md': [[`${mostImages} images`], ['Seedance 2.0', 2]],
	'docs/guides/no-double-charges.md': [
		[days, 2],
		[factIn('seedance/run/requestKey.ts', /depths = \[100, ([\d_]+)\]/).replace('_', ',')],
		[`${factIn('test/node/request-key.test.ts', /in (\d+) executions at the same/)} executions`],
		[agents],
		// How many IDs the text of an error names.
		[factIn('nodes/shared/n8n/outputItem.ts', /ids\.slice\(0, (\d+)\)/)],
		[`${notedTasks()}`],
		[`n8n ${signedUrls}`],
	],
	'docs/guides/video-to-video.md': [
		[days],
		[`${usedSeconds('seedance-2.0/video-edit')}`],
		[`${usedSeconds('seedance-2.5/video-edit')} seconds`],
	],
	'docs/guides/text-to-video.md': once(firstName),
	'docs/guides/waiting.md': [
		[`${constant('schedule.shortestPauseMs') / 1000} s`, 3],
		// The list is looked at twice as often.
		[`${constant('schedule.shortestPauseMs') / 2000} s`, 2],
		[`${constant('schedule.firstLookMs') / 1000} s`],
		[minutes(constant('schedule.growsAfterMs'))],
		[`${constant('callback.rememberedMs') / 3_600_000} hours`],
		[`${constant('deliveries.RETRIES')} times`],
		[`${preset('recheckMinutes')} minute`],
		[`n8n ${majors[0]}.x`, 2],
		[`${majors[1]}.x`],
		[signedUrls],
		[`${suspended} executions`],
		[`n8n ${n8n2}`],
	],
	'docs/internals/reliability.md': [
		[minutes(constant('look.shownWithinMs'))],
		[days],
		[`${count(constant('memory.most'))} executions`],
		[`n8n ${signedUrls}`],
		[agents],
		[`n8n ${majors[1]}.x`, 2],
		[`${majors[0]}.x`, 2],
		[`${count(factIn('test/fuzz/index.ts', /usualBodies = '(\d+)'/))} requests`],
		[`${count(factIn('jest.chaos.config.js', /CHAOS_TASKS: (\d+)/))} videos`],
		[`${Number(factIn('test/chaos/chaos.test.ts', />= 2000 \? (0\.\d+)/)) * 100} %`],
	],
	'docs/reference/models.md': [
		...generations.map((generation, i): Line => [i === 0 ? `Seedance ${generation}` : generation]),
		[`${documented} models`],
		[mostImages],
		[`Seedance ${generations[0]}`],
	],
	'docs/reference/operations.md': [
		...once(firstName, days, count(listLimit.unset)),
		[preset('timeoutMinutes')],
	],
	'docs/reference/options.md': [
		[`${itemOptions.videosPerItem.maximum}`],
		[`${itemOptions.videosPerItem.minimum}`],
		[preset('videosPerItem')],
		[preset('submitsAtOnce')],
		[`${runOptions.submitsAtOnce.minimum}`],
		[`${runOptions.submitsAtOnce.maximum}`],
		[preset('submitDeadlineMinutes')],
		[seconds(constant('createVideo.watchedMs'))],
		[preset('maximumCostUsd')],
		[preset('keepBalanceAboveUsd')],
		[`${preset('maximumFileSizeMb')}`],
		[`${memoryLimit / 2 ** 20}`],
		[preset('timeoutMinutes')],
		[preset('recheckMinutes')],
	],
};

/** The numbers that messages may have: they are the API's, or examples in the messages. */
const inMessages = [
	days,
	`${BRONZE.videosPerMinute} videos`,
	factIn('seedance/errors/accountMessages.ts', /within (\d+ hours)/),
	...['7', '2.0', '0', '$0', '1 video'],
];

/** Numbers that no constant has, by the reason. */
const reasons: Readonly<Record<string, Readonly<Record<string, readonly Line[]>>>> = {
	'counts what the page shows': {
		'docs/getting-started.md': [['2'], ['5']],
		'docs/guides/costs.md': [['3 items']],
		'docs/guides/waiting.md': [['4 ways'], ['3 steps']],
		'docs/reference/options.md': [['2 ways']],
	},
	'is an example, or compared with another': {
		'docs/guides/batches.md': [['7'], ['8'], ['9']],
		'docs/guides/costs.md': [['0', 3], ['100 items'], ['100'], ['2 executions']],
		'docs/guides/image-to-video.md': [['2 images']],
		'docs/guides/no-double-charges.md': [['2 items']],
		'docs/guides/text-to-video.md': [['5'], ['16', 2], ['9', 2], ['1', 2]],
		'docs/guides/waiting.md': [['2 callbacks']],
		'docs/reference/options.md': [['0']],
	},
	'is a status of HTTP': {
		'docs/internals/reliability.md': [['429'], ['5xx', 2], ['404']],
	},
	"is n8n's own": {
		// The version that stops loading unverified packages.
		'README.md': [['3.0'], ['n8n 3.0'], ['2.0.0']],
		'docs/guides/files.md': [['n8n 1.x']],
		// The most that a file in its database may have.
		'docs/guides/going-live.md': [['512 MB'], ['n8n 3.0', 2]],
		// The versions that it's about, and the one from which a list of packages can be given.
		'docs/guides/installation.md': [
			...once('n8n 3', '1.x', '1.123', '2.x', 'n8n 2.21', 'n8n 2'),
			['3.0', 2],
		],
		// The most that a webhook may bring, and how much of it an image is before it is Base64.
		// And the versions whose nodes can't ask for the execution order.
		'docs/guides/waiting.md': [...once('16 MB', `${(16 * 3) / 4} MB`, 'n8n 2.0', '2.4', '1.123')],
	},
	'was announced by others, or tells of the past': {
		'README.md': [['$0.80']],
		'docs/reference/models.md': [['Seedance 1.5 Pro'], ['2026'], ['1.0'], ['1.5']],
		'docs/guides/moving-from-seedance-1.md': [['Seedance 1'], ['Seedance 1.0'], ['1.5']],
	},
	'is held by another test (readme-figures)': { 'README.md': [['20.19']] },
	'is advice': {
		'docs/getting-started.md': [['5 minutes']],
		'docs/guides/waiting.md': [['5'], ['15 minutes']],
	},
	'was measured, as the page says': {
		'docs/guides/waiting.md': [
			...once('2 workers', '2 cores', '2026-11-21', '0.17 s', '0.7 s', '5', '54 s'),
			...once('748', '669', '802', '685 MB', '1,000'),
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

const written = papers.filter(
	(page) => /^(README|docs\/(getting-started|guides|reference))/.test(page) && !generated.has(page),
);

it.each([...written, 'docs/internals/reliability.md'])('%s', (page) => {
	expect(compare(read(page), linesOf(page))).toEqual({ unknown: [], unused: [] });
});

it('messages have the numbers of the API', () => {
	const numbers = numbersIn(read('docs/reference/errors.md'));
	expect(numbers).toContain(days);
	expect(numbers.filter((number) => !inMessages.includes(number))).toEqual([]);
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
