/** Counts how often a value is at a limit of its schema, so that a run shows its coverage. */
import { itemsOf } from '../support/request/jsonSchema';
import type { PropertySchema } from '../support/request/jsonSchema';

export type Corners = Map<string, number>;

const add = (corners: Corners, name: string) => corners.set(name, (corners.get(name) ?? 0) + 1);

/** "at", "one past" or "one before" a limit. */
function place(value: number, limit: number): string | undefined {
	if (value === limit) return 'at';
	return Math.abs(value - limit) === 1 ? `${value < limit ? 'one below' : 'one above'}` : undefined;
}

function compare(corners: Corners, value: number, limit: number | undefined, name: string) {
	const where = limit === undefined ? undefined : place(value, limit);
	if (where !== undefined) add(corners, `${where} ${name}`);
}

/** Goes through a value and its schema side by side. */
export function countCorners(value: unknown, schema: PropertySchema, corners: Corners): void {
	if (value === null) add(corners, 'null');
	if (typeof value === 'number') {
		if (!Number.isFinite(value)) add(corners, 'too large a number (1e400)');
		compare(corners, value, schema.minimum, 'minimum');
		compare(corners, value, schema.maximum, 'maximum');
	}
	if (typeof value === 'string') {
		// Counted only where UTF-16 units and code points differ.
		const { length } = Array.from(value);
		if (length === value.length) return;
		compare(corners, length, schema.minLength, 'minLength, emoji');
		compare(corners, length, schema.maxLength, 'maxLength, emoji');
	}
	if (Array.isArray(value)) {
		compare(corners, value.length, schema.minItems, 'minItems');
		compare(corners, value.length, schema.maxItems, 'maxItems');
		const items = itemsOf(schema);
		for (const entry of value) countCorners(entry, items, corners);
	} else if (typeof value === 'object' && value !== null) {
		const { properties = {}, required = [] } = schema;
		if (required.some((name) => !Object.hasOwn(value, name))) add(corners, 'required missing');
		if (Object.keys(value).some((name) => !Object.hasOwn(properties, name))) {
			add(corners, 'not declared');
		}
		for (const [name, property] of Object.entries(properties)) {
			const member = Object.getOwnPropertyDescriptor(value, name);
			if (member !== undefined) countCorners(member.value, property, corners);
		}
	}
}
