/** The facts that a field of a node gives about its parameter. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Facts } from './facts';
import type { VisibleField } from './visible-fields';

const listInWords = /one per line,? or a list/i;

function choiceValues(field: INodeProperties): (string | number)[] {
	return (field.options as INodePropertyOptions[]).map(({ value }) =>
		typeof value === 'number' ? value : String(value),
	);
}

function typeOf(field: INodeProperties): string {
	const { type, description = '', typeOptions } = field;
	if (type === 'number') return typeOptions?.numberPrecision === 0 ? 'integer' : 'number';
	if (type === 'string') return listInWords.test(description) ? 'array' : 'string';
	if (type !== 'options') return type;
	const isNumeric = choiceValues(field).every((value) => value === '' || typeof value === 'number');
	return isNumeric ? 'integer' : 'string';
}

function defaultOf({ field, place }: VisibleField): unknown {
	// The name of the binary field with an image is a default of n8n, not of the model.
	const isMainPicture = place === 'panel' && /image/i.test(field.name) && field.default === 'data';
	if (field.default === '' || isMainPicture) return undefined;
	return field.default;
}

function counted(text: string, pattern: RegExp): number | undefined {
	const digits = pattern.exec(text)?.[1];
	return digits === undefined ? undefined : Number(digits.replace(/,/g, ''));
}

/**
 * Reads a field back into facts.
 * @param mayBeUnset whether the field may have a choice to leave the parameter out
 */
export function nodeFacts(visible: VisibleField, mayBeUnset: boolean): Facts {
	const { field } = visible;
	const { description = '', typeOptions = {} } = field;
	const type = typeOf(field);
	const preset = defaultOf(visible);
	const { minValue, maxValue } = typeOptions;
	const maxLength = counted(description, /(\d[\d,]*) characters/);
	const maxItems = type === 'array' ? counted(description, /(?:up|\d) to (\d+)/i) : undefined;
	return {
		type,
		required: field.required === true,
		...(preset !== undefined && { default: preset }),
		...((minValue !== undefined || maxValue !== undefined) && { range: [minValue, maxValue] }),
		...(field.type === 'options' && {
			choices: choiceValues(field).filter((value) => !(mayBeUnset && value === '')),
		}),
		...(maxLength !== undefined && { maxLength }),
		...(maxItems !== undefined && { maxItems }),
	};
}
