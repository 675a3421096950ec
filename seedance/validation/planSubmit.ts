/** From what a person chose and gave for one item to a request that may be sent, or to the reason why not. */
import type { ModelRecord, OfferedMode } from '../catalogue';
import { mainImageParameter, parameterOf } from '../catalogue';
import { image, lastImage } from '../catalogue/parameters';
import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import { mediaParameters } from '../media/mediaUse';
import type { MediaUse } from '../media/mediaUse';
import type { SubmitRequest } from '../task/submit';
import { z } from '../zod';
import { buildRequest } from './buildRequest';
import type { Refusal } from './buildRequest';
import { label } from './label';
import { chooseModel } from './modelId';
import { openWorld, readMedia, withFileNames } from './mediaValues';
import type { MediaWorld } from './mediaValues';
import { isBlank, normaliseValue } from './normalise';
import { quoted } from './quoted';

export interface SubmitInput {
	/** The model id as chosen, typed or computed. */
	readonly model: string;
	/**
	 * By the API's parameter names. Those that the model does not have are left out silently: they
	 * stem from fields that the panel hides for this model.
	 */
	readonly fields: Readonly<Record<string, unknown>>;
	/** The text or object of Parameters (JSON), by the API's names; wins over fields. */
	readonly json?: unknown;
}

export type SubmitPlan =
	| {
			readonly ok: true;
			readonly request: SubmitRequest;
			/** The pictures, videos and sounds of the request, to be checked and put in their places. */
			readonly media: readonly MediaUse[];
	  }
	| { readonly ok: false; readonly problem: Problem };

const no = (problem: Problem): SubmitPlan => ({
	ok: false,
	problem: { ...problem, outcome: 'refused' },
});
const jsonObject = z.record(z.unknown());

type JsonParameters =
	| { readonly ok: true; readonly parameters: Record<string, unknown> }
	| { readonly ok: false; readonly problem: Problem };

function parseJsonParameters(json: unknown): JsonParameters {
	if (isBlank(json)) return { ok: true, parameters: {} };
	let value = json;
	if (typeof json === 'string') {
		try {
			value = JSON.parse(json);
		} catch {
			const detail = `is not valid JSON: ${quoted(json)}`;
			return { ok: false, problem: problem('parametersNotJson', { detail }) };
		}
	}
	const parsed = jsonObject.safeParse(value);
	return parsed.success
		? { ok: true, parameters: parsed.data }
		: { ok: false, problem: problem('parametersNotJson') };
}

/** The problem of an item that a model does not take as it is. */
export function refusalProblem(
	{ id, displayName }: Pick<ModelRecord, 'id' | 'displayName'>,
	refusals: readonly Refusal[],
): Problem {
	const lines = refusals.map(({ parameter, finding, allowed }) =>
		finding === 'is not known'
			? `'${parameter}' in 'Parameters (JSON)' is not a parameter of ${displayName}, which takes ${allowed}`
			: `'${label(parameter)}' ${finding}${allowed === undefined ? '' : `; ${displayName} takes ${allowed}`}`,
	);
	const detail = lines.join('. ');
	const parameter = refusals[0]?.parameter;
	const advice = [...new Set(refusals.flatMap((refusal) => refusal.advice ?? []))].join(' ');
	return problem(
		'parameterRefused',
		{ model: id, detail, ...(advice !== '' && { advice }) },
		parameter !== undefined ? { parameter } : {},
	);
}

/** The picture field of a model that is not known while editing is "image"; the model may call it otherwise. */
function withMainImage(record: ModelRecord, fields: SubmitInput['fields']) {
	const name = mainImageParameter(record);
	if (name === undefined || fields[name] !== undefined || fields['image'] === undefined) {
		return fields;
	}
	return { ...fields, [name]: fields['image'] };
}

/** What a model outside the catalogue takes is not known: files go as pictures in general. */
const unlistedMedia = mediaParameters({ parameters: { image, last_image: lastImage } });

function planUnlisted(
	model: string,
	fields: SubmitInput['fields'],
	json: object,
	world: MediaWorld,
): SubmitPlan {
	const given = Object.entries(fields).flatMap(([name, value]) => {
		const text = normaliseValue({ type: 'string', description: '' }, value);
		return text === undefined ? [] : [[name, text] as const];
	});
	const body = withFileNames({ ...Object.fromEntries(given), ...json }, unlistedMedia, world.files);
	const { uses, refusals } = readMedia(body, unlistedMedia, world);
	if (refusals.length > 0) return no(refusalProblem({ id: model, displayName: model }, refusals));
	return { ok: true, request: { model, body }, media: uses };
}

const modeWords: Readonly<Record<OfferedMode, string>> = {
	'text-to-video': 'Seedance Text to Video',
	'image-to-video': 'Seedance Image to Video',
};

/**
 * Plans the submit of one item. Nothing is sent; a plan that is not ok has cost nothing.
 * @param mode the mode of the node that asks
 * @param world where the item's pictures, videos and sounds come from
 */
export function planSubmit(
	mode: OfferedMode,
	input: SubmitInput,
	world: MediaWorld = openWorld,
): SubmitPlan {
	const json = parseJsonParameters(input.json);
	if (!json.ok) return no(json.problem);
	const choice = chooseModel(input.model, mode);
	switch (choice.kind) {
		case 'malformed': {
			const isEmpty = input.model.trim() === '';
			const detail = isEmpty ? 'is empty' : `is ${quoted(input.model)}, which is not a model id`;
			return no(problem('malformedModel', { detail }));
		}
		case 'wrongMode': {
			const { id, mode: other } = choice.record;
			const detail =
				other === 'text-to-video' || other === 'image-to-video'
					? `a model for the node ${modeWords[other]}; this node takes ${mode} models`
					: `a model for ${other}; this node takes ${mode} models`;
			return no(problem('wrongMode', { model: id, detail }));
		}
		case 'notOffered':
			return no(problem('modelNotOffered', { model: choice.record.id, detail: choice.because }));
		case 'unlisted':
			return planUnlisted(choice.id, input.fields, json.parameters, world);
		case 'known': {
			const { record } = choice;
			const fields = Object.entries(withMainImage(record, input.fields)).filter(
				([name]) => parameterOf(record, name) !== undefined,
			);
			const values = { ...Object.fromEntries(fields), ...json.parameters };
			const built = buildRequest(record, values, world);
			if (!built.ok) return no(refusalProblem(record, built.refusals));
			const { body, media } = built;
			return { ok: true, request: { model: record.id, body }, media };
		}
	}
}
