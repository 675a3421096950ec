/** Plans the items of a submit node before anything is sent. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { defined } from '../../../seedance/result';
import type { ModelList } from '../../../seedance/api/models';
import { inSlices } from '../../../seedance/time';
import { notStarted, problem as problemOf, startedBefore } from '../../../seedance/errors/messages';
import type { Problem } from '../../../seedance/errors/problem';
import type { OfferedMode } from '../../../seedance/models/schema';
import type { SchemaChoice } from '../../../seedance/request/liveModel';
import { isBlank } from '../../../seedance/request/normalise';
import { copiesOf, copyKey } from '../../../seedance/request/copies';
import { earlierVideo } from '../../../seedance/request/mediaValues';
import { planSubmit } from '../../../seedance/request/planSubmit';
import type { SubmitInput, SubmitPlan } from '../../../seedance/request/planSubmit';
import type { UnknownSubmit } from '../../../seedance/run/findUnknown';
import { stateOfTask, taskIdOf } from '../../../seedance/run/itemState';
import type { Failed, Item, ItemState } from '../../../seedance/run/itemState';
import type { Ledger } from '../../../seedance/run/ledger';
import { quoted } from '../../../seedance/text';
import { z } from '../../../seedance/zod';
import { itemOptions, schemaChoice } from '../descriptions/optionTable';
import type { Group } from '../descriptions/parameterField';
import { fieldName, parameterNames, groupPath, optionPath } from '../descriptions/parameterField';
import { workKeys } from '../n8n/executionStore';
import { BinaryFiles, presetName } from '../n8n/files';
import { callKey, itemKeys, clock } from '../n8n/memory';
import { itemSetting, evaluate, isExpression, parametersOf, isToolRun } from '../n8n/parameters';
import type { Read } from '../n8n/parameters';

/** The planned items of a run. */
export interface Plan {
	readonly items: readonly Item[];
	/** The unknown outcomes of earlier tries, whose tasks are looked for. */
	readonly unclear: ReadonlyMap<Item, UnknownSubmit>;
	/** The files of the planned items, by the names that the plans use. */
	readonly files: ReadonlyMap<Item, BinaryFiles>;
}

const refused = (problem: Problem): Failed => ({ state: 'failed', problem, notBegun: true });

/** Fails an item, keeping the ID of an earlier try's task. */
const refuse = (problem: Problem, taskId?: string): Failed =>
	refused(taskId === undefined ? notStarted(problem) : startedBefore(problem, taskId));

/** The places of the videos of one item. */
const places = Array.from({ length: itemOptions.videosPerItem.maximum }, (_, copy) => copy);

/**
 * Plans each item, or each of its videos if it has several. The parameters of an item that an earlier try submitted aren't read again.
 * @param allowsPrivate whether the API is on this machine and may get its URLs
 * @param list the live list, if it's known
 */
export async function planItems(
	context: IExecuteFunctions,
	mode: OfferedMode,
	ledger: Ledger,
	allowsPrivate: boolean,
	list: ModelList | undefined,
): Promise<Plan> {
	const isCall = isToolRun(context);
	const requestKeyOf = requestKeyReader(context);
	const videosPerItem = itemSetting(
		parametersOf(context),
		itemOptions.videosPerItem,
		optionPath('videosPerItem'),
	);
	const schemaOf = schemaReader(context);
	const itemKey = itemKeys(context, mode);
	const workKeyOf = workKeys(context);
	const unclear = new Map<Item, UnknownSubmit>();
	const filesOf = new Map<Item, BinaryFiles>();
	const planned = await inSlices(context.getInputData(), clock, (input, index): Item[] => {
		const chosen = requestKeyOf(index);
		const wanted = videosPerItem(index);
		const schema = schemaOf(index);
		let opened: BinaryFiles | undefined;
		const files = () => (opened ??= new BinaryFiles(input));
		const plan = (by: ModelList | undefined): SubmitPlan => {
			if (!schema.ok) return { ok: false, problem: notStarted(schema.problem) };
			const read = evaluate(() => readInput(context, mode, index, files, schema.value));
			if (!read.ok) return { ok: false, problem: notStarted(read.problem) };
			const media = {
				get files() {
					return files();
				},
				allowsPrivate,
			};
			return planSubmit(mode, read.value, media, by);
		};
		const call = isCall ? plan(list) : undefined;
		if (call?.ok === false) return [{ index, key: '', now: refused(call.problem) }];
		// An agent's call has the same key even if the list has arrived meanwhile and has other
		// parameters.
		const plain = isCall ? plan(undefined) : undefined;
		const { request: called } = plain?.ok === true ? plain : (call ?? {});
		const firstKey = called === undefined ? itemKey(index) : callKey(called, index, input);
		const keyOf = (copy: number) => (copy === 0 ? firstKey : `${firstKey}#${copy + 1}`);
		const count = wanted.ok ? wanted.value : 1;
		let copies: ((copy: number) => SubmitPlan) | undefined;
		const openCopies = () => {
			const fresh = call ?? plan(list);
			return fresh.ok && count > 1 ? copiesOf(fresh, clock.random()) : () => fresh;
		};
		const planVideo = (copy: number): Item => {
			const key = keyOf(copy);
			const enter = (now: ItemState, model?: string): Item => ({
				index,
				...(copy > 0 && { copy }),
				key,
				...defined({ model }),
				now,
			});
			const recalled = ledger.recall(key);
			const refuseFor = (problem: Problem) =>
				enter(refuse(problem, recalled.kind === 'known' ? recalled.task.id : undefined));
			if (!chosen.ok) return refuseFor(chosen.problem);
			if (!wanted.ok) return refuseFor(wanted.problem);
			const requestKey = chosen.value === undefined ? undefined : copyKey(chosen.value, copy);
			if (recalled.kind === 'known') return enter(stateOfTask(recalled.task), recalled.model);
			const { trace } = recalled;
			if (recalled.kind === 'unclear') {
				const { model } = recalled;
				const item = enter(
					refused(problemOf('stillUnknown', { model }, { outcome: 'unknown' })),
					model,
				);
				unclear.set(item, { model, ...defined({ trace }) });
				return item;
			}
			copies ??= openCopies();
			const fresh = copies(copy);
			if (!fresh.ok) return enter(refused(fresh.problem));
			const { request, media, origins, record, pricedBy } = fresh;
			const { model } = request;
			const item = enter(
				{
					state: 'planned',
					request,
					media,
					origins,
					...defined({ record, pricedBy, requestKey }),
					...(workKeyOf !== undefined && { workKey: workKeyOf(key, ledger.roundOf(key)) }),
					...defined({ holds: recalled.holds }),
				},
				model,
			);
			if (media.length > 0) filesOf.set(item, files());
			if (trace !== undefined) unclear.set(item, { model, trace });
			return item;
		};
		// Videos of an earlier try that wanted more of them are charged, so they are output as well.
		return places
			.filter((copy) => copy < count || ledger.recall(keyOf(copy)).kind !== 'new')
			.map(planVideo);
	});
	return { items: planned.flat(), unclear, files: filesOf };
}

/** Fails the items with an invalid file name. */
export function refuseFileNames(
	items: readonly Item[],
	names: ReadonlyArray<Read<unknown>> | undefined,
): void {
	for (const item of items) {
		const name = names?.[item.index];
		if (name?.ok !== false || item.now.state === 'failed') continue;
		item.now = refuse(name.problem, taskIdOf(item));
	}
}

/**
 * The evaluated values of one item, with files replaced by their names.
 * @param schema which schema is used to check them
 * @throws what an expression throws
 */
function readInput(
	context: IExecuteFunctions,
	mode: OfferedMode,
	itemIndex: number,
	files: () => BinaryFiles,
	schema: SchemaChoice,
): SubmitInput {
	const names = parameterNames(mode);
	const inGroup = (group: Group) =>
		context.getNodeParameter(groupPath(group), itemIndex, {}) as IDataObject;
	const options = { ...inGroup('references'), ...inGroup('advanced') };
	/** Only values that aren't text or numbers may be files. */
	const withNames = (value: unknown) =>
		// Stryker disable next-line ConditionalExpression,LogicalOperator: it saves opening the files.
		typeof value === 'object' && value !== null ? files().withNames(value) : value;
	const value = (name: string): unknown => context.getNodeParameter(name, itemIndex, null);
	const model: unknown = context.getNodeParameter('model', itemIndex, '', { extractValue: true });
	const form = readForm(context, itemIndex);
	const fields: Record<string, unknown> = Object.fromEntries([
		...names.panel.map((name) => [name, withNames(value(fieldName(name))) ?? undefined]),
		...names.options.map((name) => [name, withNames(options[fieldName(name)])]),
	]);
	if (mode === 'video-to-video') {
		const { video } = fields;
		const item = context.getInputData()[itemIndex]?.json;
		const isPreset = video === presetName && !files().mayHave('video');
		fields['video'] = earlierVideo(isPreset ? item : video, clock.now()) ?? video;
	}
	return {
		model: isBlank(model) ? '' : String(model),
		fields,
		form: Object.fromEntries(form.map(([name, value]) => [name, withNames(value)])),
		json: options['parametersJson'],
		schema,
	};
}

/** Reads which schema is used to check an item. */
const schemaReader = (context: IExecuteFunctions) =>
	itemSetting(parametersOf(context), schemaChoice, optionPath('schema'));

/** Whether the API's model list may be needed, judging by the node's raw parameters. */
export function wantsLiveModels(context: IExecuteFunctions): boolean {
	const parameters = parametersOf(context);
	const path = optionPath('schema');
	if (isExpression(parameters.raw(path))) return true;
	const schema = itemSetting(parameters, schemaChoice, path)(0);
	return schema.ok && schema.value === 'automatic';
}

const formSchema = z.record(z.unknown()).catch({});

/**
 * The form from a live schema. n8n would check it against the schema that is saved with the form,
 * with its own messages, so the raw value is read and checked against today's schema.
 */
function readForm(context: IExecuteFunctions, itemIndex: number): Array<[string, unknown]> {
	const options = { skipValidation: true };
	const form = context.getNodeParameter('modelParameters.value', itemIndex, {}, options);
	return Object.entries(formSchema.parse(form));
}

/** The text around the expressions of a template: "=order-{{ $json.id }}" → "order-". */
function textAround(raw: unknown): string | undefined {
	const template = typeof raw === 'string' && raw.startsWith('=') ? raw.slice(1) : '';
	const text = template.replace(/\{\{[^]*?\}\}/g, '').trim();
	return text === template.trim() ? undefined : text;
}

/**
 * Reads the request keys of the items; undefined when there are none. An expression without a
 * result is refused, because it would submit without the wanted protection.
 */
function requestKeyReader(
	context: IExecuteFunctions,
): (itemIndex: number) => Read<string | undefined> {
	const parameters = parametersOf(context);
	const path = optionPath('requestKey');
	// The option was added and left empty.
	if (isBlank(parameters.raw(path))) return () => ({ ok: true, value: undefined });
	const read = itemSetting(parameters, itemOptions.requestKey, path);
	const around = textAround(parameters.raw(path));
	return (itemIndex) => {
		const key = read(itemIndex);
		// n8n leaves a missing value out of a text, so all items would have the same key.
		if (key.ok && key.value === around) {
			const detail = `${itemOptions.requestKey.displayName} must have a value (got ${quoted(around)})`;
			return { ok: false, problem: problemOf('settingRefused', { detail }) };
		}
		// An accent may be a separate character, as in file names on a Mac.
		return key.ok ? { ok: true, value: key.value?.normalize('NFC') } : key;
	};
}
