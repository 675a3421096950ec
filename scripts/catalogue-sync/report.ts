/** A comparison as text for people. */
import type { ModelRecord } from '../../seedance/models';
import { contradicts, hasChanged, isDocument } from './compare';
import type { Comparison, SharedModel } from './compare';
import type { NamedChanges } from './compareParameters';
import { changeInWords, factsInWords, plain } from './words';

const usd = (amount: number) => `$${amount}`;

/** A record that follows a document isn't changed, so its difference is only information. */
const heading = (record: ModelRecord) => `${record.id}${isDocument(record) ? '  (document)' : ''}`;

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;

function section(title: string, lines: readonly string[]): string[] {
	return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ''];
}

function addedLines({ listed, live }: Comparison['added'][number]): string[] {
	const { id, name, type, basePriceUsd } = listed;
	const about = [
		...(name === id ? [] : [name]),
		type === '' ? 'type not said' : type,
		...(basePriceUsd === undefined ? [] : [`from ${usd(basePriceUsd)}`]),
	];
	const names = live === undefined ? 'cannot be read' : Object.keys(live.parameters).join(', ');
	return [`${plain(id)}: ${plain(about.join(', '))}`, `  parameters: ${plain(names)}`];
}

function goneLine(record: ModelRecord): string {
	const { retiring, notOfferedBecause } = record;
	const notes = [
		...(notOfferedBecause === undefined ? [] : ['not offered']),
		...(retiring === undefined ? [] : [`retiring, replaced by ${retiring.replacement}`]),
	];
	return `${heading(record)}${notes.length === 0 ? '' : `  ${notes.join('; ')}`}`;
}

function changedLines(model: SharedModel): string[] {
	const { record, parameters, isUnreadable, prices } = model;
	const { added = [], removed = [], changed = [] } = parameters ?? {};
	const rows: (readonly [sign: string, name: string, words: string])[] = [
		...removed.map((one) => ['-', one.name, factsInWords(one)] as const),
		...added.map((one) => ['+', one.name, factsInWords(one)] as const),
		...changed.map(
			({ name, changes }) => ['~', name, changes.map(changeInWords).join('; ')] as const,
		),
	];
	const width = Math.max(0, ...rows.map(([, name]) => name.length));
	return [
		heading(record),
		...rows.map(([sign, name, words]) => `  ${sign} ${plain(name).padEnd(width)}  ${words}`),
		...(isUnreadable ? ['  ! the list gives no schema that can be read'] : []),
		...(prices !== undefined && contradicts(prices)
			? [
					`  $ base_price ${usd(prices.liveUsd)} is above the least published price, ${usd(prices.catalogueUsd)}`,
				]
			: []),
	];
}

function noteLines({ record, parameters, isUnreadable, prices }: SharedModel): string[] {
	const silence = ({ name, changes }: NamedChanges) =>
		changes.map((change) => `${name} ${changeInWords(change)}, the live schema says nothing`);
	return [
		...(parameters?.silent.flatMap(silence) ?? []),
		...(parameters === undefined && !isUnreadable ? ['parameters not known, not compared'] : []),
		...(prices !== undefined && !contradicts(prices)
			? [
					`base_price ${usd(prices.liveUsd)} is below the least published price, ${usd(prices.catalogueUsd)}`,
				]
			: []),
	].map((note) => `${record.id}: ${note}`);
}

/** The report, with the verdict in its last line. */
export function reportText(comparison: Comparison): string {
	const { added, gone, neverSeen, shared } = comparison;
	const changed = shared.filter(hasChanged);
	const known = count(gone.length + neverSeen.length + shared.length, 'model');
	const listed = count(added.length + shared.length, 'model');
	const differs = `${added.length} new, ${gone.length} gone, ${changed.length} changed`;
	const isSame = added.length + gone.length + changed.length === 0;
	const bound = [...gone, ...changed.map(({ record }) => record)].some(isDocument);
	return [
		...section('New, not in the catalogue:', added.flatMap(addedLines)),
		...section('Gone from the live list:', gone.map(goneLine)),
		...section(
			'Changed (- catalogue only, + live only, ~ catalogue → live):',
			changed.flatMap(changedLines),
		),
		...(bound ? ['(document): a model document binds this record; it stays as it is.', ''] : []),
		...section('Not counted as differences:', [
			...neverSeen.map(({ id }) => `${id}: not in the live list; only its name was ever mentioned`),
			...shared.flatMap(noteLines),
		]),
		`Catalogue ${known}, live list ${listed}: ${isSame ? 'no difference' : differs}.`,
	].join('\n');
}
