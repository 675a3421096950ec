/** Runs Get Many of Get Result: lists the account's recent tasks for every incoming item. */
import { tryToParseDateTime } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Ports } from '../../../seedance/api/http';
import { listTasks, openInputLister } from '../../../seedance/api/list';
import type { ListQuery, ListResult } from '../../../seedance/api/list';
import type { Task } from '../../../seedance/api/task';
import { inParallel, inSlices } from '../../../seedance/time';
import type { Problem } from '../../../seedance/errors/problem';
import { checkListQuery } from '../../../seedance/request/listQuery';
import type { ListQueryCheck } from '../../../seedance/request/listQuery';
import { stateOfTask, taskOf, withoutResult } from '../../../seedance/run/itemState';
import type { Item } from '../../../seedance/run/itemState';
import { defined } from '../../../seedance/result';
import { z } from '../../../seedance/zod';
import { includeOtherModels, listLimit } from '../descriptions/optionTable';
import { readApi, createPorts } from '../n8n/client';
import { fileNames, openDownloads } from '../n8n/download';
import {
	failNode,
	isSimple,
	stopIfFailed,
	toJson,
	toOutput,
	toOutputItem,
	withCombined,
} from '../n8n/outputItem';
import { clock } from '../n8n/memory';
import { itemSetting, parametersOf } from '../n8n/parameters';
import type { Options, TaskSettings } from '../n8n/parameters';

const filtersSchema = z
	.object({
		model: z.unknown(),
		status: z.unknown(),
		createdAfter: z.unknown(),
		createdBefore: z.unknown(),
	})
	.partial()
	.catch({});

/**
 * A date from n8n (ISO text, Date, DateTime) or ms since the epoch. Without a time zone it's in the
 * workflow's. n8n's own parser would accept "row 2026", so a text must look like a date.
 */
function readDate(given: unknown, zone: string): number | undefined {
	if (typeof given === 'number') return given;
	if (typeof given === 'string') {
		const text = given.trim();
		if (/^\d{13}$/.test(text)) return Number(text);
		if (!/^(\d{4}-\d\d-\d\d|[A-Za-z]{3},)/.test(text)) return undefined;
	}
	try {
		return tryToParseDateTime(given, zone).toMillis();
	} catch {
		return undefined;
	}
}

/**
 * Reads the filters of the incoming items.
 * @param all whether all tasks are listed
 * @returns a function that reads an item's filters
 */
function queryReader(
	context: IExecuteFunctions,
	all: boolean,
): (itemIndex: number) => ListQueryCheck {
	const parameters = parametersOf(context);
	const limitOf = itemSetting(parameters, listLimit, 'limit');
	const otherModelsOf = itemSetting(parameters, includeOtherModels, 'filters.includeOtherModels');
	const zone = context.getTimezone();
	return (itemIndex) => {
		const filters = parameters.at('filters', itemIndex);
		if (!filters.ok) return filters;
		const limit = all ? undefined : limitOf(itemIndex);
		if (limit?.ok === false) return limit;
		const otherModels = otherModelsOf(itemIndex);
		if (!otherModels.ok) return otherModels;
		const given = filtersSchema.parse(filters.value);
		return checkListQuery(
			{
				...given,
				otherModels: otherModels.value,
				...defined({ limit: limit?.value }),
			},
			{ now: Date.now(), readDate: (date) => readDate(date, zone) },
		);
	};
}

/** The item of one task. If its ID can't be read, the item has the API's whole entry. */
function toItem(
	task: Task,
	input: IDataObject,
	itemIndex: number,
	options: Options,
): INodeExecutionData {
	const simplify = isSimple(options) && task.id !== '';
	return toOutputItem(toJson({ task }, simplify), input, itemIndex, options);
}

/**
 * Lists tasks for every item, once for equal filters.
 * @param withInputs whether to ask for the inputs of the tasks, for their prompts and settings
 */
async function listForItems(
	checks: ReadonlyArray<{ readonly index: number; readonly check: ListQueryCheck }>,
	ports: Ports,
	withInputs: boolean,
) {
	const list = withInputs
		? openInputLister(ports)
		: async (query: ListQuery) => await listTasks(query, ports);
	const answers = new Map<string, Promise<ListResult>>();
	return await inParallel(checks, 3, async ({ index, check }) => {
		if (!check.ok) return { index, result: check };
		const key = JSON.stringify(check.value);
		const answer = answers.get(key) ?? list(check.value);
		answers.set(key, answer);
		return { index, result: await answer };
	});
}

const failedItem = (index: number, problem: Problem): Item => ({
	index,
	key: '',
	now: { state: 'failed', problem },
});

/**
 * Lists tasks for every incoming item, after checking all filters.
 * @throws NodeApiError or NodeOperationError when an item fails and On Error is Stop Workflow
 */
export async function runGetMany(
	context: IExecuteFunctions,
	{ options, fields, downloads }: TaskSettings,
): Promise<INodeExecutionData[][]> {
	const queryOf = queryReader(context, fields.returnAll);
	const checks = await inSlices(context.getInputData(), clock, (_, index) => ({
		index,
		check: queryOf(index),
	}));
	stopIfFailed(
		context,
		checks.flatMap(({ index, check }) => (check.ok ? [] : [failedItem(index, check.problem)])),
	);
	const api = await readApi(context);
	if (!api.ok) return [failNode(context, api.problem)];
	const ports = createPorts(context, api);
	const addFiles = downloads
		? openDownloads(context, options, api, ports, await fileNames(context))
		: undefined;
	const items = (await listForItems(checks, ports, isSimple(options))).flatMap(
		({ index, result }): Item[] =>
			result.ok
				? result.value.map((task) => ({ index, key: task.id, now: stateOfTask(task) }))
				: [failedItem(index, result.problem)],
	);
	const output = await toOutput(context, items, async (item, input) => {
		const { index } = item;
		const task = taskOf(item);
		if (task === undefined) throw withoutResult(item, 'list');
		const output = toItem(task, input.json, index, options);
		return (await addFiles?.(output, task, item)) ?? { ok: true, value: output };
	});
	return [withCombined(output, options)];
}
