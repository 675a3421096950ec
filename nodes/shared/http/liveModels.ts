/** The API's own list of models, as nodes and the editor get it. */
import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import { createModelListCache } from '../../../seedance/live/listCache';
import type { ModelList } from '../../../seedance/live/listCache';
import { fetchModelList } from '../../../seedance/live/modelList';
import { readApi } from './credential';
import type { CheckedApi } from './credential';
import { createHttpPort } from './httpPort';

// For as long as the process lives: all executions and editors of an account share it.
const cache = createModelListCache();

/**
 * The list of a credential's account; undefined when it cannot be had. At most one request an hour.
 * @param api what readApi said
 */
export async function liveModels(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	api: CheckedApi,
): Promise<ModelList | undefined> {
	const ports = {
		http: createHttpPort(context, api),
		baseUrl: api.baseUrl,
		now: () => Date.now(),
	};
	return await cache.list(api.account, async () => await fetchModelList(ports), ports.now);
}

/** The same for the editor, where a credential may not be chosen yet. */
export async function liveModelsFor(
	context: ILoadOptionsFunctions,
): Promise<ModelList | undefined> {
	const api = await readApi(context);
	return api.ok ? await liveModels(context, api) : undefined;
}
