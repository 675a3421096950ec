/** What the API is told when it is asked for the price of a request. */
import { parameterOf } from '../models';
import type { ModelRecord } from '../models';
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

/** What a body says; null stands for nothing, as to the API. */
const saidIn = (body: Body) =>
	Object.entries(body).filter(([, value]) => value !== undefined && value !== null);

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
	const defaults = Object.entries(record.parameters).flatMap(([name, parameter]) =>
		parameter.default === undefined ? [] : [[name, parameter.default] as const],
	);
	const inputs = { ...Object.fromEntries(defaults), ...Object.fromEntries(saidIn(body)) };
	const unset = drivers.find(
		(name) => parameterOf(record, name) !== undefined && inputs[name] === undefined,
	);
	if (unset !== undefined) return { ok: false, why: `its ${unset} is left to the model` };
	const unsent = media.filter((use) => !isSent(use));
	if (unsent.some(({ rule }) => rule.kind === 'video')) {
		return { ok: false, why: 'it has a video that is not uploaded yet' };
	}
	const left = new Set(unsent.map(({ parameter }) => parameter));
	const known = Object.entries(inputs).filter(([name]) => !left.has(name));
	return { ok: true, inputs: Object.fromEntries(known) };
}

const isFreeText = (name: string) => /(^|_)prompt$/.test(name);

/**
 * Tells requests apart whose price may differ: prompts, seeds and addresses of pictures do not count, the
 * number of pictures does. A video's address counts, because its length may be billed.
 */
export function quoteKey(record: ModelRecord, inputs: Body): string {
	const counted = Object.entries(inputs).map(([name, value]): [string, unknown] => {
		if (name === 'seed' || isFreeText(name)) return [name, true];
		const parameter = parameterOf(record, name);
		if (parameter === undefined || mediaParameter(parameter)?.kind !== 'image')
			return [name, value];
		return [name, Array.isArray(value) ? value.length : true];
	});
	return JSON.stringify([record.id, counted.sort(([a], [b]) => (a < b ? -1 : 1))]);
}
