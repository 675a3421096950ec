/** Validates model IDs. */
import { findModel } from '../models';
import type { ModelRecord, OfferedMode } from '../models';
import { unwrapped } from '../text';

/**
 * Routes of the API that aren't models. A model ID is a path below /api/v3/, and a POST to one of
 * these could delete tasks, reveal a secret or change the account.
 */
const routes =
	'accounts?|api|auth|balance|billings?|files?|health|keys?|media|models?|predictions?|pric(?:e|ing)|tasks?|uploads?|users?|v\\d+|webhooks?';

/**
 * The form of a model ID: vendor/model, perhaps with further parts. A part of dots would change the
 * URL's path. The Model field uses the same pattern in the editor.
 */
export const modelIdPattern = new RegExp(
	`^(?!(?:${routes})/)(?!.*\\.\\.)(?!.*/\\.(?:/|$))[a-z0-9][a-z0-9_.-]*(?:/[a-z0-9_.-]+)+$`,
);

/** IDs in the API's own list may also have upper-case letters and no vendor. */
const listedPattern = new RegExp(
	`^(?!(?:${routes})(?:/|$))(?!.*\\.\\.)(?!.*/\\.(?:/|$))[a-z0-9][\\w.-]*(?:/[\\w.-]+)*$`,
	'i',
);

/** The text of a missing value as a part of an ID. */
const missingPart = /(?:^|[/_-])(?:null|undefined|nan)(?:[/_-]|$)/i;

/** URLs that end with a model's ID: its page and its API route. */
const addressOfModel =
	/^(?:https?:\/\/)?(?:www\.)?wavespeed\.ai\/models\/|^(?:https?:\/\/)?api\.wavespeed\.ai\/api\/v3\//i;

/** The ID in a person's text, which may be the URL of the model's page or have extra slashes. */
export function modelIdIn(text: string): string {
	const given = unwrapped(text);
	const [address = ''] = addressOfModel.exec(given) ?? [];
	const path = address === '' ? given : given.slice(address.length).replace(/[?#].*$/, '');
	return path.replace(/^\/(?!\/)|(?<!\/)\/$/g, '');
}

export type ModelChoice =
	| { readonly kind: 'known'; readonly record: ModelRecord }
	/** A well-formed ID outside the catalogue, whose parameters only the API knows. */
	| { readonly kind: 'unlisted'; readonly id: string }
	| { readonly kind: 'malformed' }
	| { readonly kind: 'wrongMode'; readonly record: ModelRecord }
	| { readonly kind: 'notOffered'; readonly record: ModelRecord; readonly because: string };

/**
 * Checks a model ID that a person chose, typed or computed.
 * @param mode the node's mode
 * @param isListed whether the live list has an ID
 */
export function chooseModel(
	text: string,
	mode: OfferedMode,
	isListed: (id: string) => boolean = () => false,
): ModelChoice {
	const id = modelIdIn(text);
	const record = findModel(id);
	if (record === undefined) {
		const isModel = modelIdPattern.test(id) && !missingPart.test(id);
		const isId = isModel || (listedPattern.test(id) && isListed(id));
		return isId ? { kind: 'unlisted', id } : { kind: 'malformed' };
	}
	if (record.notOfferedBecause !== undefined) {
		return { kind: 'notOffered', record, because: record.notOfferedBecause };
	}
	return record.mode === mode ? { kind: 'known', record } : { kind: 'wrongMode', record };
}
