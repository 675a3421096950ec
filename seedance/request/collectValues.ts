/** What was given for one item, put into the words of the record that it is checked against. */
import { mainImageParameter, parameterOf } from '../models';
import type { ModelRecord } from '../models';
import type { Refusal } from './allowed';
import { followLive } from './liveModel';
import type { MediaWorld } from './mediaValues';
import { isBlank } from './normalise';

export type Values = Readonly<Record<string, unknown>>;

/** What was given, by where. */
export interface Given {
	readonly fields: Values;
	readonly form: Values;
	readonly json: Values;
}

/** The same in the words of the record, and what cannot be put into them. */
export interface Collected extends Given {
	readonly refusals: readonly Refusal[];
}

/** The picture field of a model that is not known while editing is "image"; the model may call it otherwise. */
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

/** An untouched switch of a form is false, any other untouched field null. */
const isUntouched = (value: unknown) => isBlank(value) || value === false;

/** Values that the record has no parameter for. */
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

/** The values for a model of the catalogue, whose live schema may have moved on. */
export function collectKnown(
	builtIn: ModelRecord,
	record: ModelRecord,
	given: Given,
	{ files }: Pick<MediaWorld, 'files'>,
): Collected {
	const { json } = given;
	const form = known(record, given.form);
	const refusals = unknownInForm(record, given.form);
	const fields = known(builtIn, withMainImage(builtIn, given.fields));
	if (builtIn === record) return { fields, form, json, refusals };
	const moved = followLive(builtIn, record, fields, files);
	const picture = mainImageParameter(builtIn);
	const isPicture = (name: string) => name === picture && parameterOf(record, name) === undefined;
	// Other parameters of the JSON are named as they stand there when they are not known any more.
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

/** The values for a model of which the API's list tells. */
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
