/** Numbers as people and spreadsheets write them. */

import { bareValue } from './cleanText';

/** What may stand beside a number, in the words of the panel's labels. */
export type Unit = 'seconds' | 'minutes' | 'MB' | 'USD';

const units: Readonly<Record<Unit, RegExp>> = {
	seconds: /[\s-]*(?:s|secs?|seconds?|″)\.?$/i,
	minutes: /\s*(m|min|mins|minutes?)\.?$/i,
	MB: /\s*mb$/i,
	// No currency sign: whose dollars "$5" are, nobody says.
	USD: /^usd\s*|\s*usd$/i,
};

/** Spaces and apostrophes between groups of three digits: "1 000", "10'000". */
const spacedGroups = /(?<=\d)[ \u00a0\u202f'’](?=\d{3}(?!\d))/g;

const plain = /^[+-]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})$/;
const commaDecimal = /^[+-]?\d{0,15},\d{1,15}$/;
/** "1,024" is 1.024 for some and 1024 for others. */
const ambiguous = /^[+-]?[1-9]\d{0,2},\d{3}$/;
const thousandths = /^[+-]?[1-9]\d{0,2}\.\d{3}$/;
const groupedByComma = /^[+-]?\d{1,3}((,\d{3}){2,}|(,\d{3})+\.\d+)$/;
const groupedByDot = /^[+-]?\d{1,3}((\.\d{3}){2,}|(\.\d{3})+,\d+)$/;

/**
 * The number that a text holds: "5", " 5.0 ", "0,5", "1 000,50", "1,000.50", with its unit or without.
 * @returns undefined for what is none, or what two people would read as two numbers
 */
export function numberIn(text: string, unit?: Unit): number | undefined {
	const value = bareValue(text);
	const bare = unit === undefined ? value : value.replace(units[unit], '');
	const digits = bare.trim().replace(spacedGroups, '');
	// No amount has thousandths: a thousand is meant, or somebody has slipped.
	if (unit === 'USD' && thousandths.test(digits)) return undefined;
	if (plain.test(digits)) return Number(digits);
	if (groupedByComma.test(digits)) return Number(digits.replaceAll(',', ''));
	if (groupedByDot.test(digits)) return Number(digits.replaceAll('.', '').replace(',', '.'));
	const isDecimal = commaDecimal.test(digits) && !ambiguous.test(digits);
	return isDecimal ? Number(digits.replace(',', '.')) : undefined;
}
