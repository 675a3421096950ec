import type { FileFacts, Parameter, RequestSchema } from './schema';

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
 * `live` the API's own list.
 */
export type Confidence =
	'document' | 'docs' | 'docs-partial' | 'official-repo' | 'third-party' | 'mentioned' | 'live';

/** What we know of a model besides its parameters. */
interface ModelFacts {
	/** The API's id and at the same time its path below /api/v3/. */
	readonly id: string;
	readonly displayName: string;
	readonly mode: Mode;
	/** Such as "2.0"; "none" for a tool of no generation. */
	readonly generation: string;
	readonly tier: string;
	/** From submit to finished video, in seconds: measured by others or estimated; sets the polling rhythm only. */
	readonly typicalSeconds: number;
	readonly source: string;
	readonly confidence: Confidence;
	/** What it costs, where that has been published. */
	readonly price?: PriceFacts;
	/** The provider has announced that it withdraws the model. */
	readonly retiring?: { readonly replacement: string };
	/** Why no node offers the model although we know its name. */
	readonly notOfferedBecause?: string;
}

/** A file of the catalogue. */
export interface RecordFile extends ModelFacts {
	/** Why the record says what it says, where that is not plain. */
	readonly note?: string;
	/** By parameter. */
	readonly files?: Readonly<Record<string, FileFacts>>;
	/** Absent where nobody has shown the model's parameters. */
	readonly request_schema?: RequestSchema;
}

/** Everything that the package knows of one model. Fields, checks, request body and docs follow from it. */
export interface ModelRecord extends ModelFacts {
	/** In the order in which a person fills them in; keys are the API's names. */
	readonly parameters: Readonly<Record<string, Parameter>>;
	readonly required: readonly string[];
}
