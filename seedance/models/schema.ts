/**
 * A model's request parameters in the API's own vocabulary, the JSON Schema that `GET /api/v3/models` gives
 * as `request_schema`. Records of the catalogue are written in it, and a live schema is checked until it
 * is: everything else follows from the one form, whichever of both it comes from.
 */
import type { FileTypeName, MediaKind } from '../media/fileType';

/** What we know of the files of a parameter and its schema does not say. */
export interface FileFacts {
	/** The file types that the API names for it. */
	readonly formats?: readonly FileTypeName[];
	/** The largest file that the API takes, in bytes. */
	readonly mostBytes?: number;
	/** The least width and the least height of an image, in pixels. */
	readonly leastPixels?: number;
	/** How long all files of the list may last together, in seconds. */
	readonly totalSeconds?: number;
	/** Whether the API takes the file itself as a data URI; otherwise it takes URLs only. */
	readonly acceptsBase64?: boolean;
}

interface Common {
	readonly title?: string;
	readonly description?: string;
	/** Whether the API takes null for it; we leave it out instead. */
	readonly nullable?: boolean;
	/** Whether the API's own form hides it; it is taken all the same. */
	readonly 'x-hidden'?: boolean;
	/** The MIME types of the files that it stands for, such as "image/*". */
	readonly 'x-accept'?: string;
	readonly 'x-ui-component'?: string;
	/** Our own, from the record of the model. */
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

/** A number; of type "integer" a whole one. */
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
	/** Whether it may have properties that are not listed. */
	readonly additionalProperties: boolean;
}

/** What a live schema describes in words that we do not know: the API alone decides what it takes. */
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

/** The kind of media that MIME types such as "image/png,image/jpeg" name first. */
export const mediaKindIn = (accept: string | undefined): MediaKind | undefined =>
	mediaKinds.find((kind) => accept?.includes(`${kind}/`) === true);

const isFreeText = (parameter: Parameter) =>
	parameter.type === 'string' && parameter.enum === undefined;

/** The kind of media that a text, or each entry of a list of texts, stands for; undefined for all others. */
export function mediaKindOf(parameter: Parameter): MediaKind | undefined {
	const text = parameter.type === 'array' ? parameter.items : parameter;
	return isFreeText(text) ? mediaKindIn(parameter['x-accept']) : undefined;
}
