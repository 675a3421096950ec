/** What of a frozen description the present one does not keep. Whatever is added is fine. */
import { isDeepStrictEqual } from 'node:util';
import type { Field, FrozenNode } from './fields';

/** One sentence for each promise that is not kept. */
export function brokenIn(then: FrozenNode, today: FrozenNode): string[] {
	const { credentials, outputs, usableAsTool, webhooks } = then;
	return [
		...credentials
			.filter((name) => !today.credentials.includes(name))
			.map((name) => `the credential ${name} is gone`),
		...(outputs === today.outputs ? [] : [`${today.outputs} outputs, not ${outputs}`]),
		...(usableAsTool && !today.usableAsTool ? ['it is no tool any more'] : []),
		...webhooks
			.filter((webhook) => !has(today.webhooks, webhook))
			.map((webhook) => `the webhook ${JSON.stringify(webhook)} is gone`),
		...brokenFields(then.fields, today.fields),
	];
}

export function brokenFields(then: readonly Field[], today: readonly Field[]): string[] {
	const broken = then.flatMap((field) => {
		const places = field.models ?? [undefined];
		return places.flatMap((model) => brokenField(field, model, today));
	});
	return [...new Set(broken)];
}

function brokenField(then: Field, model: string | undefined, today: readonly Field[]): string[] {
	const candidates = today
		.filter(({ path, models }) => path === then.path && isShown(models, model))
		.map((field) => changes(then, field));
	if (candidates.some((found) => found.length === 0)) return [];
	const where = model === undefined ? then.path : `${then.path} of ${model}`;
	// Of fields with one name the one that is nearest to what it was.
	const [nearest] = candidates.sort((a, b) => a.length - b.length);
	return (nearest ?? ['is gone']).map((change) => `${where}: ${change}`);
}

const isShown = (models: readonly string[] | undefined, model: string | undefined) =>
	models === undefined || (model !== undefined && models.includes(model));

function changes(then: Field, today: Field): string[] {
	const gone = (then.choices ?? []).filter((choice) => !has(today.choices ?? [], choice));
	return [
		...(then.type === today.type ? [] : [`is ${today.type}, not ${then.type}`]),
		...(isDeepStrictEqual(then.default, today.default)
			? []
			: [`its default is ${said(today.default)}, not ${said(then.default)}`]),
		...gone.map((choice) => `has no choice ${said(choice)} any more`),
		...(isShownWhere(then, today) ? [] : ['is hidden where it was shown']),
	];
}

/** Whether every case in which it was shown still shows it. n8n drops the value of a hidden field. */
function isShownWhere(then: Field, today: Field): boolean {
	const { show: shownThen = {}, hide: hiddenThen = {} } = then;
	const isWithin = (inner: readonly unknown[], outer: readonly unknown[] = []) =>
		inner.every((value) => has(outer, value));
	return (
		Object.entries(today.show ?? {}).every(([key, values]) => {
			const before = shownThen[key];
			return before !== undefined && isWithin(before, values);
		}) &&
		Object.entries(today.hide ?? {}).every(([key, values]) => isWithin(values, hiddenThen[key]))
	);
}

const has = (list: readonly unknown[], value: unknown) =>
	list.some((one) => isDeepStrictEqual(one, value));
const said = (value: unknown) => JSON.stringify(value);
