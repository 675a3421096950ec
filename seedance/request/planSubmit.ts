/** Plans the request of one item from its model and values, or says why it can't be sent. */
import type { ModelList } from '../api/models';
import { defined } from '../result';
import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import { mainMediaParameter, mediaParameters } from '../models';
import { nodeNames } from '../models/modes';
import { parameterOf } from '../models/schema';
import type { MediaUse } from '../models';
import type { ModelRecord, OfferedMode } from '../models/schema';
import type { Result } from '../result';
import { cleanTexts, label, quoted, unfilled } from '../text';
import { z } from '../zod';
import type { Refusal } from './allowed';
import { buildRequest, collectKnown, collectListed } from './buildRequest';
import type { RequestBody, Collected, Given, Values } from './buildRequest';
import { chooseRecord } from './liveModel';
import type { ChosenRecord, SchemaChoice } from './liveModel';
import { noMedia, readMedia, withFileNames } from './mediaValues';
import type { MediaContext } from './mediaValues';
import { isBlank, normaliseValue } from './normalise';

// Parses the field Parameters (JSON).

const jsonObject = z.record(z.unknown());

export type JsonParameters = Result<Record<string, unknown>, Problem>;

/** The only code block in an answer of a language model. */
function fenced(text: string): string {
	const [first, ...others] = [
		...text.matchAll(/```[ \t]*\w*(?:[ \t]*\r?\n|[ \t]*(?=[[{"]))([^]*?)```/g),
	];
	return first?.[1] !== undefined && others.length === 0 ? first[1] : text;
}

/** Replaces the typographic quotes and spaces of word processors. */
const typewritten = (text: string) =>
	text.replace(/[“”„‟＂]/g, '"').replace(/[\u00a0\u2000-\u200d\u202f\u2060\ufeff]/g, ' ');

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Parses the JSON in a text, bare or in the forms that other programs wrap it in. */
function jsonIn(text: string): unknown {
	// It also removes a byte order mark.
	const whole = text.trim();
	const bare = fenced(whole);
	const value = parsed(whole) ?? parsed(bare) ?? parsed(typewritten(bare));
	// The object may have been serialised twice.
	return typeof value === 'string' ? parsed(value) : value;
}

/** Parses the field. Blank means no parameters. */
export function parseJsonParameters(json: unknown): JsonParameters {
	if (isBlank(json)) return { ok: true, value: {} };
	const value = typeof json === 'string' ? jsonIn(json) : json;
	if (value === undefined) {
		return { ok: false, problem: problem('parametersNotJson', { got: quoted(json) }) };
	}
	const checked = jsonObject.safeParse(value);
	return checked.success
		? { ok: true, value: checked.data }
		: { ok: false, problem: problem('parametersNotJson') };
}

// The problem of an item with refused values.

/** The sentence for one refusal, without a full stop. */
function line({ parameter, finding, got, place = 'Parameters (JSON)' }: Refusal): string {
	if (finding === 'is unknown') return `${place} has an unknown parameter: ${quoted(parameter)}`;
	return `${label(parameter)} ${finding}${got === undefined ? '' : ` (got ${got})`}`;
}

/** What to do about one refusal, in sentences. */
function adviceOn({ parameter, finding, allowed, advice }: Refusal): readonly string[] {
	if (finding === 'is empty') {
		const enter = parameter === 'prompt' ? 'Describe the video.' : `Enter ${allowed}.`;
		return [advice ?? enter];
	}
	const allows = allowed === undefined ? [] : [`The model allows ${allowed}.`];
	return advice === undefined ? allows : [advice, ...allows];
}

/** All refusals of an item in one problem. */
export function refusalProblem(
	{ id }: Pick<ModelRecord, 'id'>,
	refusals: readonly Refusal[],
): Problem {
	const [first, ...others] = refusals;
	const also = others.map((refusal) => `Also, ${line(refusal)}.`);
	const advice = [...new Set([...refusals.flatMap(adviceOn), ...also])].join(' ');
	return problem(
		'parameterRefused',
		{
			model: id,
			...defined({ detail: first && line(first), fileName: first?.fileName }),
			...(advice !== '' && { advice }),
		},
		defined({ parameter: first?.parameter }),
	);
}

export interface SubmitInput {
	/** The model ID that was chosen, typed or computed. */
	readonly model: string;
	/**
	 * By the API's parameter names. Those that the model doesn't have are dropped, because they come
	 * from fields that the panel hides for this model.
	 */
	readonly fields: Values;
	/** The values of the form from a live schema, for models outside the catalogue. */
	readonly form?: Values;
	/**
	 * The text or object of Parameters (JSON), by the API's names, which overrides fields and form.
	 */
	readonly json?: unknown;
	/** By default automatic. */
	readonly schema?: SchemaChoice;
}

export type Body = RequestBody | Readonly<Record<string, unknown>>;

export interface SubmitRequest {
	readonly model: string;
	readonly body: Body;
	/**
	 * Completes the body with values that take time, such as URLs of uploaded files. It gives up
	 * rather than pause beyond `until`, in ms since the epoch.
	 */
	readonly complete?: (until: number) => Promise<Result<Body, Problem>>;
	/** Where the API is to say that the task has ended. */
	readonly callbackUrl?: string;
}

/** The source of a value in a request. */
export type Origin = 'field' | 'form' | 'json' | 'copies' | 'default';

export type SubmitPlan =
	| {
			readonly ok: true;
			readonly request: SubmitRequest;
			/** The images, videos and audio of the request. */
			readonly media: readonly MediaUse[];
			/** The record that it was checked against; undefined for an unknown model. */
			readonly record?: ModelRecord;
			/** The record for its price: the live one, if it's known. */
			readonly pricedBy?: ModelRecord;
			/** By the parameters of the body. */
			readonly origins: Readonly<Record<string, Origin>>;
	  }
	| { readonly ok: false; readonly problem: Problem };

const no = (problem: Problem): SubmitPlan => ({
	ok: false,
	problem: { ...problem, outcome: 'refused' },
});

/** The media of a model outside the catalogue, whose parameters aren't known. */
const anyImage = { type: 'string', 'x-accept': 'image/*' } as const;
const anyVideo = { type: 'string', 'x-accept': 'video/*' } as const;
const unlistedMedia = mediaParameters({
	parameters: { image: anyImage, last_image: anyImage, video: anyVideo },
});

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

function planUnlisted(model: string, given: Given, context: MediaContext): SubmitPlan {
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
			// File names are kept as the item has them.
			unlistedMedia.has(name) ? value : cleanTexts(value),
		]),
	);
	const left = Object.entries(values).flatMap(([parameter, value]): Refusal[] => {
		const isText = typeof value === 'string' || Number.isNaN(value);
		const found = isText ? unfilled(String(value)) : undefined;
		return found === undefined ? [] : [{ parameter, given: value, ...found }];
	});
	const body = withFileNames(values, unlistedMedia, context.files);
	const media = readMedia(body, unlistedMedia, context);
	const { uses } = media;
	const refusals = left.length > 0 ? left : media.refusals;
	if (refusals.length > 0) return no(refusalProblem({ id: model }, refusals));
	const origins = originsOf(body, { ...given, form });
	return { ok: true, request: { model, body }, media: uses, origins };
}

/** Adds advice about missing values that have no field in the panel. */
const withAdvice =
	(hasField: (name: string) => boolean) =>
	(refusal: Refusal): Refusal =>
		refusal.finding !== 'is empty' || hasField(refusal.parameter)
			? refusal
			: { ...refusal, advice: 'Enter it in Options → Advanced → Parameters (JSON).' };

function planRecord(
	record: ModelRecord,
	collected: Collected,
	context: MediaContext,
	hasField: (name: string) => boolean,
): SubmitPlan {
	const { fields, form, json, refusals } = collected;
	const built = buildRequest(record, { ...fields, ...form, ...json }, context);
	if (!built.ok || refusals.length > 0) {
		const found = built.ok ? [] : built.problem.map(withAdvice(hasField));
		// A value that couldn't be converted is missing in the body, but the person did give it.
		const others = found.filter(({ finding }) => refusals.length === 0 || finding !== 'is empty');
		return no(refusalProblem(record, [...refusals, ...others]));
	}
	const { body, media } = built.value;
	const origins = originsOf(body, collected);
	return { ok: true, request: { model: record.id, body }, media, record, origins };
}

const malformed = (model: string): Problem =>
	problem('malformedModel', model.trim() === '' ? {} : { got: quoted(model) });

function planChosen(
	choice: ChosenRecord,
	model: string,
	given: Given,
	context: MediaContext,
): SubmitPlan {
	switch (choice.kind) {
		case 'malformed':
			return no(malformed(model));
		case 'wrongMode':
			return no(problem('wrongMode', { model: choice.id, detail: nodeNames[choice.node] }));
		case 'notOffered':
			return no(problem('modelNotOffered', { model: choice.record.id, detail: choice.because }));
		case 'unlisted':
			return planUnlisted(choice.id, given, context);
		case 'listed': {
			const { record } = choice;
			return planRecord(record, collectListed(record, given), context, () => true);
		}
		case 'known': {
			const { builtIn, record } = choice;
			const collected = collectKnown(builtIn, record, given, context);
			const hasField = (name: string) =>
				parameterOf(builtIn, name) !== undefined || name === mainMediaParameter(record);
			return planRecord(record, collected, context, hasField);
		}
	}
}

/**
 * Plans the submit of one item without sending anything.
 * @param mode the node's mode
 * @param context the sources of the item's media
 * @param list the live list, if it's known
 */
export function planSubmit(
	mode: OfferedMode,
	input: SubmitInput,
	context: MediaContext = noMedia,
	list?: ModelList,
): SubmitPlan {
	const json = parseJsonParameters(input.json);
	if (!json.ok) return no(json.problem);
	const choice = chooseRecord(input.model, mode, input.schema ?? 'automatic', list);
	const given = { fields: input.fields, form: input.form ?? {}, json: json.value };
	const plan = planChosen(choice, input.model, given, context);
	if (!plan.ok) return plan;
	return { ...plan, ...defined({ pricedBy: choice.live ?? plan.record }) };
}
