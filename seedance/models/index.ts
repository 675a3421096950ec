import { records } from './records';
import { mediaKindOf } from './schema';
import type { FileFacts, Parameter } from './schema';
import type { ModelRecord, OfferedMode, RecordFile } from './types';

export type * from './schema';
export type * from './types';

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

/** A model's parameter by its API name. It doesn't find inherited names such as "constructor". */
export function parameterOf({ parameters }: ModelRecord, name: string): Parameter | undefined {
	return Object.hasOwn(parameters, name) ? parameters[name] : undefined;
}

/**
 * The models of a new node: present, documented by WaveSpeedAI, with audio, and content with a
 * prompt (and an image). They must not be retiring.
 */
export const defaultModel: Readonly<Record<OfferedMode, string>> = {
	'text-to-video': 'bytedance/seedance-2.0-fast/text-to-video',
	'image-to-video': 'bytedance/seedance-2.0-fast/image-to-video',
};

/** The models that a node of a mode offers, in the order of its picker. */
export const offeredModels = (mode: OfferedMode): readonly ModelRecord[] =>
	catalogue.filter((record) => record.mode === mode && record.notOfferedBecause === undefined);

/** The name in a picker, without the mode, which the node's name already says. */
export function pickerName({ displayName, retiring }: ModelRecord): string {
	const name = displayName.replace(/ (Text|Image) to Video/, '');
	return retiring === undefined ? name : `${name} (being retired)`;
}

/** Whether a record's source is weaker than the vendor's own pages. */
export function isLowConfidence(record: ModelRecord): boolean {
	return record.confidence === 'third-party' || record.confidence === 'mentioned';
}

/**
 * The parameter with a model's main image or images: the required one, or the first one when an
 * image-to-video model requires none.
 */
export function mainImageParameter(record: ModelRecord): string | undefined {
	const isPicture = (name: string) => {
		const parameter = parameterOf(record, name);
		return parameter !== undefined && mediaKindOf(parameter) === 'image';
	};
	const needed = record.required.find(isPicture);
	if (needed !== undefined || record.mode !== 'image-to-video') return needed;
	return Object.keys(record.parameters).find(isPicture);
}
