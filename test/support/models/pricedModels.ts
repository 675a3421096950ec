/** Records to price: of the catalogue, and made up. */
import { findModel } from '../../../seedance/models';
import type { ModelRecord, Parameter } from '../../../seedance/models';

export function known(id: string): ModelRecord {
	const record = findModel(`bytedance/${id}`);
	if (record === undefined) throw new Error(`No record for ${id}`);
	return record;
}

export const made = (
	parameters: Readonly<Record<string, Parameter>>,
	more: Partial<ModelRecord> = {},
): ModelRecord => ({
	id: 'a/b',
	displayName: 'B',
	mode: 'text-to-video',
	generation: 'none',
	tier: '',
	parameters,
	required: [],
	typicalSeconds: 1,
	source: '',
	confidence: 'live',
	...more,
});

/** A record without one of its parameters. */
export function withoutParameter(record: ModelRecord, left: string): ModelRecord {
	const others = Object.entries(record.parameters).filter(([name]) => name !== left);
	return { ...record, parameters: Object.fromEntries(others) };
}
