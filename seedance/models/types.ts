/**
 * A model's request parameters in the API's own vocabulary, the JSON Schema of `request_schema`
 * (docs/internals/api.md#model-list). Catalogue records and parsed live schemas have the same form,
 * and everything else follows from it (docs/internals/decisions.md#one-schema-language).
 */
import type { FileTypeName } from '../media/fileType';
import type { Mode } from './modes';

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
	/** The seconds of a video that the model uses. It cuts a longer one, and fills up a shorter one. */
	readonly usedSeconds?: { readonly least?: number; readonly most?: number };
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
	/** The model that this ID is another name of. */
	readonly aliasOf?: string;
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
