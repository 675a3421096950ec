/** How messages quote what a person gave. */

/** What JSON makes of a value, or JavaScript where JSON refuses (big integers, circles). */
function written(value: unknown): string {
	// JSON writes null for NaN.
	if (typeof value === 'number') return String(value);
	try {
		return JSON.stringify(value) ?? 'nothing';
	} catch {
		return String(value);
	}
}

/** A value as a message quotes it: text in quotes, long text cut, never over several lines. */
export function quoted(value: unknown): string {
	const isText = typeof value === 'string';
	const line = Array.from((isText ? value : written(value)).replace(/\s+/g, ' '));
	const room = isText ? 58 : 60;
	const short = line.length > room ? `${line.slice(0, 56).join('')}…` : line.join('');
	return isText ? `"${short}"` : short;
}
