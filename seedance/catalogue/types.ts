import type { FileTypeName } from '../media/fileTypes';

/** What a model makes its video from. Only the first two are offered by nodes. */
export type Mode =
	| 'text-to-video'
	| 'image-to-video'
	| 'video-edit'
	| 'video-extend'
	| 'upscale'
	| 'reference-to-video';

/** The modes that a submit node exists for. */
export type OfferedMode = Extract<Mode, 'text-to-video' | 'image-to-video'>;

export type MediaKind = 'image' | 'video' | 'audio';

interface ParameterText {
	/** One sentence for the person who fills it in. */
	readonly description: string;
}

interface ParameterRules {
	/** Whether the API takes null for it; we leave it out instead. */
	readonly nullable?: boolean;
	/** Whether the API's own form hides it; it is taken all the same. */
	readonly isHidden?: boolean;
}

export interface StringParameter extends ParameterText, ParameterRules {
	readonly type: 'string';
	readonly default?: string;
	readonly enum?: readonly string[];
	/** In Unicode code points; where it is not given, 1 for a required text and for an entry of media. */
	readonly minLength?: number;
	/** In Unicode code points. */
	readonly maxLength?: number;
	/** Set when the text stands for a picture, video or sound. */
	readonly media?: MediaKind;
	/** The file types that the API names for it, where it does. */
	readonly formats?: readonly FileTypeName[];
	/** The largest file that the API takes, in bytes, where it says so. */
	readonly mostBytes?: number;
	/** The least width and the least height of a picture, in pixels, where the API says so. */
	readonly leastPixels?: number;
	/** Whether the API takes the file itself as a data URI; otherwise it takes addresses only. */
	readonly acceptsBase64?: boolean;
}

/** A number; of type "integer" a whole one. */
export interface NumberParameter extends ParameterText, ParameterRules {
	readonly type: 'integer' | 'number';
	readonly default?: number;
	readonly enum?: readonly number[];
	readonly minimum?: number;
	readonly maximum?: number;
}

export interface BooleanParameter extends ParameterText, ParameterRules {
	readonly type: 'boolean';
	readonly default?: boolean;
	readonly enum?: readonly boolean[];
}

export interface ListParameter extends ParameterText, ParameterRules {
	readonly type: 'array';
	readonly default?: readonly unknown[];
	readonly items: Parameter;
	readonly minItems?: number;
	readonly maxItems?: number;
}

export interface ObjectParameter extends ParameterText, ParameterRules {
	readonly type: 'object';
	readonly default?: Readonly<Record<string, unknown>>;
	readonly properties: Readonly<Record<string, Parameter>>;
	readonly required: readonly string[];
	/** Whether it may have properties that are not listed. */
	readonly isOpen: boolean;
}

/** What a live schema describes in words that we do not know: the API alone judges it. */
export interface AnyParameter extends ParameterText, ParameterRules {
	readonly type: 'any';
	readonly default?: unknown;
}

/**
 * One request parameter in the vocabulary of the API's live `request_schema` (JSON Schema, reference
 * §G). The catalogue's own records need only texts, whole numbers, booleans and lists of media.
 */
export type Parameter =
	| StringParameter
	| NumberParameter
	| BooleanParameter
	| ListParameter
	| ObjectParameter
	| AnyParameter;

/** What is billed for some values of the parameters that the price depends on. */
export interface PriceRow {
	/** The values that it holds for, by the API's names; a parameter that is not named does not matter. */
	readonly when?: Readonly<Record<string, string | boolean>>;
	/** USD by the length of the video in seconds, as published. */
	readonly usdBySeconds: Readonly<Record<number, number>>;
	/** The published rule for all other lengths: rounded up to whole seconds, a minimum billed. */
	readonly perSecond?: { readonly usd: number; readonly minimumSeconds: number };
}

/**
 * Published prices of one model, as of one day. A table that runs past what the model
 * takes is a fact, not a permission.
 */
export interface PriceFacts {
	/** The parameters that the price depends on, as far as the source tells. */
	readonly drivers: readonly string[];
	readonly rows: readonly PriceRow[];
	/** The least that a video costs, in USD, where the source says only that. */
	readonly fromUsd?: number;
	readonly source: string;
	/** The day on which the source was read, as YYYY-MM-DD. */
	readonly at: string;
}

/**
 * How far a record's parameters can be trusted: `document` is one of the five model documents
 * that we satisfy to the letter, `docs` a page of the vendor's, `docs-partial` such a page read in
 * part, `official-repo` the vendor's own code, `third-party` somebody else's, `mentioned` a name only,
 * `live` the API's own list at run time.
 */
export type Confidence =
	'document' | 'docs' | 'docs-partial' | 'official-repo' | 'third-party' | 'mentioned' | 'live';

/** Everything that the package knows of one model. Fields, checks, request body and docs follow from it. */
export interface ModelRecord {
	/** The API's id and at the same time its path below /api/v3/. */
	readonly id: string;
	readonly displayName: string;
	readonly mode: Mode;
	readonly generation: '1.0' | '1.5' | '2.0' | '2.5' | 'none';
	readonly tier: string;
	/** In the order in which a person fills them in; keys are the API's names. */
	readonly parameters: Readonly<Record<string, Parameter>>;
	readonly required: readonly string[];
	/** From submit to finished video, in seconds: measured by others or estimated; sets the polling rhythm only. */
	readonly typicalSeconds: number;
	readonly source: string;
	readonly confidence: Confidence;
	/** What it costs, where that has been published. */
	readonly price?: PriceFacts;
	/** The provider withdraws the model, or has done so; no new node may start with it. */
	readonly retiring?: { readonly replacement: string };
	/** Why no node offers the model although we know its name. */
	readonly notOfferedBecause?: string;
}
