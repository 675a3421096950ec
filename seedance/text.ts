/** Cleans texts: well-formed, and without control characters. */

// Quotes values in messages.

/** A value as JSON, or as JavaScript writes it when JSON can't (big integers, circular values). */
function written(value: unknown): string {
	// JSON would write null for NaN.
	if (typeof value === 'number') return String(value);
	try {
		return JSON.stringify(value) ?? 'nothing';
	} catch {
		return String(value);
	}
}

/** A value for a message: text in quotes, truncated, on one line. */
export function quoted(value: unknown): string {
	const isText = typeof value === 'string';
	const line = Array.from((isText ? value : written(value)).replace(/\s+/g, ' '));
	const room = isText ? 58 : 60;
	const short = line.length > room ? `${line.slice(0, 56).join('')}…` : line.join('');
	return isText ? `"${short}"` : short;
}

/** Replaces lone surrogates, which a cut through an emoji leaves behind, by U+FFFD. */
export const wellFormed = (text: string): string =>
	/[\ud800-\udfff]/.test(text) ? Buffer.from(text, 'utf8').toString('utf8') : text;

/**
 * Word and Excel write line breaks within a cell as vertical tab and form feed, mainframes as NEL.
 */
const lineBreaks = /[\v\f\x85]/g;

/** Control characters except tab and line breaks, and the byte order mark. */
// eslint-disable-next-line no-control-regex
const notText = /[\0-\x08\x0e-\x1f\x7f-\x9f\ufeff]/g;

export const cleanText = (text: string): string =>
	wellFormed(text).replace(lineBreaks, '\n').replace(notText, '');

/** Cleans every text in a JSON value, including the names of properties. */
export function cleanTexts(value: unknown): unknown {
	if (typeof value === 'string') return cleanText(value);
	if (Array.isArray(value)) return value.map(cleanTexts);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, entry]) => [cleanText(name), cleanTexts(entry)]),
	);
}

/**
 * Invisible characters that come with a paste. The joiners of Persian letters and of emoji aren't
 * included.
 */
export const invisible = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff]/;

/** A text without surrounding whitespace and invisible characters. */
export function trimmed(text: string): string {
	const isNothing = (character = '') => /\s/.test(character) || invisible.test(character);
	const bare = text.trim();
	let [begin, end] = [0, bare.length];
	while (begin < end && isNothing(bare[begin])) begin += 1;
	while (end > begin && isNothing(bare[end - 1])) end -= 1;
	return bare.slice(begin, end);
}

/** An ID without surrounding quotes or brackets: "abc", `abc`, <abc>. */
export function unwrapped(text: string): string {
	const id = trimmed(text);
	const [, inner] = /^(?:["'`“‘«<])([^"'`“”‘’«»<>]{1,4096})(?:["'`”’»>])$/.exec(id) ?? [];
	return inner === undefined ? id : trimmed(inner);
}

/** Texts that JavaScript and Luxon make of missing values and objects. */
const isNothing = /^(?:undefined|null|NaN|Invalid Date(?:Time)?)$/;
const onlyQuotes = /^[\s"'`“”„‘’«»]*["'`“”„‘’«»]\s*$/;
const objectInText = /\[object \w+\]|\bInvalid DateTime\b/;
/** The values of a spreadsheet's cell whose formula failed or isn't finished. */
const failedFormula =
	/^#(?:REF|VALUE|ERROR|DIV\/0|NUM|NULL|SPILL|CALC|FIELD|CONNECT)!$|^#(?:N\/A|NAME\?)$|^Loading(?:\.\.\.|…)$/;
/** An expression in a field that isn't in expression mode, or a whole placeholder. */
const unevaluated = /\{\{\s*\$[\w(][^]{0,300}?\}\}|^\s*=?\s*\{\{[^{}]*\}\}\s*$/;

export interface Unfilled {
	/** Completes "Prompt …". */
	readonly finding: string;
	/** The text, quoted. */
	readonly got: string;
	readonly advice: string;
}

/**
 * Finds the remains of a missing value or an unevaluated expression in a text.
 * @returns undefined when there are none
 */
export function unfilled(text: string): Unfilled | undefined {
	if (unevaluated.test(text)) {
		return {
			finding: "has an expression that wasn't evaluated",
			got: quoted(text),
			advice: 'Switch the field from Fixed to Expression.',
		};
	}
	if (failedFormula.test(text.trim())) {
		return {
			finding: "is the error of a spreadsheet's formula",
			got: quoted(text),
			advice: 'Fix the formula in the spreadsheet.',
		};
	}
	const isUnusable =
		isNothing.test(bareValue(text)) || onlyQuotes.test(text) || objectInText.test(text);
	if (!isUnusable) return undefined;
	return {
		finding: 'comes from an expression without a usable value',
		got: quoted(text),
		advice: 'Fix the expression so that it returns text.',
	};
}

/** Quotes and invisible characters. */
const around = /(?:["'`“”„‘’«»]|[\u200b-\u200d]|\u2060|\ufe0f|\ufeff)/g;

/** A value without surrounding quotes and invisible characters: "５" and “5” are 5. */
export const bareValue = (text: string): string =>
	text.normalize('NFKC').replace(around, '').trim();

/** "1 video", "3 videos" */
export const videosText = (count: number) => `${count} ${count === 1 ? 'video' : 'videos'}`;

/** Parameters whose API name doesn't read as a label. */
const labels: Readonly<Record<string, string>> = {
	camera_fixed: 'Fixed Camera',
	enable_web_search: 'Web Search',
	reference_audios: 'Reference Audio',
};

/** "aspect_ratio" → "Aspect Ratio": a parameter's name in fields and messages. */
export function label(parameter: string): string {
	if (Object.hasOwn(labels, parameter)) return labels[parameter] ?? parameter;
	return parameter
		.split('_')
		.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
		.join(' ');
}

/**
 * A number for people: 2000 → "2,000". It doesn't use `toLocaleString`, whose first call in a
 * process loads all locales, which takes longer than loading this package.
 * @param digits the most digits after the decimal point
 */
export const readable = (value: number, digits = 0): string => {
	const [whole = '', fraction] = String(Number(value.toFixed(digits))).split('.');
	const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
	return fraction === undefined ? grouped : `${grouped}.${fraction}`;
};

// Serialises any value: equal values give equal texts, whatever the order of their fields, and
// whether or not n8n has saved them in between. JSON.stringify would throw for circular and for
// deeply nested values.

/** An array or object that is being serialised. */
interface Frame {
	readonly value: object;
	/** The remaining values in reverse order, each with the text before it. */
	readonly left: Array<readonly [before: string, value: unknown]>;
	readonly end: ']' | '}';
}

/** Whether JSON, and so n8n's database, leaves a value out of objects. */
const isLeftOut = (value: unknown) =>
	value === undefined || typeof value === 'function' || typeof value === 'symbol';

/** The value in its saved form, such as a date as text. */
function asSaved(value: unknown): unknown {
	if (typeof value !== 'object' || value === null) return value;
	const { toJSON } = value as { readonly toJSON?: unknown };
	if (typeof toJSON !== 'function') return value;
	try {
		const saved: unknown = toJSON.call(value);
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
 * Serialises a value. Never throws, whatever its depth, and allows circular values.
 * @param replace returns what to write instead of an object
 */
export function canonicalText(
	value: unknown,
	replace: (object: object) => unknown = (object) => object,
): string {
	const parts: string[] = [];
	const frames: Frame[] = [];
	/** The depth of each object that is being serialised. */
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
