import { handWrittenSchemas, type JsonSchema } from '../acceptance/hand-written';
import { catalogueModels, modelsOfToday } from './catalogue';
import { documentedModels } from './documents';
import { fromLive, fromSchema, type LiveModel } from './live-model';
import type { OfferedModel } from './offered-model';
import { otherVendorsModels } from './other-vendors';

/** Which models a simulator offers; all may be left out. */
export interface OfferedChoices {
	/**
	 * Which shape bytedance/seedance-2.0/image-to-video has, in the list and for submits: that of
	 * its document (`images`), the default, or the newer one (`image`;
	 * docs/internals/api.md#seedance-models).
	 */
	readonly schemas?: 'documented' | 'current';
	/**
	 * Additional models that are listed, priced and accepted. They may replace known ones, but
	 * those of the five documents only with `schemas: 'current'`.
	 */
	readonly liveModels?: readonly LiveModel[] | undefined;
	/**
	 * Additional models to accept and list, as JSON Schema by model ID. They never replace the
	 * five.
	 */
	readonly extraModels?: Readonly<Record<string, JsonSchema>>;
	/** IDs of withdrawn models: they aren't listed, have no price, and a submit answers 404. */
	readonly retired?: readonly string[];
}

/**
 * The models on offer by id, in the order of the list.
 * @throws when a live model would loosen one of the five documents
 */
export function offeredModels(choices: OfferedChoices = {}): ReadonlyMap<string, OfferedModel> {
	const { schemas = 'documented', liveModels = [], extraModels = {}, retired = [] } = choices;
	const bound = liveModels.find(({ id }) => Object.hasOwn(handWrittenSchemas, id));
	if (schemas === 'documented' && bound !== undefined) {
		throw new Error(`${bound.id} is as its document says, unless schemas is 'current'`);
	}
	const offered = [
		...catalogueModels(),
		...otherVendorsModels(),
		...Object.entries(extraModels).map(([id, schema]) => fromSchema(id, schema)),
		...documentedModels(),
		...(schemas === 'current' ? modelsOfToday() : []),
		...liveModels.map(fromLive),
	];
	const byId = new Map(offered.map((model) => [model.id, model]));
	for (const id of retired) byId.delete(id);
	return byId;
}
