/** What the API is told when it is asked for the price of a request. */
import type { ModelRecord } from '../catalogue';
import { mediaParameter } from '../media/mediaUse';
import type { MediaUse } from '../media/mediaUse';

type Body = Readonly<Record<string, unknown>>;

/** The parameters that prices are known to depend on; left out, the API quotes the cheapest. */
const drivers = ['duration', 'resolution', 'generate_audio'];

export type QuoteInputs =
	| { readonly ok: true; readonly inputs: Body }
	/** Why a quote would say nothing, for people. */
	| { readonly ok: false; readonly why: string };

/** Whether a media value is in the body as it will be sent. */
const isSent = ({ source }: MediaUse) => source.kind === 'url';

/**
 * The inputs of a quote: the body, and every default that the API would take, because it quotes the
 * floor for a parameter that it is not told (reference §G).
 * @param media the media of the body; files that are not uploaded yet are left out
 */
export function quoteInputs(
	record: ModelRecord,
	body: Body,
	media: readonly MediaUse[],
): QuoteInputs {
	const unset = drivers.find((name) => {
		const parameter = Object.hasOwn(record.parameters, name) ? record.parameters[name] : undefined;
		return parameter !== undefined && parameter.default === undefined && body[name] === undefined;
	});
	if (unset !== undefined) return { ok: false, why: `its ${unset} is left to the model` };
	const unsent = media.filter((use) => !isSent(use));
	if (unsent.some(({ rule }) => rule.kind === 'video')) {
		return { ok: false, why: 'it has a video that is not uploaded yet' };
	}
	const defaults = Object.entries(record.parameters).flatMap(([name, parameter]) =>
		parameter.default === undefined ? [] : [[name, parameter.default] as const],
	);
	const left = new Set(unsent.map(({ parameter }) => parameter));
	const given = Object.entries(body).filter(([name]) => !left.has(name));
	return { ok: true, inputs: { ...Object.fromEntries(defaults), ...Object.fromEntries(given) } };
}

/**
 * Tells requests apart whose price may differ: free text, seeds and addresses do not count, the number
 * of pictures does.
 */
export function quoteKey({ id, parameters }: ModelRecord, inputs: Body): string {
	const counted = Object.entries(inputs).map(([name, value]): [string, unknown] => {
		const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
		const isFreeText = parameter?.type === 'string' && parameter.enum === undefined;
		if (name === 'seed' || isFreeText) return [name, true];
		const isMedia = parameter !== undefined && mediaParameter(parameter) !== undefined;
		return [name, isMedia && Array.isArray(value) ? value.length : value];
	});
	return JSON.stringify([id, counted.sort(([a], [b]) => (a < b ? -1 : 1))]);
}
