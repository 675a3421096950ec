/** The API's own list of models, as nodes and the editor get it. */
import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import { createModelListCache } from '../../../seedance/live/listCache';
import type { ModelList } from '../../../seedance/live/listCache';
import { fetchModelList } from '../../../seedance/live/modelList';
import { clock } from '../clock';
import { readApi } from './credential';
import type { CheckedApi } from './credential';
import { createHttpPort } from './httpPort';

// For as long as the process lives: all executions and editors of an account share it.
const cache = createModelListCache();

/**
 * The list of a credential's account; undefined when it cannot be had. One request an hour, and after a
 * failure one a minute.
 * @param api what readApi said
 */
export async function liveModels(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	api: CheckedApi,
): Promise<ModelList | undefined> {
	const ports = {
		http: createHttpPort(context, api),
		baseUrl: api.baseUrl,
		now: clock.now,
		sleep: clock.sleep,
	};
	return await cache.list(api.account, async () => await fetchModelList(ports), ports.now);
}

/** The list as a run that is in a hurry gets it. */
export interface Listing {
	/** As far as it is known by now. */
	now(): ModelList | undefined;
	/** When it has come, or cannot be had. Never rejects. */
	whenThere(): Promise<ModelList | undefined>;
}

/** The listing of a run that wants none. */
export const noListing: Listing = { now: () => undefined, whenThere: async () => undefined };

/** Asks for the list, if that was not done within the hour, and waits for nothing. */
export function openListing(context: IExecuteFunctions, api: CheckedApi): Listing {
	const asking = liveModels(context, api).catch(() => undefined);
	return {
		now: () => cache.last(api.account),
		whenThere: async () => await asking,
	};
}

/** The same for the editor, where a credential may not be chosen yet. */
export async function liveModelsFor(
	context: ILoadOptionsFunctions,
): Promise<ModelList | undefined> {
	const api = await readApi(context);
	return api.ok ? await liveModels(context, api) : undefined;
}
