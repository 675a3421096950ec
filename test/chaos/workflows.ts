/** Four ways in which people use the nodes, each run until no intended video is left to submit. */
import type { IDataObject, INode, INodeExecutionData, IRun } from 'n8n-workflow';
import { outputOf, retryWorkflow, startWorkflow } from '../engine/run';
import { chainOf, seedance, setupFor } from '../node/bench';
import { binary, chainOfItems, item } from '../node/media';
import { png } from '../support/media/images';
import { chance } from './chance';
import { fateOf } from './fates';
import type { Fate } from './fates';

export type Fates = Map<string, Fate>;

/** More rounds than this are a loop without end. */
const mostRounds = 60;

const submitNode = 'seedanceTextToVideo';
const waitNode = 'seedanceWaitForCompletion';
const prompt = '={{ $json.name }}';
const itemsOf = (names: readonly string[]): IDataObject[] => names.map((name) => ({ name }));
const going = { onError: 'continueRegularOutput' } satisfies Partial<INode>;

function collect(items: readonly INodeExecutionData[], names: readonly string[], fates: Fates) {
	for (const item of items) {
		const { pairedItem } = item;
		const index = typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : -1;
		const name = names[index];
		if (name === undefined)
			throw new Error(`An item that belongs to none: ${JSON.stringify(item)}`);
		fates.set(name, fateOf(item));
	}
}

/** Runs what is left in new executions, as a workflow that loops over its error output would. */
async function untilDone(
	names: readonly string[],
	run: (left: readonly string[]) => Promise<INodeExecutionData[]>,
): Promise<Fates> {
	const fates: Fates = new Map();
	let left = names;
	for (let round = 0; left.length > 0 && round < mostRounds; round += 1) {
		collect(await run(left), left, fates);
		left = left.filter((name) => fates.get(name)?.kind === 'again');
	}
	return fates;
}

/** Each has its own file, because equal files are uploaded once. */
const pictureOf = (name: string) =>
	png(
		300 + Math.floor(500 * chance(1, 'width', name)),
		300 + Math.floor(50 * chance(1, 'height', name)),
	);

/** Images are uploaded and videos downloaded; failures leave by the error output. */
export const pictures = async (url: string, names: readonly string[]): Promise<Fates> =>
	await untilDone(names, async (left) => {
		const settings = { onError: 'continueErrorOutput' } satisfies Partial<INode>;
		const node = 'seedanceImageToVideo';
		const items = left.map((name) =>
			item({ data: binary(pictureOf(name), `${name}.png`) }, { name }),
		);
		const step = seedance(node, { prompt, return: 'file' }, settings);
		const done = await startWorkflow(chainOfItems(items, [step]), setupFor(url)).done;
		return [...outputOf(done, node, 0), ...outputOf(done, node, 1)];
	});

/** One node that submits and waits; failures leave by its error output. */
export const together = async (url: string, names: readonly string[]): Promise<Fates> =>
	await untilDone(names, async (left) => {
		const settings = { onError: 'continueErrorOutput' } satisfies Partial<INode>;
		const chain = chainOf(itemsOf(left), [seedance(submitNode, { prompt }, settings)]);
		const done = await startWorkflow(chain, setupFor(url)).done;
		return [...outputOf(done, submitNode, 0), ...outputOf(done, submitNode, 1)];
	});

/** One node submits, another waits; failures stay among the items. */
export const apart = async (url: string, names: readonly string[]): Promise<Fates> =>
	await untilDone(names, async (left) => {
		const chain = chainOf(itemsOf(left), [
			seedance(submitNode, { prompt, return: 'taskId' }, going),
			seedance(waitNode, { taskId: '={{ $json.taskId }}' }, going),
		]);
		return outputOf(await startWorkflow(chain, setupFor(url)).done, waitNode);
	});

/** Errors stop the workflow; n8n tries the node again, then a person retries the execution. */
export async function stubborn(url: string, names: readonly string[]): Promise<Fates> {
	const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
	const chain = chainOf(itemsOf(names), [seedance(submitNode, { prompt }, retrying)]);
	const setup = setupFor(url);
	let done: IRun = await startWorkflow(chain, setup).done;
	for (let round = 0; done.data.resultData.error && round < mostRounds; round += 1) {
		done = await retryWorkflow(done, chain, setup, round % 2 === 0 ? undefined : chain);
	}
	const fates: Fates = new Map();
	collect(outputOf(done, submitNode), names, fates);
	const { error } = done.data.resultData;
	const odd: Fate = { kind: 'odd', what: error?.message ?? 'no item' };
	for (const name of names) if (!fates.has(name)) fates.set(name, odd);
	return fates;
}
