/** The table on docs/guides/moving-from-seedance-1.md: what replaces each model that is being retired. */
import { findModel, mainMediaParameter } from '../../seedance/models';
import type { ModelRecord } from '../../seedance/models';
import { leastUsd, parameterOf, usdText } from '../../seedance/models/schema';
import { label } from '../../seedance/text';
import { code, link, table } from './markdown';
import { modes, offeredIn } from './offered';
import { allowed } from './parameter';
import { sectionOf } from './parametersPage';

const idCell = (record: ModelRecord) =>
	link(code(record.id.replace('bytedance/', '')), `../reference/${sectionOf(record)}`);

/** What a parameter allows, in a few words; the resolution may be in the ID. */
function rangeOf(record: ModelRecord, name: string): string | undefined {
	const parameter = parameterOf(record, name);
	if (parameter !== undefined) return allowed('', parameter).replace(' to ', '–');
	return name === 'resolution' ? /-(\d+p)$/.exec(record.id)?.[1] : undefined;
}

function rangeChange(old: ModelRecord, now: ModelRecord, name: string, unit: string): string[] {
	const [before, after] = [rangeOf(old, name), rangeOf(now, name)];
	if (before === undefined || after === undefined || before === after) return [];
	return [`${before} → ${after}${unit}`];
}

const named = (names: readonly string[]) => names.map((name) => label(name)).join(', ');

/** What changes in the panel: ranges, and settings that are gone or new. */
function changes(old: ModelRecord, now: ModelRecord): string {
	const [image, newImage] = [mainMediaParameter(old), mainMediaParameter(now)];
	const ranges = ['duration', 'resolution'];
	const without = (a: ModelRecord, b: ModelRecord) =>
		Object.keys(a.parameters).filter(
			(name) =>
				parameterOf(b, name) === undefined &&
				![...ranges, image, newImage, 'enable_web_search'].includes(name),
		);
	const [gone, added] = [without(old, now), without(now, old)];
	return [
		...rangeChange(old, now, 'duration', ' seconds'),
		...rangeChange(old, now, 'resolution', ''),
		...(image === newImage ? [] : [`${label(image ?? '')} → ${label(newImage ?? '')}`]),
		...(gone.length === 0 ? [] : [`no ${named(gone)}`]),
		...(added.length === 0 ? [] : [`new: ${named(added)}`]),
	].join('; ');
}

function price(record: ModelRecord): string {
	const least = leastUsd(record);
	return least === undefined ? '–' : `from ${usdText(least)}`;
}

/** Returns the whole block, without its markers. */
export function movingBlock(): string {
	const rows = modes.flatMap(offeredIn).flatMap((old) => {
		const now = old.retiring && findModel(old.retiring.replacement);
		if (now === undefined) return [];
		return [[idCell(old), idCell(now), changes(old, now), `${price(old)} → ${price(now)}`]];
	});
	return table(['Old', 'New', 'What changes', 'Lowest published price'], rows);
}
