/** Collects an item's values by the parameter names of its record. */
import { mainImageParameter, parameterOf } from '../models';
import type { ModelRecord } from '../models';
import type { Refusal } from './allowed';
import { followLive } from './liveModel';
import type { MediaContext } from './mediaValues';
import { isBlank } from './normalise';

export type Values = Readonly<Record<string, unknown>>;

/** The given values by their source. */
export interface Given {
	readonly fields: Values;
	readonly form: Values;
	readonly json: Values;
}

/** The same by the record's names, and what couldn't be converted. */
export interface Collected extends Given {
	readonly refusals: readonly Refusal[];
}

/**
 * Renames the field "image" of a model that wasn't known in the editor to the model's own name for
 * it.
 */
function withMainImage(record: ModelRecord, fields: Values): Values {
	const name = mainImageParameter(record);
	if (name === undefined || fields[name] !== undefined || fields['image'] === undefined) {
		return fields;
	}
	return { ...fields, [name]: fields['image'] };
}

const known = (record: ModelRecord, values: Values): Values =>
	Object.fromEntries(
		Object.entries(values).filter(([name]) => parameterOf(record, name) !== undefined),
	);

/** An untouched switch of a form is false, and any other untouched field null. */
const isUntouched = (value: unknown) => isBlank(value) || value === false;

/** Refusals of values without a parameter in the record. */
function unknown(
	record: ModelRecord,
	values: Values,
	refusal: Pick<Refusal, 'finding' | 'place'>,
): Refusal[] {
	const allowed = Object.keys(record.parameters).join(', ');
	return Object.entries(values)
		.filter(([name, value]) => parameterOf(record, name) === undefined && !isUntouched(value))
		.map(([parameter, given]): Refusal => ({ parameter, given, allowed, ...refusal }));
}

const unknownInForm = (record: ModelRecord, form: Values) =>
	unknown(record, form, { finding: 'is not known', place: 'Model Parameters' });

/** The values for a catalogue model, whose live schema may have changed. */
export function collectKnown(
	builtIn: ModelRecord,
	record: ModelRecord,
	given: Given,
	{ files }: Pick<MediaContext, 'files'>,
): Collected {
	const { json } = given;
	const form = known(record, given.form);
	const refusals = unknownInForm(record, given.form);
	const fields = known(builtIn, withMainImage(builtIn, given.fields));
	if (builtIn === record) return { fields, form, json, refusals };
	const moved = followLive(builtIn, record, fields, files);
	const picture = mainImageParameter(builtIn);
	const isPicture = (name: string) => name === picture && parameterOf(record, name) === undefined;
	// Other parameters of the JSON keep their names in messages when the model no longer has them.
	const named = Object.entries(json);
	const pictures = Object.fromEntries(named.filter(([name]) => isPicture(name)));
	const others = Object.fromEntries(named.filter(([name]) => !isPicture(name)));
	const movedJson = followLive(builtIn, record, pictures, files);
	return {
		fields: moved.values,
		form,
		json: { ...movedJson.values, ...others },
		refusals: [...moved.refusals, ...refusals, ...movedJson.refusals],
	};
}

/** The values for a model of the live list. */
export function collectListed(
	record: ModelRecord,
	{ fields: inPanel, form, json }: Given,
): Collected {
	const { image: picture, ...others } = inPanel;
	const pictureName = mainImageParameter(record);
	const isMoved = picture !== undefined && pictureName !== undefined;
	const fields = isMoved ? { ...others, [pictureName]: picture } : inPanel;
	return {
		fields: known(record, fields),
		form: known(record, form),
		json,
		refusals: [
			...unknown(record, fields, { finding: 'is not a parameter of this model' }),
			...unknownInForm(record, form),
		],
	};
}
