/** The one reader of fields and options that are no parameters of a model; optionTable.ts says what they take. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { problem } from '../../seedance/errors/messages';
import type { SettleChoices } from '../../seedance/task/settle';
import { beginSlices } from '../../seedance/task/slices';
import { quoted } from '../../seedance/validation/quoted';
import { readSetting } from '../../seedance/validation/setting';
import type { Setting, ValueOf } from '../../seedance/validation/setting';
import { clock } from './clock';
import { moneyOptions, readFields, runOptions, submitFields } from './optionTable';
import type { Settings } from './optionTable';
import { isExpression, parametersOf } from './parameters';
import type { NodeParameters, Read } from './parameters';

export type Values<T extends Settings> = { readonly [Name in keyof T]: ValueOf<T[Name]> };
/** The options that hold for a whole run. */
export type Options = Values<typeof runOptions>;

const refused = (detail: string): Read<never> => ({
	ok: false,
	problem: problem('settingRefused', { detail }),
});

/**
 * A setting that each item has for itself.
 * @returns what reads it for an item
 */
export function itemSetting<S extends Setting>(
	parameters: NodeParameters,
	setting: S,
	path: string,
): (itemIndex: number) => Read<ValueOf<S>> {
	const isSet = parameters.raw(path) !== undefined;
	return (itemIndex) => {
		const given = parameters.at(path, itemIndex, setting.displayName);
		if (!given.ok) return given;
		// Somebody who has set it to an expression that comes to nothing wanted something else.
		if (!isSet) return { ok: true, value: setting.unset as ValueOf<S> };
		const read = readSetting(setting, given.value);
		return read.ok ? read : refused(read.finding);
	};
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** A setting that holds for a whole run: an expression must come to the same for every item. */
async function runSetting<S extends Setting>(
	parameters: NodeParameters,
	setting: S,
	path: string,
): Promise<Read<ValueOf<S>>> {
	const read = itemSetting(parameters, setting, path);
	const first = read(0);
	if (!first.ok || !isExpression(parameters.raw(path))) return first;
	const rest = beginSlices(clock);
	for (let i = 1; i < parameters.count; i += 1) {
		await rest();
		const other = read(i);
		if (!other.ok) return other;
		if (!same(first.value, other.value)) {
			const values = `item 0: ${quoted(first.value)}, item ${i}: ${quoted(other.value)}`;
			return refused(`'${setting.displayName}' must be the same for all items (${values})`);
		}
	}
	return first;
}

/**
 * Reads settings that hold for a whole run.
 * @param collection where they stand; undefined for fields of the panel itself
 * @returns the first that cannot be read as a problem
 */
export async function readSettings<T extends Settings>(
	parameters: NodeParameters,
	settings: T,
	collection?: string,
): Promise<Read<Values<T>>> {
	const values: Record<string, unknown> = {};
	for (const [name, setting] of Object.entries(settings)) {
		const path = collection === undefined ? name : `${collection}.${name}`;
		const read = await runSetting(parameters, setting, path);
		if (!read.ok) return read;
		values[name] = read.value;
	}
	return { ok: true, value: values as Values<T> };
}

/** Reads the options of a node. */
export const readOptions = async (parameters: NodeParameters): Promise<Read<Options>> =>
	await readSettings(parameters, runOptions, 'options');

/** All that holds for a run of a submit node. */
export interface SubmitSettings {
	readonly options: Options;
	readonly money: Values<typeof moneyOptions>;
	readonly waits: boolean;
	/** Whether finished videos are downloaded; a node that does not wait has none. */
	readonly downloads: boolean;
}

/** Reads them, before anything is submitted. */
export async function readSubmitSettings(
	context: IExecuteFunctions,
): Promise<Read<SubmitSettings>> {
	const parameters = parametersOf(context);
	const options = await readOptions(parameters);
	if (!options.ok) return options;
	const money = await readSettings(parameters, moneyOptions, 'options');
	if (!money.ok) return money;
	const fields = await readSettings(parameters, submitFields);
	if (!fields.ok) return fields;
	const { waitForCompletion: waits, downloadVideo } = fields.value;
	return {
		ok: true,
		value: {
			options: options.value,
			money: money.value,
			waits,
			downloads: waits && downloadVideo,
		},
	};
}

/** All that holds for a run of a node that reads tasks. */
export interface TaskSettings {
	readonly options: Options;
	readonly fields: Values<typeof readFields>;
}

/** Reads them, before anything is asked. */
export async function readTaskSettings(context: IExecuteFunctions): Promise<Read<TaskSettings>> {
	const parameters = parametersOf(context);
	const options = await readOptions(parameters);
	if (!options.ok) return options;
	const fields = await readSettings(parameters, readFields);
	return fields.ok ? { ok: true, value: { options: options.value, fields: fields.value } } : fields;
}

/** What the options say of tasks that end, or do not end, as somebody wished. */
export const settleChoices = (options: Options): SettleChoices => ({
	failedIsResult: options.ifTaskFails === 'item',
	timedOutIsResult: options.ifTimeoutIsReached === 'item',
	flaggedIsResult: options.ifFlaggedNsfw === 'continue',
});
