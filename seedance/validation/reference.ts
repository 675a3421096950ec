import { isReferenceTooLong, longestReference } from '../webhook/reference';
import { z } from '../zod';
import { quoted } from './quoted';

export type ReferenceCheck =
	| { readonly ok: true; readonly reference: string }
	/** Completes "'Reference' …". */
	| { readonly ok: false; readonly finding: string };

const textSchema = z.union([z.string(), z.number().finite()]).transform(String);

/** Checks the text that a person gives along with a submit. */
export function checkReference(given: unknown): ReferenceCheck {
	const text = textSchema.safeParse(given);
	if (!text.success) {
		return { ok: false, finding: `is ${quoted(given)}, which is no text or number` };
	}
	return isReferenceTooLong(text.data)
		? { ok: false, finding: `has more than ${longestReference} characters` }
		: { ok: true, reference: text.data };
}
