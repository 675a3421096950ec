/** The facts of a catalogue record about one of its parameters. */
import type { ModelRecord } from '../../seedance/models';
import type { Facts } from './facts';

/** The facts of one parameter; undefined when the record doesn't have it. */
export function recordFacts(record: ModelRecord, name: string): Facts | undefined {
	const parameter = record.parameters[name];
	if (parameter === undefined) return undefined;
	const common = {
		type: parameter.type ?? 'any',
		required: record.required.includes(name),
		...(parameter.default !== undefined && { default: parameter.default }),
	};
	switch (parameter.type) {
		case 'boolean':
		case 'object':
		case undefined:
			return common;
		case 'integer':
		case 'number': {
			const { enum: choices, minimum, maximum } = parameter;
			const hasRange = minimum !== undefined || maximum !== undefined;
			return {
				...common,
				...(hasRange && { range: [minimum, maximum] }),
				...(choices !== undefined && { choices }),
			};
		}
		case 'string': {
			const { enum: choices, maxLength } = parameter;
			return {
				...common,
				...(choices !== undefined && { choices }),
				...(maxLength !== undefined && { maxLength }),
			};
		}
		case 'array': {
			const { maxItems } = parameter;
			return { ...common, ...(maxItems !== undefined && { maxItems }) };
		}
	}
}
