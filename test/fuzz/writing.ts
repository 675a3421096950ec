/** JSON texts as other programs write them. */

/** How often numbers were written with a point although they are whole. */
export interface Pointed {
	count: number;
}

/**
 * The JSON text of a value, with some whole numbers as "5.0" or "5e0".
 * @param random gives numbers from 0 (inclusive) to 1 (exclusive)
 */
export function jsonText(value: unknown, random: () => number, pointed: Pointed): string {
	if (Array.isArray(value)) {
		return `[${value.map((entry) => jsonText(entry, random, pointed)).join(',')}]`;
	}
	if (typeof value === 'object' && value !== null) {
		const members = Object.entries(value).map(
			([name, member]) => `${JSON.stringify(name)}:${jsonText(member, random, pointed)}`,
		);
		return `{${members.join(',')}}`;
	}
	// No text of JSON's own means infinity, but programs read it from a number that is too large.
	if (value === Infinity || value === -Infinity) return value > 0 ? '1e400' : '-1e400';
	const text = JSON.stringify(value);
	const isWhole = typeof value === 'number' && /^-?\d+$/.test(text);
	if (!isWhole || random() < 0.7) return text;
	pointed.count += 1;
	return random() < 0.7 ? `${text}.0` : `${text}e0`;
}
