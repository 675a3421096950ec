/** The output of a workflow, without the parts that differ in every run. */
import type { INodeExecutionData, IRun } from 'n8n-workflow';
import { z } from 'zod';
import type { AcceptedSubmit } from '../../simulator';

const recordSchema = z.record(z.unknown());

export const outcomeSchema = z.object({
	/** What the API was sent, in the order of models and prompts. */
	submits: z.array(
		z.object({ model: z.string(), body: recordSchema, webhook: z.string().optional() }),
	),
	/** The items of our nodes, by node and output. */
	nodes: z.record(z.array(z.array(recordSchema))),
});
export type Outcome = z.infer<typeof outcomeSchema>;

export interface Course {
	readonly accepted: readonly AcceptedSubmit[];
	readonly runs: readonly IRun[];
	/** Names of the nodes of ours. */
	readonly nodeNames: readonly string[];
	/** Addresses that differ from run to run, and what to call them. */
	readonly places: Readonly<Record<string, string>>;
}

export function outcomeOf({ accepted, runs, nodeNames, places }: Course): Outcome {
	const inOrder = [...accepted].sort((a, b) => orderKey(a).localeCompare(orderKey(b)));
	const ids = inOrder.map(({ taskId }, i) => [taskId, `task-${i + 1}`] as const);
	const text = JSON.stringify({
		submits: inOrder.map(({ model, body, webhook }) => ({ model, body, webhook })),
		nodes: Object.fromEntries(nodeNames.map((name) => [name, outputsOf(runs, name)])),
	});
	const named = [...Object.entries(places), ...ids].reduce(
		(said, [from, to]) => said.replaceAll(from, to),
		text,
	);
	return outcomeSchema.parse(JSON.parse(named, withoutChance));
}

/** Prompts tell the submits of a workflow apart; in which order they arrive is chance. */
const orderKey = ({ model, body }: AcceptedSubmit) => `${model} ${String(body.prompt)}`;

function outputsOf(runs: readonly IRun[], name: string) {
	const ran = runs.map(({ data }) => data.resultData.runData[name]?.at(-1));
	const outputs = ran.find((run) => run !== undefined)?.data?.main ?? [];
	return outputs.map((items) => (items ?? []).map(itemOf));
}

function itemOf({ json, binary, pairedItem }: INodeExecutionData) {
	const files = Object.entries(binary ?? {}).map(([field, file]) => {
		const { mimeType, fileName, fileExtension, fileType } = file;
		return [field, { mimeType, fileName, fileExtension, fileType }];
	});
	return { json, pairedItem, ...(files.length > 0 && { binary: Object.fromEntries(files) }) };
}

/** Measurements, prices, or words that may be improved. */
const chances: Readonly<Record<string, string>> = {
	inferenceMs: '<milliseconds>',
	estimatedCostUsd: '<USD>',
	inference: '<milliseconds>',
	executionTime: '<milliseconds>',
	message: '<text>',
	description: '<text>',
	reason: '<text>',
	// Of a dry run: what the model has besides, and in words where each value comes from.
	values: '<list>',
};

function withoutChance(key: string, value: unknown): unknown {
	const chance = chances[key];
	if (chance !== undefined && (typeof value !== 'object' || Array.isArray(value))) return chance;
	if (typeof value !== 'string') return value;
	return value
		.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g, '<time>')
		.replace(/\/media\/[0-9a-f]+\//g, '/media/<id>/')
		.replace(/\/webhook-waiting\/\d+\//g, '/webhook-waiting/<id>/')
		.replace(/signature=[\w%-]+/g, 'signature=<signature>');
}
