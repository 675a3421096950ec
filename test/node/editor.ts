/** What the editor asks of a submit node while its panel is open, through n8n's own context. */
import { LoadOptionsContext } from 'n8n-core';
import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodeParameters,
	ResourceMapperFields,
} from 'n8n-workflow';
import { SeedanceGetResult } from '../../nodes/SeedanceGetResult/SeedanceGetResult.node';
import { SeedanceImageToVideo } from '../../nodes/SeedanceImageToVideo/SeedanceImageToVideo.node';
import { SeedanceTextToVideo } from '../../nodes/SeedanceTextToVideo/SeedanceTextToVideo.node';
import { SeedanceVideoToVideo } from '../../nodes/SeedanceVideoToVideo/SeedanceVideoToVideo.node';
import { SeedanceWaitForCompletion } from '../../nodes/SeedanceWaitForCompletion/SeedanceWaitForCompletion.node';
import { prepare } from '../engine/run';
import { chainOf, seedance, setupFor } from './bench';
import type { SeedanceNode } from './bench';

const nodes = {
	seedanceTextToVideo: new SeedanceTextToVideo(),
	seedanceImageToVideo: new SeedanceImageToVideo(),
	seedanceVideoToVideo: new SeedanceVideoToVideo(),
};
export type SubmitNodeName = keyof typeof nodes;

export interface Editor {
	/** What the list of models shows. */
	search(filter?: string): Promise<INodeListSearchResult>;
	/** What the form for the chosen model is made of. */
	form(): Promise<ResourceMapperFields>;
}

export interface Panel {
	readonly node?: SubmitNodeName;
	readonly parameters?: IDataObject;
	/** What the credential has besides the key of the tests; null for a node without one. */
	readonly credential?: IDataObject | null;
}

/** A model as the editor keeps the one that was typed in. */
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** What n8n gives to a method of the editor. */
function contextOf(
	baseUrl: string,
	name: SeedanceNode,
	{ parameters = {}, credential = {} }: Omit<Panel, 'node'>,
	path: string,
): ILoadOptionsFunctions {
	const step = seedance(name, parameters, credential === null ? { credentials: {} } : {});
	const { workflow, data } = prepare(chainOf([{}], [step]), setupFor(baseUrl, credential ?? {}));
	const node = workflow.getNode(name);
	if (node === null) throw new Error(`No node ${name}`);
	const editorData = { ...data, currentNodeParameters: parameters as INodeParameters };
	return new LoadOptionsContext(workflow, node, editorData, path) as ILoadOptionsFunctions;
}

const readers = {
	seedanceGetResult: new SeedanceGetResult(),
	seedanceWaitForCompletion: new SeedanceWaitForCompletion(),
};
export const readerNames = ['seedanceGetResult', 'seedanceWaitForCompletion'] as const;

/** What the list of tasks shows in the panel of a node that reads them. */
export async function searchTasks(
	baseUrl: string,
	filter?: string,
	name: (typeof readerNames)[number] = 'seedanceGetResult',
	credential: Panel['credential'] = {},
): Promise<INodeListSearchResult> {
	const context = contextOf(baseUrl, name, { credential }, 'parameters.taskId');
	return await readers[name].methods.listSearch.searchTasks.call(context, filter);
}

/** An editor with a panel open, and a credential that leads to `baseUrl`. */
export function openEditor(baseUrl: string, panel: Panel = {}): Editor {
	const { node: name = 'seedanceTextToVideo' } = panel;
	const context = contextOf(baseUrl, name, panel, 'parameters.model');
	const { listSearch, resourceMapping } = nodes[name].methods;
	return {
		search: async (filter) => await listSearch.searchModels.call(context, filter),
		form: async () => await resourceMapping.modelForm.call(context),
	};
}
