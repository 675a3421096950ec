import type { FileFacts, Parameter, RequestSchema } from './schema';

/** What a model makes its video from. Nodes offer only the first two. */
export type Mode =
	| 'text-to-video'
	| 'image-to-video'
	| 'video-edit'
	| 'video-extend'
	| 'upscale'
	| 'reference-to-video';

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
