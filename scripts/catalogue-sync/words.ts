/**
 * Facts and changes in words. Live texts come from outside, so they must not control the terminal.
 */
import type { Change, NamedFacts } from './compareParameters';

/** A live text on one line. */
export const plain = (text: string) => text.replace(/\p{C}/gu, '?');

function value(said: unknown): string {
	if (said === undefined) return 'none';
	if (Array.isArray(said)) return said.length === 0 ? 'nothing' : said.map(value).join(', ');
	if (typeof said !== 'string') return plain(JSON.stringify(said));
	// "16:9" and "720p" need no quotes; the empty text does.
	return /^[\w:.-]+$/.test(said) ? said : plain(JSON.stringify(said));
}

/** "integer, required, default 5, minimum 4". */
export function factsInWords({ facts }: NamedFacts): string {
	const words = [...facts].map(([aspect, said]) => {
		if (aspect === 'type') return value(said);
		if (said === true && (aspect === 'required' || aspect === 'nullable')) return aspect;
		return said === false && aspect === 'required' ? '' : `${plain(aspect)} ${value(said)}`;
	});
	return words.filter((word) => word !== '').join(', ');
}

/** "maximum: 12 → 15"; for choices "enum: added 1080p, removed 480p". */
export function changeInWords({ aspect, catalogue, live, added, removed }: Change): string {
	if (added === undefined || removed === undefined) {
		return `${plain(aspect)}: ${value(catalogue)} → ${value(live)}`;
	}
	const words = [
		...(added.length > 0 ? [`added ${value(added)}`] : []),
		...(removed.length > 0 ? [`removed ${value(removed)}`] : []),
	];
	return `${plain(aspect)}: ${words.join(', ')}`;
}
