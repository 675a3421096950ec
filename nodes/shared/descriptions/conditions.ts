import type {
	DisplayCondition,
	IDisplayOptions,
	INodeProperties,
	NodeParameterValue,
} from 'n8n-workflow';
import { defined } from '../../../seedance/result';
import type { NumberSetting } from '../../../seedance/request/setting';

/** The text that sorts right after an ID. IDs use characters between " " and "~". */
const above = (id: string) => `${id} `;
const below = (id: string) =>
	`${id.slice(0, -1)}${String.fromCharCode(id.charCodeAt(id.length - 1) - 1)}~`;

/**
 * Conditions for the gaps between sorted IDs. One of them is true for every text that isn't one of
 * the IDs.
 */
function outside(ids: readonly string[]): DisplayCondition[] {
	const sorted = [...ids].sort();
	const gaps = sorted.slice(1).map((id, i): DisplayCondition => {
		const previous = sorted[i] ?? '';
		return { _cnd: { between: { from: above(previous), to: below(id) } } };
	});
	return [{ _cnd: { lt: sorted[0] ?? '' } }, ...gaps, { _cnd: { gt: sorted.at(-1) ?? '' } }];
}

/**
 * Shows a field for these models only. It's a `hide` of everything else, because a `show` condition
 * displays every variant when the model is an expression (docs/internals/n8n.md#the-editor). An
 * expression begins with "=", which sorts before every ID, so it's hidden.
 *
 * It isn't a regex condition, because n8n runs each one in a VM with a 250 ms limit and throws when
 * a busy machine exceeds it, which would fail a workflow with paid tasks.
 */
export const onlyFor = (ids: readonly string[], path: string): IDisplayOptions => ({
	hide: { [path]: outside(ids) },
});

/**
 * The same field with another condition. Entries of a collection need a path from the root:
 * "/operation".
 */
export const when = (
	path: string,
	values: NodeParameterValue[],
	field: INodeProperties,
): INodeProperties => ({
	...field,
	displayOptions: {
		...field.displayOptions,
		show: { ...field.displayOptions?.show, [path]: values },
	},
});

/** Hides a field in the tool of an AI agent, which can't use it. */
export const notForAgents = { hide: { '@tool': [true] } };

/** The bounds of a number for the panel. */
export const bounds = ({ isWhole, minimum, maximum }: NumberSetting) => ({
	minValue: minimum,
	...defined({ maxValue: maximum }),
	...(isWhole && { numberPrecision: 0 }),
});

/**
 * Sorts by display names, ignoring case. It doesn't use `localeCompare`, whose first call would
 * slow down n8n's start.
 * @returns a comparison for `sort`
 */
export const byName =
	<Entry>(nameOf: (entry: Entry) => string) =>
	(a: Entry, b: Entry): number => {
		const [first, second] = [nameOf(a).toLowerCase(), nameOf(b).toLowerCase()];
		if (first === second) return 0;
		return first < second ? -1 : 1;
	};
