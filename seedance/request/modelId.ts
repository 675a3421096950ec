/** What a model id looks like, and which ids a node of one mode takes. */
import { findModel } from '../models';
import type { ModelRecord, OfferedMode } from '../models';
import { unwrapped } from '../text';

/**
 * Routes of the API besides its models: a model id is a path right below /api/v3/, and a POST to one of
 * these would delete tasks, say a secret or change an account.
 */
const routes =
	'accounts?|api|auth|balance|billings?|files?|health|keys?|media|models?|predictions?|pric(?:e|ing)|tasks?|uploads?|users?|v\\d+|webhooks?';

/**
 * The form of a model id: vendor/model, perhaps with further parts. A part of dots would make the URL
 * lead elsewhere. The Model field's own check in the editor is this pattern, too.
 */
export const modelIdPattern = new RegExp(
	`^(?!(?:${routes})/)(?!.*\\.\\.)(?!.*/\\.(?:/|$))[a-z0-9][a-z0-9_.-]*(?:/[a-z0-9_.-]+)+$`,
);

/** What an id of the API's own list may look like, too: capitals, and no vendor. */
const listedPattern = new RegExp(
	`^(?!(?:${routes})(?:/|$))(?!.*\\.\\.)(?!.*/\\.(?:/|$))[a-z0-9][\\w.-]*(?:/[\\w.-]+)*$`,
	'i',
);

/** What an expression makes of a value that is missing, as a part of an id. */
const missingPart = /(?:^|[/_-])(?:null|undefined|nan)(?:[/_-]|$)/i;

/** Addresses that end with a model's id: its page, and its route at the API. */
const addressOfModel =
	/^(?:https?:\/\/)?(?:www\.)?wavespeed\.ai\/models\/|^(?:https?:\/\/)?api\.wavespeed\.ai\/api\/v3\//i;

/** The id in what a person gave, who may have copied the model's page or a slash too many. */
export function modelIdIn(text: string): string {
	const given = unwrapped(text);
	const [address = ''] = addressOfModel.exec(given) ?? [];
	const path = address === '' ? given : given.slice(address.length).replace(/[?#].*$/, '');
	return path.replace(/^\/(?!\/)|(?<!\/)\/$/g, '');
}

export type ModelChoice =
	| { readonly kind: 'known'; readonly record: ModelRecord }
	/** A well-formed id outside the catalogue: only the API knows its parameters. */
	| { readonly kind: 'unlisted'; readonly id: string }
	| { readonly kind: 'malformed' }
	| { readonly kind: 'wrongMode'; readonly record: ModelRecord }
	| { readonly kind: 'notOffered'; readonly record: ModelRecord; readonly because: string };

/**
 * Checks a model id that a person chose, typed or computed.
 * @param mode the mode of the node that asks
 * @param isListed whether the API itself lists an id
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
