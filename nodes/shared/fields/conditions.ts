import type { IDisplayOptions } from 'n8n-workflow';

const escaped = (id: string) => id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const anyOf = (ids: readonly string[]) => `(?:${ids.map(escaped).join('|')})`;
const hiddenWhere = (path: string, regex: string): IDisplayOptions => ({
	hide: { [path]: [{ _cnd: { regex } }] },
});

/**
 * Shows a field for these models only. Written as a `hide` with a negative pattern, because a `show`
 * condition displays every variant at once when the model is an expression (n8n-facts §11); with
 * this form an expression hides them all.
 */
export const onlyFor = (ids: readonly string[], path: string): IDisplayOptions =>
	hiddenWhere(path, `^(?!${anyOf(ids)}$)`);

/** Shows a field for every model but these, also for an unlisted one or an expression. */
export const exceptFor = (ids: readonly string[], path: string): IDisplayOptions | undefined =>
	ids.length === 0 ? undefined : hiddenWhere(path, `^${anyOf(ids)}$`);
