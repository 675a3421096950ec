/** The API's list of models as planSubmit gets it, from a few models written down in a test. */
import { createModelListCache, fetchModelList } from '../../../seedance/api/models';
import type { ModelList } from '../../../seedance/api/models';
import { answer as answerOf, enveloped } from '../api/replies';
import { scriptedApi } from '../api/scriptedApi';

export interface Listed {
	readonly id: string;
	readonly type?: string;
	readonly properties?: Readonly<Record<string, object>>;
	readonly required?: readonly string[];
}

/** Reads the models out of an answer in the documented shape. */
export async function liveList(...models: readonly Listed[]): Promise<ModelList> {
	const answer = models.map(({ id, type = '', properties, required = [] }) => ({
		model_id: id,
		name: `The ${id}`,
		type,
		...(properties !== undefined && {
			api_schema: {
				api_schemas: [
					{ type: 'model_run', request_schema: { type: 'object', properties, required } },
				],
			},
		}),
	}));
	const { ports } = scriptedApi(() => answerOf(200, enveloped(200, 'success', answer)));
	const fetch = async () => await fetchModelList(ports);
	const list = await createModelListCache().list('an account', fetch, () => 0);
	if (list === undefined) throw new Error('No list');
	return list;
}
