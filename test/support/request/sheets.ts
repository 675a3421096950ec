/** Values as a spreadsheet holds them: what a body looks like when people and other nodes write it down. */
import fc from 'fast-check';
import { mediaParameter } from '../../../seedance/models';
import { cleanTexts } from '../../../seedance/text';
import { kindOf, itemsOf } from './jsonSchema';
import type { PropertySchema } from './jsonSchema';
import type { ModelUnderTest } from './modelsUnderTest';

/** Without an extension, so that it may lead to media of every kind. */
const address = 'https://example.com/a';

/** Whether the parameter is an image, video or audio file, or a list of them. */
const isMedia = ({ record }: ModelUnderTest, name: string) => {
	const parameter = record.parameters[name];
	return parameter !== undefined && mediaParameter(parameter) !== undefined;
};

/** Sets a valid URL for every media parameter, except empty texts. */
export function withAddresses(model: ModelUnderTest, body: object): Record<string, unknown> {
	return withMedia(model, body, (text) => (text === '' ? text : address));
}

function withMedia(
	model: ModelUnderTest,
	body: object,
	instead: (text: string) => string,
): Record<string, unknown> {
	const changed = (value: unknown): unknown => (typeof value === 'string' ? instead(value) : value);
	const entries = Object.entries(body).map(([name, value]): [string, unknown] => {
		if (!isMedia(model, name)) return [name, value];
		return [name, Array.isArray(value) ? value.map(changed) : changed(value)];
	});
	return Object.fromEntries(entries);
}

/** Anything that a cell may hold. */
export const cell = fc.oneof(
	fc.constantFrom<unknown>('5', '5.0', ' 10 ', '5s', 'TRUE', ' true ', 'yes', 1, 0, '', ' '),
	fc.constantFrom<unknown>(' 9:16 ', '720P', undefined, null, 5, 4.5, -1, '0.2', '1e3', '-0'),
	fc.constantFrom<unknown>(address, [address], `${address}\n${address}`, `["${address}"]`),
	fc.constantFrom<unknown>('A fox', 'a'.repeat(2000), '🦊'.repeat(2000), '🦊'.repeat(2001), [], {}),
	fc.constantFrom<unknown>('{"motion":"pan"}', '[1,2]', '[', '{', 'a\nb\n', [null, '', 'a'], [[]]),
	fc.string(),
	fc.jsonValue({ maxDepth: 2 }),
);

/** "Not given". */
const isBlank = (value: unknown, schema: PropertySchema) =>
	value === null ||
	(typeof value === 'string' && value.trim() === '') ||
	(kindOf(schema) === 'array' && Array.isArray(value) && value.length === 0);

/** Whether all texts in a value are well-formed and without control characters, so that they are sent as they are. */
const isCleanText = (value: unknown) => JSON.stringify(cleanTexts(value)) === JSON.stringify(value);

/** Whether a value means itself: nothing in it is blank or looks like JSON within text. */
function isPlain(value: unknown, schema: PropertySchema): boolean {
	if (isBlank(value, schema) || !isCleanText(value)) return false;
	switch (kindOf(schema)) {
		case 'array':
			return Array.isArray(value) && value.every((entry) => isPlain(entry, itemsOf(schema)));
		case 'any':
			return typeof value !== 'string' || !/^\s*[[{]/.test(value);
		default:
			return true;
	}
}

function numberCells(value: number): unknown[] {
	const text = String(value);
	if (!/^-?\d{1,15}(\.\d{1,15})?$/.test(text)) return [value];
	const more = Number.isInteger(value) ? [`${text}.0`, `${text}.00 `] : [`${text}0`.slice(0, 16)];
	return [value, text, ` ${text} `, ...more.filter((one) => Number(one) === value)];
}

function textCells(text: string, choices: readonly unknown[] | undefined): unknown[] {
	if (choices === undefined) return [text];
	const isOne = choices.filter((one) => String(one).toLowerCase() === text.toLowerCase());
	const others = isOne.length === 1 ? [text.toUpperCase(), ` ${text.toLowerCase()}`] : [];
	return [text, ` ${text}\n`, ...others];
}

function listCells(list: readonly unknown[], areMedia: boolean): unknown[] {
	const cells: unknown[] = [list, JSON.stringify(list), ` ${JSON.stringify(list)}`];
	// Blanks around a line are left out.
	const isLine = (entry: unknown) =>
		typeof entry === 'string' &&
		entry === entry.trim() &&
		!/[\r\n]/.test(entry) &&
		!entry.startsWith('[');
	if (list.every(isLine)) cells.push(list.join('\n'), `${list.join('\r\n')}\n\n`);
	if (areMedia) cells.push(list.map((url) => ({ url })));
	return cells;
}

const truths = [true, 'TRUE', ' true ', 'yes', 'on', '1', 1];
const untruths = [false, 'FALSE', ' false ', 'no', 'off', '0', 0];

/** The ways in which people write a value down. */
function cellsOf(value: unknown, schema: PropertySchema, areMedia: boolean): unknown[] {
	const kind = kindOf(schema);
	if (kind === 'boolean') return value === true ? truths : untruths;
	if (Array.isArray(value) && kind === 'array') return listCells(value, areMedia);
	if (typeof value === 'object' && value !== null) return [value, JSON.stringify(value)];
	if (typeof value === 'number' && kind !== 'any') return numberCells(value);
	if (typeof value !== 'string' || kind !== 'string') return [value];
	return areMedia ? [value, ` ${value}\n`, { url: value }, [value]] : textCells(value, schema.enum);
}

/** What a parameter's values are read by: nothing, where we do not read its schema. */
const schemaOf = ({ record, schema }: ModelUnderTest, name: string): PropertySchema =>
	record.parameters[name]?.type === undefined ? {} : (schema.properties[name] ?? {});

/** A row, and the body that it must become; undefined where that cannot be said so easily. */
export interface Row {
	readonly values: Readonly<Record<string, unknown>>;
	readonly expected?: Readonly<Record<string, unknown>>;
}

/**
 * A valid body as a row.
 * @param pick chooses between the ways to write a value down, from 0 up
 */
export function asRow(model: ModelUnderTest, valid: object, pick: number): Row {
	const { required } = model.schema;
	// Every other row has only unambiguous values, if the others are optional.
	const body = Object.entries(withMedia(model, valid, () => address)).filter(
		([name, value]) =>
			pick % 2 === 0 || required.includes(name) || isPlain(value, schemaOf(model, name)),
	);
	const values = body.map(([name, value], i): [string, unknown] => {
		const schema = schemaOf(model, name);
		if (!isPlain(value, schema)) return [name, value];
		const cells = cellsOf(value, schema, isMedia(model, name));
		return [name, cells[(pick + i * 7) % cells.length]];
	});
	const kept = body.filter(([name, value]) => !isBlank(value, schemaOf(model, name)));
	const isClear =
		kept.every(([name, value]) => isPlain(value, schemaOf(model, name))) &&
		required.every((name) => kept.some(([key]) => key === name));
	const expected = isClear && { expected: Object.fromEntries(kept) };
	return { values: Object.fromEntries(values), ...expected };
}
