/**
 * Any value as one text: the same for equal values, whatever order their fields have, before n8n has
 * saved them and after. JSON.stringify would throw for a value that holds itself, and for a deep one.
 */

/** A list or an object that is being written. */
interface Frame {
	readonly value: object;
	/** What is left to be written, with what stands before each; the first of them last. */
	readonly left: Array<readonly [before: string, value: unknown]>;
	readonly end: ']' | '}';
}

/** What JSON leaves out of objects and n8n's database forgets. */
const isLeftOut = (value: unknown) =>
	value === undefined || typeof value === 'function' || typeof value === 'symbol';

/** What a value is saved as: a date as its text. */
function asSaved(value: unknown): unknown {
	if (typeof value !== 'object' || value === null) return value;
	if (!('toJSON' in value) || typeof value.toJSON !== 'function') return value;
	try {
		const saved: unknown = value.toJSON();
		return saved;
	} catch {
		return null;
	}
}

const leaf = (value: unknown): string =>
	typeof value === 'bigint' ? `${value}n` : (JSON.stringify(value) ?? 'null');

function frameOf(value: object): Frame {
	if (Array.isArray(value)) {
		const left = value.map((entry: unknown) => [',', entry] as const).reverse();
		return { value, left, end: ']' };
	}
	const left = Object.entries(value)
		.filter(([, entry]) => !isLeftOut(entry))
		.sort(([a], [b]) => (a < b ? 1 : -1))
		.map(([name, entry]) => [`,${JSON.stringify(name)}:`, entry] as const);
	return { value, left, end: '}' };
}

/**
 * Writes a value as text. Never throws; values of any depth, and values that hold themselves, are fine.
 * @param replace what to write in the place of an object
 */
export function canonicalText(
	value: unknown,
	replace: (object: object) => unknown = (object) => object,
): string {
	const parts: string[] = [];
	const frames: Frame[] = [];
	/** How deep each object stands that is being written. */
	const depths = new Map<object, number>();

	function write(given: unknown) {
		const saved = asSaved(given);
		const replaced = typeof saved === 'object' && saved !== null ? replace(saved) : saved;
		if (typeof replaced !== 'object' || replaced === null) {
			parts.push(leaf(replaced));
			return;
		}
		const depth = depths.get(replaced);
		if (depth !== undefined) {
			parts.push(`<${depth}>`);
			return;
		}
		depths.set(replaced, frames.length);
		frames.push(frameOf(replaced));
		parts.push(Array.isArray(replaced) ? '[' : '{');
	}

	write(value);
	for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
		const next = frame.left.pop();
		if (next === undefined) {
			parts.push(frame.end);
			depths.delete(frame.value);
			frames.pop();
			continue;
		}
		parts.push(next[0]);
		write(next[1]);
	}
	return parts.join('');
}
