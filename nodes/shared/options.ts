/** The Options collection as a node reads it: parsed, with the panel's defaults. */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { SettleChoices } from '../../seedance/task/settle';
import { inSlices } from '../../seedance/task/slices';
import { z } from '../../seedance/zod';
import { clock } from './clock';
import { optionOf } from './parameters';
import type { Read } from './parameters';
import type { WaitChoices } from './waiting/waiting';

const choice = z.enum(['error', 'item']).catch('error');
/** A switch, which an expression may give as text. */
export const onOff = z
	.union([z.boolean(), z.string().transform((text) => text.trim().toLowerCase() === 'true')])
	.catch(false);
const waitUsing = z.enum(['polling', 'suspend']).catch('polling');

/** A wait in minutes; the API forgets a task after 7 days. */
const minutes = z.number().positive().max(10_080);

/** The bounds of a sleep, in minutes: n8n's own timer looks once a minute. */
const recheck = z.number().min(1).max(1_440);

/** A number, which an expression may well give as text. Not z.coerce: it throws for some objects. */
export const numberOrText = z.union([z.number(), z.string().trim().min(1).transform(Number)]);

/** A size in MB of 1024 × 1024 bytes; an expression may give it as text. */
const megabytes = numberOrText.pipe(z.number().positive().finite());

const optionsSchema = z.object({
	failWhenTaskFailed: z.boolean().catch(false),
	ifDownloadFails: z.enum(['error', 'item']).catch('item'),
	ifFlaggedNsfw: z.enum(['continue', 'error']).catch('continue'),
	ifOutcomeIsUnknown: z.enum(['stop', 'submitAgain']).catch('stop'),
	ifTaskFails: choice,
	ifTimeoutIsReached: choice,
	includeInputFields: z.enum(['all', 'none', 'selected']).catch('none'),
	inputFieldsToInclude: z.string().catch(''),
	maximumFileSizeMb: megabytes.catch(1024),
	binaryPropertyName: z.string().trim().min(1).catch('data'),
	notifyWhenDone: z.enum(['execution', 'nothing', 'url']).optional().catch(undefined),
	recheckMinutes: recheck.catch(1),
	simplify: z.boolean().catch(true),
	submitDeadlineMinutes: minutes.catch(60),
	submitsAtOnce: z.number().int().min(1).max(50).catch(5),
	timeoutMinutes: minutes.catch(60),
	uploadUrlsFirst: onOff,
	waitUsing,
});

export type Options = z.output<typeof optionsSchema>;

/**
 * The node's options. They hold for the whole run: an expression in them is read with the first item.
 */
export function readOptions(context: IExecuteFunctions): Options {
	return optionsSchema.parse(context.getNodeParameter('options', 0, {}));
}

const optionValues = z.record(z.unknown()).catch({});

/** An option that each item has for itself. */
export function readItemOption(
	context: IExecuteFunctions,
	name: string,
	itemIndex: number,
): unknown {
	return optionValues.parse(context.getNodeParameter('options', itemIndex, {}))[name];
}

const nameSchema = z.union([z.string().min(1), z.number().transform(String)]).optional();

/** The names that the items' files shall have; undefined where none is given. */
export const readFileNames = async (
	context: IExecuteFunctions,
): Promise<Array<Read<string | undefined>>> =>
	await inSlices(context.getInputData(), clock, (_, i) => {
		const given = optionOf(context, 'fileName', i, 'File Name');
		return given.ok ? { ok: true, value: nameSchema.catch(undefined).parse(given.value) } : given;
	});

/** What the options say of tasks that end, or do not end, as somebody wished. */
export const settleChoices = (options: Options): SettleChoices => ({
	failedIsResult: options.ifTaskFails === 'item',
	timedOutIsResult: options.ifTimeoutIsReached === 'item',
	flaggedIsResult: options.ifFlaggedNsfw === 'continue',
});

/** A boolean field as a spreadsheet or an agent may give it. */
export function readBoolean(context: IExecuteFunctions, name: string, fallback: boolean): boolean {
	const value: unknown = context.getNodeParameter(name, 0, fallback);
	return typeof value === 'string' ? value.trim().toLowerCase() === 'true' : value === true;
}

const minutesSchema = numberOrText.pipe(minutes).catch(60);

/** How Wait for Completion waits: its fields, and the options that go with them. */
export function readWaitChoices(context: IExecuteFunctions): WaitChoices {
	const timeout = minutesSchema.parse(context.getNodeParameter('timeoutMinutes', 0, 60));
	return {
		suspends: waitUsing.parse(context.getNodeParameter('waitUsing', 0, 'polling')) === 'suspend',
		timeoutMs: timeout * 60_000,
		recheckMs: readOptions(context).recheckMinutes * 60_000,
	};
}
