/**
 * The catalogue: every known model, what a person's text says of one, and what its parameters mean
 * to the panel and to the media of a request.
 */
import type { SoundDataUri } from '../media/dataUri';
import type { MediaKind } from '../media/fileType';
import { mediaRule } from '../media/rules';
import type { MediaRule } from '../media/rules';
import { records } from './records';
import { nodeOf } from './modes';
import { mediaKindOf, parameterOf } from './schema';
import type { FileFacts, Mode, ModelRecord, OfferedMode, Parameter, RecordFile } from './schema';
import { unwrapped } from '../text';

export type * from './schema';

const shared = new Map<string, Parameter>();

/**
 * A parameter with the file facts of its record. Models share most parameters, so equal ones are
 * the same object, and n8n's start makes each field once.
 */
function toParameter(schema: Parameter, files: FileFacts | undefined): Parameter {
	const text = JSON.stringify([schema, files]);
	const known = shared.get(text);
	if (known !== undefined) return known;
	const parameter = files === undefined ? schema : { ...schema, files };
	shared.set(text, parameter);
	return parameter;
}

function toRecord({ request_schema: schema, files, ...facts }: RecordFile): ModelRecord {
	const { properties = {}, required = [] } = schema ?? {};
	const parameters = Object.entries(properties).map(([name, parameter]) => [
		name,
		toParameter(parameter, files?.[name]),
	]);
	return { ...facts, parameters: Object.fromEntries(parameters) as typeof properties, required };
}

/** An ID that sorts 480p before 1080p, and seedance-2.0/… before seedance-2.0-fast/…. */
const sortable = (id: string): string =>
	id.replace(/\d+/g, (digits) => digits.padStart(8, '0')).replaceAll('/', '!');

/** A text that sorts records in the order of a picker. */
const placeOf = ({ id, retiring, tier, generation }: RecordFile): string =>
	[
		retiring === undefined ? 0 : 1,
		tier.endsWith('spicy') ? 1 : 0,
		// The newest first.
		(generation === 'none' ? 99 : 99 - Number(generation)).toFixed(1),
		sortable(id),
	].join(' ');

function inPickerOrder(files: readonly RecordFile[]): RecordFile[] {
	const placed = files.map((file) => ({ file, place: placeOf(file) }));
	return placed.sort((a, b) => (a.place < b.place ? -1 : 1)).map(({ file }) => file);
}

/**
 * Every known model, in the order of a picker: newest generation first, "spicy" ones after the
 * plain ones, retiring ones last.
 */
export const catalogue: readonly ModelRecord[] = inPickerOrder(records).map(toRecord);

const byId = new Map(catalogue.map((record) => [record.id, record]));

/** The record of a model ID; undefined for an ID outside the catalogue. */
export function findModel(id: string): ModelRecord | undefined {
	return byId.get(id);
}

/** The ID of the model that replaces a retiring one. */
export const replacementOf = (id: string): string | undefined =>
	findModel(id)?.retiring?.replacement;

/**
 * The models of a new node: present, documented by WaveSpeedAI, with audio, and content with a
 * prompt (and an image or a video). They must not be retiring.
 */
export const defaultModel: Readonly<Record<OfferedMode, string>> = {
	'text-to-video': 'bytedance/seedance-2.0-fast/text-to-video',
	'image-to-video': 'bytedance/seedance-2.0-fast/image-to-video',
	'video-to-video': 'bytedance/seedance-2.5/video-extend',
};

/** The models that a node of a mode offers, in the order of its picker. */
export const offeredModels = (mode: OfferedMode): readonly ModelRecord[] =>
	catalogue.filter(
		(record) => nodeOf[record.mode] === mode && record.notOfferedBecause === undefined,
	);

/** A name without the mode that the node's name already says. */
export const shortName = (name: string): string => name.replace(/ (Text|Image) to Video/i, '');

/** Whether nothing but the name of a model is known, so that only the live list can offer it. */
export const isUndocumented = ({ parameters, aliasOf }: ModelRecord): boolean =>
	Object.keys(parameters).length === 0 && aliasOf === undefined;

/** The name in a picker, without the mode, which the node's name already says. */
export function pickerName({ displayName, retiring }: ModelRecord): string {
	const name = shortName(displayName);
	return retiring === undefined ? name : `${name} (being retired)`;
}

/** Whether a record's source is weaker than the vendor's own pages. */
export function isLowConfidence(record: ModelRecord): boolean {
	return record.confidence === 'third-party' || record.confidence === 'mentioned';
}

/**
 * The parameter with a model's main image or images, or its video: the required one, or the first
 * one when a model that works on images requires none.
 */
export function mainMediaParameter(record: ModelRecord): string | undefined {
	const node = nodeOf[record.mode];
	const kind = node === 'video-to-video' ? 'video' : 'image';
	const isMain = (name: string) => {
		const parameter = parameterOf(record, name);
		return parameter !== undefined && mediaKindOf(parameter) === kind;
	};
	const needed = record.required.find(isMain);
	if (needed !== undefined || node === 'text-to-video') return needed;
	return Object.keys(record.parameters).find(isMain);
}

/** The field with the main media of a model whose parameters aren't known. */
export const mainMediaField = (mode: Mode): string =>
	nodeOf[mode] === 'video-to-video' ? 'video' : 'image';

// Finds the images, videos and audio of a request, and their form.

export type MediaSource =
	| { readonly kind: 'url'; readonly url: string }
	| { readonly kind: 'dataUri'; readonly text: string; readonly parsed: SoundDataUri }
	/** A file of the item. */
	| { readonly kind: 'file'; readonly name: string }
	/** The video of an earlier task. */
	| { readonly kind: 'task'; readonly id: string };

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
	return {
		kind,
		isList,
		get rule() {
			return mediaRule(kind, parameter.files);
		},
		acceptsBase64: acceptsBase64 && !isList,
	};
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

// Validates model IDs.

/**
 * Routes of the API that aren't models. A model ID is a path below /api/v3/, and a POST to one of
 * these could delete tasks, reveal a secret or change the account.
 */
const routes =
	'accounts?|api|auth|balance|billings?|files?|health|keys?|media|models?|predictions?|pric(?:e|ing)|tasks?|uploads?|users?|v\\d+|webhooks?';

/**
 * The form of a model ID: vendor/model, perhaps with further parts. A part of dots would change the
 * URL's path. The Model field uses the same pattern in the editor.
 */
export const modelIdPattern = new RegExp(
	`^(?!(?:${routes})/)(?!.*\\.\\.)(?!.*/\\.(?:/|$))[a-z0-9][a-z0-9_.-]*(?:/[a-z0-9_.-]+)+$`,
);

/** IDs in the API's own list may also have upper-case letters and no vendor. */
const listedPattern = new RegExp(
	`^(?!(?:${routes})(?:/|$))(?!.*\\.\\.)(?!.*/\\.(?:/|$))[a-z0-9][\\w.-]*(?:/[\\w.-]+)*$`,
	'i',
);

/** The text of a missing value as a part of an ID. */
const missingPart = /(?:^|[/_-])(?:null|undefined|nan)(?:[/_-]|$)/i;

/** URLs that end with a model's ID: its page and its API route. */
const addressOfModel =
	/^(?:https?:\/\/)?(?:www\.)?wavespeed\.ai\/models\/|^(?:https?:\/\/)?api\.wavespeed\.ai\/api\/v3\//i;

/** The ID in a person's text, which may be the URL of the model's page or have extra slashes. */
export function modelIdIn(text: string): string {
	const given = unwrapped(text);
	const [address = ''] = addressOfModel.exec(given) ?? [];
	const path = address === '' ? given : given.slice(address.length).replace(/[?#].*$/, '');
	return path.replace(/^\/(?!\/)|(?<!\/)\/$/g, '');
}

export type ModelChoice =
	| { readonly kind: 'known'; readonly record: ModelRecord }
	/** A well-formed ID outside the catalogue, whose parameters only the API knows. */
	| { readonly kind: 'unlisted'; readonly id: string }
	| { readonly kind: 'malformed' }
	/** In the catalogue without parameters. */
	| { readonly kind: 'notOffered'; readonly record: ModelRecord; readonly because: string };

/**
 * Checks a model ID that a person chose, typed or computed.
 * @param isListed whether the live list has an ID
 */
export function chooseModel(
	text: string,
	isListed: (id: string) => boolean = () => false,
): ModelChoice {
	const id = modelIdIn(text);
	const named = findModel(id);
	const record = named?.aliasOf === undefined ? named : findModel(named.aliasOf);
	if (record === undefined) {
		const isModel = modelIdPattern.test(id) && !missingPart.test(id);
		const isId = isModel || (listedPattern.test(id) && isListed(id));
		return isId ? { kind: 'unlisted', id } : { kind: 'malformed' };
	}
	if (record.notOfferedBecause !== undefined) {
		return { kind: 'notOffered', record, because: record.notOfferedBecause };
	}
	return { kind: 'known', record };
}
