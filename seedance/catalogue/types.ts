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

export interface StringParameter extends ParameterText {
	readonly type: 'string';
	readonly default?: string;
	readonly enum?: readonly string[];
	/** In Unicode code points. */
	readonly maxLength?: number;
	/** Set when the text stands for a picture, video or sound. */
	readonly media?: MediaKind;
	/** The file types that the API names for it, where it does. */
	readonly formats?: readonly FileTypeName[];
	/** Whether the API takes the file itself as a data URI; otherwise it takes addresses only. */
	readonly acceptsBase64?: boolean;
}

export interface IntegerParameter extends ParameterText {
	readonly type: 'integer';
	readonly default?: number;
	readonly enum?: readonly number[];
	readonly minimum?: number;
	readonly maximum?: number;
}

export interface BooleanParameter extends ParameterText {
	readonly type: 'boolean';
	readonly default?: boolean;
}

export interface ListParameter extends ParameterText {
	readonly type: 'array';
	readonly default?: readonly string[];
	readonly items: { readonly type: 'string'; readonly media: MediaKind };
	readonly minItems?: number;
	readonly maxItems?: number;
}

/** One request parameter in the vocabulary of the API's live `request_schema` (JSON Schema). */
export type Parameter = StringParameter | IntegerParameter | BooleanParameter | ListParameter;

/**
 * How far a record's parameters can be trusted: `document` is one of the five model documents
 * that we satisfy to the letter, `docs` a page of the vendor's, `docs-partial` such a page read in
 * part, `official-repo` the vendor's own code, `third-party` somebody else's, `mentioned` a name only.
 */
export type Confidence =
	'document' | 'docs' | 'docs-partial' | 'official-repo' | 'third-party' | 'mentioned';

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
	/** The provider has announced that it withdraws the model. */
	readonly retiring?: { readonly replacement: string };
	/** Why no node offers the model although we know its name. */
	readonly notOfferedBecause?: string;
}
