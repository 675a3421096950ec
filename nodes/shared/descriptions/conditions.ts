import type {
	DisplayCondition,
	IDisplayOptions,
	INodeProperties,
	NodeParameterValue,
} from 'n8n-workflow';
import type { NumberSetting } from '../../../seedance/request/setting';

/** Just above any id that begins with `id`, and just below `id` itself; ids use characters between " " and "~". */
const above = (id: string) => `${id} `;
const below = (id: string) =>
	`${id.slice(0, -1)}${String.fromCharCode(id.charCodeAt(id.length - 1) - 1)}~`;

/** Conditions of which one holds for every text that is none of the ids: the gaps between them. */
function outside(ids: readonly string[]): DisplayCondition[] {
	const sorted = [...ids].sort();
	const gaps = sorted.slice(1).map((id, i): DisplayCondition => {
		const previous = sorted[i] ?? '';
		return { _cnd: { between: { from: above(previous), to: below(id) } } };
	});
	return [{ _cnd: { lt: sorted[0] ?? '' } }, ...gaps, { _cnd: { gt: sorted.at(-1) ?? '' } }];
}

/**
 * Shows a field for these models only. Written as a `hide` of everything else, because a `show`
 * condition displays every variant at once when the model is an expression (n8n-facts §11); an
 * expression begins with "=", sorts before every id and so is hidden here.
 *
 * Not as a regex condition: n8n runs each one in a VM with a 250 ms limit and throws when a busy
 * machine exceeds it, which would fail a workflow whose tasks are paid for. Found by our own tests.
 */
export const onlyFor = (ids: readonly string[], path: string): IDisplayOptions => ({
	hide: { [path]: outside(ids) },
});

/** Shows a field for every model but these, also for an unlisted one or an expression. */
export const exceptFor = (ids: readonly string[], path: string): IDisplayOptions | undefined =>
	ids.length === 0 ? undefined : { hide: { [path]: [...ids] } };

/** Hides a field for these models and while no model is chosen; shows it for others and for an expression. */
export const unlessChosen = (ids: readonly string[], path: string): IDisplayOptions => ({
	hide: { [path]: ['', ...ids] },
});

/**
 * The same field, shown only while another has this value, too. Entries of a collection look for it from
 * the root: "/operation".
 */
export const when = (
	path: string,
	value: NodeParameterValue,
	field: INodeProperties,
): INodeProperties => ({
	...field,
	displayOptions: { show: { ...field.displayOptions?.show, [path]: [value] } },
});

/** The bounds of a number, for the panel. */
export const bounds = ({ isWhole, minimum, maximum }: NumberSetting) => ({
	minValue: minimum,
	...(maximum !== undefined && { maxValue: maximum }),
	...(isWhole && { numberPrecision: 0 }),
});

/**
 * Sorts by the names that a person sees, capital letters or not. Not by `localeCompare`: its first call
 * in a process takes time, and every start of n8n would pay for it.
 * @returns a comparison for `sort`
 */
export const byName =
	<Entry>(nameOf: (entry: Entry) => string) =>
	(a: Entry, b: Entry): number => {
		const [first, second] = [nameOf(a).toLowerCase(), nameOf(b).toLowerCase()];
		if (first === second) return 0;
		return first < second ? -1 : 1;
	};
