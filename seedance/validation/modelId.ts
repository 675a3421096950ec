/** What a model id looks like, and which ids a node of one mode takes. */
import { findModel } from '../catalogue';
import type { ModelRecord, OfferedMode } from '../catalogue';

/**
 * The form of a model id, which is also its path at the API: a part of dots would make the URL lead
 * elsewhere. The Model field's own check in the editor is this pattern, too.
 */
export const modelIdPattern = /^(?!.*\.\.)(?!.*\/\.(\/|$))[a-z0-9][\w.-]*(\/[\w.-]+)*$/;

export type ModelChoice =
	| { readonly kind: 'known'; readonly record: ModelRecord }
	/** A well-formed id outside the catalogue: only the API knows its parameters. */
	| { readonly kind: 'unlisted'; readonly id: string }
	| { readonly kind: 'malformed' }
	| { readonly kind: 'wrongMode'; readonly record: ModelRecord }
	| { readonly kind: 'notOffered'; readonly record: ModelRecord; readonly because: string };

/**
 * Judges a model id that a person chose, typed or computed.
 * @param mode the mode of the node that asks
 */
export function chooseModel(text: string, mode: OfferedMode): ModelChoice {
	const id = text.trim();
	if (!modelIdPattern.test(id)) return { kind: 'malformed' };
	const record = findModel(id);
	if (record === undefined) return { kind: 'unlisted', id };
	if (record.notOfferedBecause !== undefined) {
		return { kind: 'notOffered', record, because: record.notOfferedBecause };
	}
	return record.mode === mode ? { kind: 'known', record } : { kind: 'wrongMode', record };
}
