/** Finds the images, videos and audio of a request, and their form. */
import type { SoundDataUri } from '../media/dataUri';
import type { MediaKind } from '../media/fileType';
import { mediaRule } from '../media/rules';
import type { MediaRule } from '../media/rules';
import type { ModelRecord, Parameter } from './index';
import { mediaKindOf } from './schema';

export type MediaSource =
	| { readonly kind: 'url'; readonly url: string }
	| { readonly kind: 'dataUri'; readonly text: string; readonly parsed: SoundDataUri }
	/** A file of the item. */
	| { readonly kind: 'file'; readonly name: string };

/** One image, video or audio file of a request. */
export interface MediaUse {
	/** The API's name of the parameter. */
	readonly parameter: string;
	/** Its index, when the parameter is a list. */
	readonly index?: number;
	readonly source: MediaSource;
	readonly rule: MediaRule;
	/** Whether the API takes the file itself as a data URI. */
	readonly acceptsBase64: boolean;
}

/** The media that a parameter allows. */
export interface MediaParameter {
	readonly kind: MediaKind;
	readonly isList: boolean;
	readonly rule: MediaRule;
	readonly acceptsBase64: boolean;
}

/** The media that a parameter allows; undefined when it isn't a media parameter. */
export function mediaParameter(parameter: Parameter): MediaParameter | undefined {
	const kind = mediaKindOf(parameter);
	if (kind === undefined) return undefined;
	const isList = parameter.type === 'array';
	const { acceptsBase64 = false } = parameter.files ?? {};
	const rule = mediaRule(kind, parameter.files);
	return { kind, isList, rule, acceptsBase64: acceptsBase64 && !isList };
}

/** The media parameters of a model, by name. */
export function mediaParameters({
	parameters,
}: Pick<ModelRecord, 'parameters'>): ReadonlyMap<string, MediaParameter> {
	return new Map(
		Object.entries(parameters).flatMap(([name, parameter]) => {
			const media = mediaParameter(parameter);
			return media === undefined ? [] : [[name, media] as const];
		}),
	);
}

type Body = Readonly<Record<string, unknown>>;

/**
 * Replaces some of the media in a body by URLs.
 * @param addresses the URLs in the order of the uses; undefined keeps a value
 */
export function withAddresses(
	body: Body,
	uses: readonly MediaUse[],
	addresses: readonly (string | undefined)[],
): Body {
	const changed: Record<string, unknown> = { ...body };
	uses.forEach(({ parameter, index }, i) => {
		const address = addresses[i];
		if (address === undefined) return;
		const now = changed[parameter];
		if (index === undefined) changed[parameter] = address;
		else if (Array.isArray(now))
			changed[parameter] = now.map((entry: unknown, at) => (at === index ? address : entry));
	});
	return changed;
}
