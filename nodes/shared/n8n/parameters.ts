/** Reads fields and options that aren't model parameters. */
import type { IExecuteFunctions, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { beginSlices } from '../../../seedance/time';
import { problem } from '../../../seedance/errors/messages';
import type { Problem } from '../../../seedance/errors/problem';
import { isBlank } from '../../../seedance/request/normalise';
import { readSetting } from '../../../seedance/request/setting';
import type { Setting, ValueOf } from '../../../seedance/request/setting';
import { defined } from '../../../seedance/result';
import type { Result } from '../../../seedance/result';
import type { EndChoices } from '../../../seedance/run/stages';
import { quoted } from '../../../seedance/text';
import { z } from '../../../seedance/zod';
import { moneyOptions, readFields, runOptions, submitFields } from '../descriptions/optionTable';
import { optionPath } from '../descriptions/parameterField';
import type { resultOptions, Settings } from '../descriptions/optionTable';
import { clock } from './memory';

// Reads the parameters of a node. An error of an expression becomes a problem, and is never thrown.

/** The value, or the problem that prevented reading it. */
export type Read<T> = Result<T, Problem>;

const thrownSchema = z.object({
	message: z.string().catch(''),
	description: z.string().catch(''),
	// n8n adds the name of the parameter with the expression.
	context: z.object({ parameter: z.string() }).partial().catch({}),
});

/** Removes the HTML that n8n's messages have for its editor. */
const withoutTags = (text: string) => text.replace(/<[^>]*>/g, '').trim();

/** The problem of an item whose expression threw, with n8n's own message. */
function expressionProblem(thrown: unknown, name: string | undefined): Problem {
	const { data } = thrownSchema.safeParse(thrown);
	const said = withoutTags(data?.message ?? '');
	const advice = withoutTags(data?.description ?? '');
	const place = name ?? data?.context.parameter;
	return problem(
		'expressionFailed',
		defined({ said: said || undefined, advice: advice || undefined, detail: place }),
	);
}

/**
 * Reads parameters, and converts an error of an expression to a problem: a node that is missing or
 * hasn't run, a missing paired item, an invalid date.
 * @param name the parameter's name in the panel; by default n8n's
 */
export function evaluate<T>(read: () => T, name?: string): Read<T> {
	try {
		return { ok: true, value: read() };
	} catch (thrown) {
		return { ok: false, problem: expressionProblem(thrown, name) };
	}
}

/** The parameters of a node, raw or evaluated for an item. */
export interface NodeParameters {
	/** The number of incoming items; 1 for a trigger's webhook, which has none. */
	readonly count: number;
	/** The value in the workflow, or the text of an expression; undefined when it isn't set. */
	raw(path: string): unknown;
	/**
	 * The evaluated value. A value without an expression isn't evaluated, which saves time with many
	 * items.
	 */
	at(path: string, itemIndex: number, name?: string): Read<unknown>;
}

const values = z.record(z.unknown());
const hasOwn = (holder: unknown, name: string): holder is Record<string, unknown> =>
	values.safeParse(holder).success && Object.hasOwn(holder as object, name);

/** Whether a value contains an expression. */
export function isExpression(raw: unknown): boolean {
	if (typeof raw === 'string') return raw.startsWith('=');
	return typeof raw === 'object' && raw !== null && Object.values(raw).some(isExpression);
}

function parametersFrom(
	parameters: unknown,
	count: number,
	get: (path: string, itemIndex: number) => unknown,
): NodeParameters {
	const raw = (path: string): unknown =>
		path
			.split('.')
			.reduce<unknown>(
				(holder, name) => (hasOwn(holder, name) ? holder[name] : undefined),
				parameters,
			);
	return {
		count,
		raw,
		at(path, itemIndex, name) {
			const value = raw(path);
			if (!isExpression(value)) return { ok: true, value };
			return evaluate(() => get(path, itemIndex), name);
		},
	};
}

/** The parameters of a node that is executed. */
export const parametersOf = (context: IExecuteFunctions): NodeParameters =>
	parametersFrom(
		context.getNode().parameters,
		context.getInputData().length,
		(path, itemIndex): unknown => context.getNodeParameter(path, itemIndex, null),
	);

/** The parameters of a node in a webhook call or its registration. */
export const parametersOfTrigger = (context: IWebhookFunctions | IHookFunctions): NodeParameters =>
	parametersFrom(context.getNode().parameters, 1, (path): unknown =>
		context.getNodeParameter(path, null),
	);

export type Values<T extends Settings> = { readonly [Name in keyof T]: ValueOf<T[Name]> };
/** The options that apply to a whole run. */
export type Options = Values<typeof runOptions>;

const refused = (detail: string): Read<never> => ({
	ok: false,
	problem: problem('settingRefused', { detail }),
});

/**
 * A setting that is evaluated for each item.
 * @returns a function that reads it for an item
 */
export function itemSetting<S extends Setting>(
	parameters: NodeParameters,
	setting: S,
	path: string,
): (itemIndex: number) => Read<ValueOf<S>> {
	const raw = parameters.raw(path);
	// A group adds all of its limits with their defaults, so a limit can be emptied again.
	const isLimit = setting.kind === 'number' && setting.unset === undefined;
	const isUnset = raw === undefined || (isLimit && isBlank(raw));
	return (itemIndex) => {
		const given = parameters.at(path, itemIndex, setting.displayName);
		if (!given.ok) return given;
		// An expression without a result doesn't count as unset, because the person wanted a value.
		if (isUnset) return { ok: true, value: setting.unset as ValueOf<S> };
		const read = readSetting(setting, given.value);
		return read.ok ? read : refused(read.problem);
	};
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** A setting for a whole run. An expression must have the same result for every item. */
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
			const values = `got ${quoted(first.value)} for item 0, ${quoted(other.value)} for item ${i}`;
			return refused(`${setting.displayName} must be the same for all items (${values})`);
		}
	}
	return first;
}

/**
 * Reads settings for a whole run.
 * @param pathOf returns the path of a setting; by default its name, as for fields of the panel
 * @returns the problem of the first invalid one
 */
export async function readSettings<T extends Settings>(
	parameters: NodeParameters,
	settings: T,
	pathOf: (name: string) => string = (name) => name,
): Promise<Read<Values<T>>> {
	const values: Record<string, unknown> = {};
	for (const [name, setting] of Object.entries(settings)) {
		const read = await runSetting(parameters, setting, pathOf(name));
		if (!read.ok) return read;
		values[name] = read.value;
	}
	return { ok: true, value: values as Values<T> };
}

/**
 * Whether an agent runs this node. n8n's own `isToolExecution` is missing or hard-coded in some
 * versions (docs/internals/n8n.md#ai-tools).
 */
export const isToolRun = (context: Pick<IExecuteFunctions, 'getNode'>) =>
	context.getNode().type.endsWith('Tool');

/** Whether other items continue when one fails: as On Error says, and always for an agent. */
export const goesOn = (context: Pick<IExecuteFunctions, 'continueOnFail' | 'getNode'>) =>
	isToolRun(context) || context.continueOnFail();

/** The settings of a submit node's run. */
export interface SubmitSettings {
	readonly options: Options;
	readonly money: Values<typeof moneyOptions>;
	readonly waits: boolean;
	/** Whether finished videos are downloaded. Agents get URLs, because they can't read files. */
	readonly downloads: boolean;
}

/** Reads them before anything is submitted. */
export async function readSubmitSettings(
	context: IExecuteFunctions,
): Promise<Read<SubmitSettings>> {
	const parameters = parametersOf(context);
	const options = await readSettings(parameters, runOptions, optionPath);
	if (!options.ok) return options;
	const money = await readSettings(parameters, moneyOptions, optionPath);
	if (!money.ok) return money;
	const fields = await readSettings(parameters, submitFields);
	if (!fields.ok) return fields;
	const waits = fields.value.return !== 'taskId';
	const downloads = fields.value.return === 'file' && !isToolRun(context);
	return { ok: true, value: { options: options.value, money: money.value, waits, downloads } };
}

/** The settings of a run that reads tasks. */
export interface TaskSettings {
	readonly options: Options;
	readonly fields: Values<typeof readFields>;
	/** Whether finished videos are downloaded. */
	readonly downloads: boolean;
}

/** Reads them before any request. */
export async function readTaskSettings(
	context: IExecuteFunctions,
	settings: typeof runOptions | typeof resultOptions,
): Promise<Read<TaskSettings>> {
	const parameters = parametersOf(context);
	const options = await readSettings(parameters, settings, optionPath);
	if (!options.ok) return options;
	const fields = await readSettings(parameters, readFields);
	if (!fields.ok) return fields;
	const downloads = fields.value.return === 'file' && !isToolRun(context);
	return { ok: true, value: { options: options.value, fields: fields.value, downloads } };
}

/** The options about tasks that fail, time out or are flagged. */
export const endChoices = (options: Options): EndChoices => ({
	failedIsResult: options.ifTaskFails === 'item',
	timedOutIsResult: options.ifTimeoutIsReached !== 'error',
	flaggedIsResult: options.ifFlaggedNsfw === 'continue',
});

// The options about money of a run.

export interface MoneyOptions {
	/** Whether WaveSpeedAI is asked for prices. */
	readonly wantsQuotes: boolean;
	/** Whether a person relies on the prices, so that today's parameters are waited for. */
	readonly needsPrices: boolean;
	/** The most that the execution may cost, in USD. */
	readonly maximumUsd?: number;
	/** Whether an unknown price counts as 0 towards the maximum. */
	readonly allowsUnknown: boolean;
	/** The smallest balance to keep, in USD. */
	readonly floorUsd?: number;
	/** Whether this is a dry run. */
	readonly isDry: boolean;
}

/** @param options as they were read */
export function moneyOf(
	context: Pick<IExecuteFunctions, 'getMode'>,
	options: Values<typeof moneyOptions>,
): MoneyOptions {
	const { keepBalanceAboveUsd, liveQuote, maximumCostUsd } = options;
	const isManual = context.getMode() === 'manual';
	const applies = (when: 'manual' | 'always' | 'never') =>
		when === 'always' || (when === 'manual' && isManual);
	const isDry = applies(options.previewOnly);
	return {
		wantsQuotes: applies(liveQuote) || maximumCostUsd !== undefined,
		needsPrices: isDry || liveQuote === 'always' || maximumCostUsd !== undefined,
		...defined({ maximumUsd: maximumCostUsd }),
		allowsUnknown: options.allowUnknownPrices,
		// A balance is never below 0 anyway, so 0 needs no check.
		...(keepBalanceAboveUsd !== 0 && defined({ floorUsd: keepBalanceAboveUsd })),
		isDry,
	};
}
