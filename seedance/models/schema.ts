/** Reads records: the kinds of their media, their parameters, their prices, and texts about them. */
import type { MediaKind } from '../media/fileType';
import { chargedSeconds } from './modes';
import type { ModelRecord, Parameter, PriceRow } from './types';

export type { Mode, OfferedMode } from './modes';
export type * from './types';

const mediaKinds: readonly MediaKind[] = ['image', 'video', 'audio'];

/** The kind of media of MIME types such as "image/png,image/jpeg". */
export const mediaKindIn = (accept: string | undefined): MediaKind | undefined =>
	mediaKinds.find((kind) => accept?.includes(`${kind}/`) === true);

const isFreeText = (parameter: Parameter) =>
	parameter.type === 'string' && parameter.enum === undefined;

/** The kind of media of a text parameter or a list of texts; undefined for all others. */
export function mediaKindOf(parameter: Parameter): MediaKind | undefined {
	const text = parameter.type === 'array' ? parameter.items : parameter;
	return isFreeText(text) ? mediaKindIn(parameter['x-accept']) : undefined;
}
/** A model's parameter by its API name. It doesn't find inherited names such as "constructor". */
export function parameterOf({ parameters }: ModelRecord, name: string): Parameter | undefined {
	return Object.hasOwn(parameters, name) ? parameters[name] : undefined;
}

// Estimates prices from published ones. An unknown price is undefined and never guessed.

/** The known and unknown costs of submits. */
export interface Spending {
	/** The sum of the known prices, in USD. */
	readonly usd: number;
	/** How many submits have an unknown price. */
	readonly unpriced: number;
}

/** USD to a hundredth of a cent: 0.03 × 7 is 0.21. */
export const roundUsd = (usd: number): number => Math.round(usd * 10_000) / 10_000;

/** "$1.20", "$0.0625": at least two digits, and more when they matter. */
export function usdText(usd: number): string {
	const digits = roundUsd(usd).toFixed(4);
	return `$${digits.replace(/0{1,2}$/, '')}`;
}

/** The sum of costs, of which some may be unknown. */
export function sumOf(costs: Iterable<number | undefined>): Spending {
	const all = [...costs];
	const known = all.filter((cost) => cost !== undefined);
	return {
		usd: roundUsd(known.reduce((sum, usd) => sum + usd, 0)),
		unpriced: all.length - known.length,
	};
}

type Body = Readonly<Record<string, unknown>>;

/** Parameters that no source names as a price driver. */
const harmless = new Set([
	'prompt',
	'negative_prompt',
	'image',
	'images',
	'last_image',
	'video',
	'audio',
	'aspect_ratio',
	'camera_fixed',
	'seed',
]);

/** A value of the request, or the API's default when it's left out. */
const valueOf = (record: ModelRecord, body: Body, name: string): unknown =>
	body[name] ?? parameterOf(record, name)?.default;

/** Whether a value is a number of seconds, and not the -1 that lets some models choose. */
const isLength = (value: unknown): value is number =>
	typeof value === 'number' && value > 0 && Number.isSafeInteger(Math.ceil(value));

function priceIn({ usdBySeconds, perSecond }: PriceRow, seconds: number): number | undefined {
	const published = usdBySeconds[seconds];
	if (published !== undefined || perSecond === undefined) return published;
	return roundUsd(Math.max(Math.ceil(seconds), perSecond.minimumSeconds) * perSecond.usd);
}

/** The lengths of the files that a request has, in seconds, by parameter. */
export type Lengths = Readonly<Record<string, number>>;

/** The seconds of a file that the model uses. */
export function usedOf(record: ModelRecord, name: string, lengths: Lengths): number | undefined {
	const { least = 0, most = Infinity } = parameterOf(record, name)?.files?.usedSeconds ?? {};
	const length = lengths[name];
	return length === undefined ? undefined : Math.min(Math.max(length, least), most);
}

/**
 * The seconds that are charged.
 * @returns undefined when the length of a file isn't known
 */
function secondsCharged(record: ModelRecord, body: Body, lengths: Lengths): unknown {
	const duration = valueOf(record, body, 'duration');
	const charged = chargedSeconds[record.mode];
	if (charged === 'result') return duration;
	const given = usedOf(record, charged === 'audio' ? 'audio' : 'video', lengths);
	if (given === undefined || charged !== 'videoAndResult') return given;
	return given + (typeof duration === 'number' ? duration : given);
}

/**
 * The price of a request by the record's price facts.
 * @param body as it is submitted
 * @param lengths of its files, as far as they are known
 * @returns USD; undefined when the facts don't cover the request
 */
export function estimateUsd(
	record: ModelRecord,
	body: Body,
	lengths: Lengths = {},
): number | undefined {
	const { price, parameters } = record;
	if (price === undefined) return undefined;
	// A value that isn't in the record, such as a new resolution, has another price. What the request
	// doesn't have can't change it.
	const isCovered = Object.keys({ ...parameters, ...body }).every(
		(name) =>
			harmless.has(name) ||
			price.drivers.includes(name) ||
			valueOf(record, body, name) === undefined,
	);
	if (!isCovered) return undefined;
	const row = price.rows.find(({ when = {} }) =>
		Object.entries(when).every(([name, wanted]) => valueOf(record, body, name) === wanted),
	);
	const seconds = secondsCharged(record, body, lengths);
	return row !== undefined && isLength(seconds) ? priceIn(row, seconds) : undefined;
}

/** The lowest price of a video by the model's price facts, in USD. */
export function leastUsd({ price }: ModelRecord): number | undefined {
	if (price === undefined) return undefined;
	const published = price.rows.flatMap(({ usdBySeconds, perSecond }) => [
		...Object.values(usdBySeconds),
		...(perSecond === undefined ? [] : [roundUsd(perSecond.minimumSeconds * perSecond.usd)]),
	]);
	const known = price.fromUsd === undefined ? published : [price.fromUsd, ...published];
	return known.length === 0 ? undefined : Math.min(...known);
}

// Descriptions of parameters for the n8n panel, by their API names.

type Describe = (parameter: Parameter) => string;

/** Whether a duration is that of the new part of a longer video. */
export const isExtension = ({ description = '' }: Parameter) =>
	/\bappend\b|extend/.test(description);

/** What a parameter that is left out is taken from. */
export const inputOf = ({ description = '' }: Parameter) =>
	/input video/.test(description) ? 'video' : 'image';

const inTotal = ({ files }: Parameter) =>
	files?.totalSeconds === undefined ? '' : `, ${files.totalSeconds} seconds in total`;

const known: Readonly<Record<string, Describe>> = {
	prompt: () => 'What happens in the video: subject, action, camera, and mood',
	video: () => 'The video to extend, edit, or upscale',
	audio: () => 'What the person in the image says or sings',
	image: ({ description = '' }) =>
		/character|portrait/.test(description)
			? 'The person or character of the video'
			: 'The first frame of the video',
	images: () => 'Images for style, characters, or the scene',
	last_image: () => 'The last frame of the video',
	reference_images: () => 'Images of what the video shows',
	reference_videos: (parameter) => `Videos whose motion or style to follow${inTotal(parameter)}`,
	reference_audios: (parameter) => `Music or voices to follow${inTotal(parameter)}`,
	duration: (parameter) =>
		isExtension(parameter)
			? 'Seconds to add to the video. Only these are charged.'
			: 'Length of the video. Longer videos cost more.',
	aspect_ratio: (parameter) =>
		`Width-to-height ratio${parameter.default === undefined ? `. Leave empty to match the ${inputOf(parameter)}.` : ''}`,
	resolution: ({ default: preset }) =>
		`Higher resolutions cost more${preset === undefined ? '. Leave empty to use the model’s default.' : ''}`,
	target_resolution: () => 'The resolution of the new file. Higher resolutions cost more.',
	generate_audio: ({ description = '' }) =>
		/input video/.test(description)
			? 'Whether to make new audio that fits the result. When off, the audio of your video stays.'
			: 'Whether the video has audio that fits the scene. Silent videos cost less with some models.',
	camera_fixed: () => 'Whether to keep the camera still',
	seed: () => 'Use the same number to get a similar video again. -1 picks one at random.',
	enable_web_search: () => 'Whether the model may search the web',
};

/** One sentence about a parameter for the panel: ours if we have one, otherwise the API's. */
export function descriptionOf(name: string, parameter: Parameter): string {
	const describe = Object.hasOwn(known, name) ? known[name] : undefined;
	return describe?.(parameter) ?? parameter.description ?? '';
}
