/** From what a person chose and gave for one item to a request that may be sent, or to the reason why not. */
import type { ModelRecord, OfferedMode } from '../models';
import { mainImageParameter, parameterOf } from '../models';
import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import type { ModelList } from '../live/listCache';
import { mediaParameters } from '../media/mediaUse';
import type { MediaUse } from '../media/mediaUse';
import type { SubmitRequest } from '../task/submit';
import { buildRequest } from './buildRequest';
import type { Refusal } from './buildRequest';
import { cleanTexts, unfilled } from './cleanText';
import { collectKnown, collectListed } from './collectValues';
import type { Collected, Given, Values } from './collectValues';
import { chooseRecord } from './chosenRecord';
import type { ChosenRecord, SchemaChoice } from './chosenRecord';
import { parseJsonParameters } from './jsonParameters';
import { openWorld, readMedia, withFileNames } from './mediaValues';
import type { MediaWorld } from './mediaValues';
import { isBlank, normaliseValue } from './normalise';
import { quoted } from './quoted';
import { refusalProblem } from './refusalProblem';

export interface SubmitInput {
	/** The model id as chosen, typed or computed. */
	readonly model: string;
	/**
	 * By the API's parameter names. Those that the model does not have are left out silently: they
	 * stem from fields that the panel hides for this model.
	 */
	readonly fields: Values;
	/** What the form made from a live schema holds; counts for models outside the catalogue. */
	readonly form?: Values;
	/** The text or object of Parameters (JSON), by the API's names; wins over fields and form. */
	readonly json?: unknown;
	/** By default automatic. */
	readonly schema?: SchemaChoice;
}

/** Where a value of a request comes from. */
export type Origin = 'field' | 'form' | 'json' | 'default';

export type SubmitPlan =
	| {
			readonly ok: true;
			readonly request: SubmitRequest;
			/** The pictures, videos and sounds of the request, to be checked and put in their places. */
			readonly media: readonly MediaUse[];
			/** What it was checked against; undefined for a model that nobody has told us of. */
			readonly record?: ModelRecord;
			/** What it is priced by: the model as the API lists it today, as far as that is known. */
			readonly pricedBy?: ModelRecord;
			/** By the parameters of the body. */
			readonly origins: Readonly<Record<string, Origin>>;
	  }
	| { readonly ok: false; readonly problem: Problem };

const no = (problem: Problem): SubmitPlan => ({
	ok: false,
	problem: { ...problem, outcome: 'refused' },
});

/** What a model outside the catalogue takes is not known: files go as images in general. */
const anyImage = { type: 'string', 'x-accept': 'image/*' } as const;
const unlistedMedia = mediaParameters({ parameters: { image: anyImage, last_image: anyImage } });

function originsOf(body: Values, { fields, form, json }: Given): Record<string, Origin> {
	const has = (values: Values, name: string) =>
		Object.hasOwn(values, name) && !isBlank(values[name]);
	const from = (name: string): Origin => {
		if (has(json, name)) return 'json';
		if (has(form, name)) return 'form';
		return has(fields, name) ? 'field' : 'default';
	};
	return Object.fromEntries(Object.keys(body).map((name) => [name, from(name)]));
}

function planUnlisted(model: string, given: Given, world: MediaWorld): SubmitPlan {
	const { json } = given;
	const fields = Object.entries(given.fields).flatMap(([name, value]) => {
		const text = normaliseValue({ type: 'string' }, value);
		return text === undefined ? [] : [[name, text] as const];
	});
	const form = Object.fromEntries(
		Object.entries(given.form).filter(([, value]) => !isBlank(value)),
	);
	const values = Object.fromEntries(
		Object.entries({ ...Object.fromEntries(fields), ...form, ...json }).map(([name, value]) => [
			name,
			// The names of files stay as the item has them.
			unlistedMedia.has(name) ? value : cleanTexts(value),
		]),
	);
	const left = Object.entries(values).flatMap(([parameter, value]): Refusal[] => {
		const isText = typeof value === 'string' || Number.isNaN(value);
		const found = isText ? unfilled(String(value)) : undefined;
		return found === undefined ? [] : [{ parameter, given: value, ...found }];
	});
	const body = withFileNames(values, unlistedMedia, world.files);
	const media = readMedia(body, unlistedMedia, world);
	const { uses } = media;
	const refusals = left.length > 0 ? left : media.refusals;
	if (refusals.length > 0) return no(refusalProblem({ id: model, displayName: model }, refusals));
	const origins = originsOf(body, { ...given, form });
	return { ok: true, request: { model, body }, media: uses, origins };
}

/** Missing values that no field of the panel asks for. */
const withAdvice =
	(hasField: (name: string) => boolean) =>
	(refusal: Refusal): Refusal =>
		refusal.finding !== 'is empty' || hasField(refusal.parameter)
			? refusal
			: { ...refusal, advice: 'Give it in Parameters (JSON) of the Model Options.' };

function planRecord(
	record: ModelRecord,
	collected: Collected,
	world: MediaWorld,
	hasField: (name: string) => boolean,
): SubmitPlan {
	const { fields, form, json, refusals } = collected;
	const built = buildRequest(record, { ...fields, ...form, ...json }, world);
	if (!built.ok || refusals.length > 0) {
		const found = built.ok ? [] : built.refusals.map(withAdvice(hasField));
		// What could not be put into the words of the model is missing there, and was not left out.
		const others = found.filter(({ finding }) => refusals.length === 0 || finding !== 'is empty');
		return no(refusalProblem(record, [...refusals, ...others]));
	}
	const { body, media } = built;
	const origins = originsOf(body, collected);
	return { ok: true, request: { model: record.id, body }, media, record, origins };
}

const modeWords: Readonly<Record<OfferedMode, string>> = {
	'text-to-video': 'Seedance Text to Video',
	'image-to-video': 'Seedance Image to Video',
};

function wrongMode({ id, mode: other }: ModelRecord, mode: OfferedMode): Problem {
	const isOffered = other === 'text-to-video' || other === 'image-to-video';
	const what = isOffered ? `for the node ${modeWords[other]}` : `for ${other}`;
	const detail = `a model ${what}; this node takes ${mode} models`;
	return problem('wrongMode', { model: id, detail });
}

function malformed(model: string): Problem {
	const isEmpty = model.trim() === '';
	const detail = isEmpty ? 'is empty' : `is ${quoted(model)}, which is not a model id`;
	return problem('malformedModel', { detail });
}

function planChosen(
	choice: ChosenRecord,
	mode: OfferedMode,
	model: string,
	given: Given,
	world: MediaWorld,
): SubmitPlan {
	switch (choice.kind) {
		case 'malformed':
			return no(malformed(model));
		case 'wrongMode':
			return no(wrongMode(choice.record, mode));
		case 'notOffered':
			return no(problem('modelNotOffered', { model: choice.record.id, detail: choice.because }));
		case 'unlisted':
			return planUnlisted(choice.id, given, world);
		case 'listed': {
			const { record } = choice;
			return planRecord(record, collectListed(record, given), world, () => true);
		}
		case 'known': {
			const { builtIn, record } = choice;
			const collected = collectKnown(builtIn, record, given, world);
			const hasField = (name: string) =>
				parameterOf(builtIn, name) !== undefined || name === mainImageParameter(record);
			return planRecord(record, collected, world, hasField);
		}
	}
}

/**
 * Plans the submit of one item. Nothing is sent; a plan that is not ok has cost nothing.
 * @param mode the mode of the node that asks
 * @param world where the item's pictures, videos and sounds come from
 * @param list what the API lists today, as far as that is known
 */
export function planSubmit(
	mode: OfferedMode,
	input: SubmitInput,
	world: MediaWorld = openWorld,
	list?: ModelList,
): SubmitPlan {
	const json = parseJsonParameters(input.json);
	if (!json.ok) return no(json.problem);
	const choice = chooseRecord(input.model, mode, input.schema ?? 'automatic', list);
	const given = { fields: input.fields, form: input.form ?? {}, json: json.parameters };
	const plan = planChosen(choice, mode, input.model, given, world);
	if (!plan.ok) return plan;
	const pricedBy = ('live' in choice ? choice.live : undefined) ?? plan.record;
	return { ...plan, ...(pricedBy !== undefined && { pricedBy }) };
}
