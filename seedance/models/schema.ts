/**
 * A model's request parameters in the API's own vocabulary, the JSON Schema of `request_schema`
 * (docs/internals/api.md#model-list). Catalogue records and parsed live schemas have the same form,
 * and everything else follows from it (docs/internals/decisions.md#one-schema-language).
 */
import type { FileTypeName, MediaKind } from '../media/fileType';

/** Facts about the files of a parameter that its schema doesn't have. */
export interface FileFacts {
	/** The file types that the API allows. */
	readonly formats?: readonly FileTypeName[];
	/** The largest file that the API allows, in bytes. */
	readonly mostBytes?: number;
	/** The minimum width and height of an image, in pixels. */
	readonly leastPixels?: number;
	/** The longest total duration of the list's files, in seconds. */
	readonly totalSeconds?: number;
	/** Whether the API accepts the file itself as a data URI, rather than only URLs. */
	readonly acceptsBase64?: boolean;
}

interface Common {
	readonly title?: string;
	readonly description?: string;
	/** Whether the API accepts null, which we leave out instead. */
	readonly nullable?: boolean;
	/** Whether the API's own form hides it, although it's accepted. */
	readonly 'x-hidden'?: boolean;
	/** The MIME types of the files that it stands for, such as "image/*". */
	readonly 'x-accept'?: string;
	readonly 'x-ui-component'?: string;
	/** Not the API's: from the model's record. */
	readonly files?: FileFacts;
}

export interface StringParameter extends Common {
	readonly type: 'string';
	readonly default?: string;
	readonly enum?: readonly string[];
	/** In Unicode code points. */
	readonly minLength?: number;
	/** In Unicode code points. */
	readonly maxLength?: number;
}

/** A number, or an integer by its type. */
export interface NumberParameter extends Common {
	readonly type: 'integer' | 'number';
	readonly default?: number;
	readonly enum?: readonly number[];
	readonly minimum?: number;
	readonly maximum?: number;
}

export interface BooleanParameter extends Common {
	readonly type: 'boolean';
	readonly default?: boolean;
	readonly enum?: readonly boolean[];
}

export interface ListParameter extends Common {
	readonly type: 'array';
	readonly default?: readonly unknown[];
	readonly items: Parameter;
	readonly minItems?: number;
	readonly maxItems?: number;
}

export interface ObjectParameter extends Common {
	readonly type: 'object';
	readonly default?: Readonly<Record<string, unknown>>;
	readonly properties: Readonly<Record<string, Parameter>>;
	readonly required: readonly string[];
	/** Whether it may have other properties. */
	readonly additionalProperties: boolean;
}

/**
 * A parameter of a live schema with keywords that we don't know, so that only the API validates it.
 */
export interface AnyParameter extends Common {
	readonly type?: undefined;
	readonly default?: unknown;
}

export type Parameter =
	| StringParameter
	| NumberParameter
	| BooleanParameter
	| ListParameter
	| ObjectParameter
	| AnyParameter;

export interface RequestSchema {
	readonly type: 'object';
	/** In the order in which a person fills them in. */
	readonly properties: Readonly<Record<string, Parameter>>;
	readonly required: readonly string[];
}

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

/** What a model makes its video from. Nodes offer only the first two. */
export type Mode =
	| 'text-to-video'
	| 'image-to-video'
	| 'reference-to-video'
	| 'talking-avatar'
	| 'video-extend'
	| 'video-edit'
	| 'motion-control'
	| 'upscale';

/** The modes that have a submit node. */
export type OfferedMode = Extract<Mode, 'text-to-video' | 'image-to-video'>;

/** Prices for some values of the parameters that they depend on. */
export interface PriceRow {
	/** The parameter values that it applies to. Parameters that aren't named don't matter. */
	readonly when?: Readonly<Record<string, string | boolean>>;
	/** USD by the length of the video in seconds, as published. */
	readonly usdBySeconds: Readonly<Record<number, number>>;
	/** The published rule for all other lengths: rounded up to whole seconds, with a minimum. */
	readonly perSecond?: { readonly usd: number; readonly minimumSeconds: number };
}

/**
 * Published prices of one model, as of one day. They may cover lengths that the model doesn't
 * allow.
 */
export interface PriceFacts {
	/** The parameters that the price depends on, according to the source. */
	readonly drivers: readonly string[];
	readonly rows: readonly PriceRow[];
	/** The lowest price of a video, in USD, when the source has nothing else. */
	readonly fromUsd?: number;
	readonly source: string;
	/** The day on which the source was read, as YYYY-MM-DD. */
	readonly at: string;
}

/**
 * How far a record's parameters can be trusted: `document` is one of the five model documents,
 * which we follow exactly, `docs` a page of the vendor, `docs-partial` a partly read page,
 * `official-repo` the vendor's code, `third-party` somebody else's, `mentioned` only a name, `live`
 * the API's own list.
 */
export type Confidence =
	'document' | 'docs' | 'docs-partial' | 'official-repo' | 'third-party' | 'mentioned' | 'live';

/** The facts about a model other than its parameters. */
interface ModelFacts {
	/** The API's ID, which is also its path below /api/v3/. */
	readonly id: string;
	readonly displayName: string;
	readonly mode: Mode;
	/** Such as "2.0"; "none" for a tool without a generation. */
	readonly generation: string;
	readonly tier: string;
	/**
	 * From submit to finished video, in seconds, measured by others or estimated. It only affects
	 * polling.
	 */
	readonly typicalSeconds: number;
	readonly source: string;
	readonly confidence: Confidence;
	/** The published prices, if there are any. */
	readonly price?: PriceFacts;
	/** Set when the provider has announced the end of the model. */
	readonly retiring?: { readonly replacement: string };
	/** Why no node offers the model. */
	readonly notOfferedBecause?: string;
}

/** A file of the catalogue. */
export interface RecordFile extends ModelFacts {
	/** Why the record says what it says, if that isn't obvious. */
	readonly note?: string;
	/** By parameter. */
	readonly files?: Readonly<Record<string, FileFacts>>;
	/** Absent when the model's parameters aren't known. */
	readonly request_schema?: RequestSchema;
}

/**
 * Everything that the package knows about one model. Fields, checks, request body and docs follow
 * from it.
 */
export interface ModelRecord extends ModelFacts {
	/** In the order in which a person fills them in; keys are the API's names. */
	readonly parameters: Readonly<Record<string, Parameter>>;
	readonly required: readonly string[];
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

/**
 * The price of a request by the record's price facts.
 * @param body as it is submitted
 * @returns USD; undefined when the facts don't cover the request
 */
export function estimateUsd(record: ModelRecord, body: Body): number | undefined {
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
	const seconds = valueOf(record, body, 'duration');
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
