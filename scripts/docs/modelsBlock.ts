/**
 * The table of models on docs/reference/models.md, with one line for models that differ only in name or resolution.
 */
import { countText } from '../../seedance/request/allowed';
import { leastUsd, usdText, parameterOf } from '../../seedance/models/schema';
import { code, link, table } from './markdown';
import { modes, offeredIn } from './offered';
import type { OfferedRecord } from './offered';
import { allowed } from './parameter';
import { sectionOf } from './parametersPage';

const provider = 'bytedance/';
const shortId = ({ id }: OfferedRecord) => id.replace(provider, '');

/** The resolution at the end of an ID, such as "480p". */
const resolutionInId = ({ id }: OfferedRecord) => /-(\d+p|4k)$/.exec(id)?.[1];

function resolutions(record: OfferedRecord): string | undefined {
	const parameter = parameterOf(record, 'resolution') ?? parameterOf(record, 'target_resolution');
	return parameter === undefined ? resolutionInId(record) : allowed('resolution', parameter);
}

function seconds(record: OfferedRecord): string {
	const parameter = parameterOf(record, 'duration');
	if (parameter === undefined) return '';
	return allowed('', parameter).replace(' to ', '–');
}

/** The inputs of a model, without the prompt of an image-to-video model. */
function inputsOf(record: OfferedRecord): string {
	const has = (name: string) => parameterOf(record, name) !== undefined;
	if (record.node === 'video-to-video') return has('image') ? 'video and image' : 'video';
	if (has('audio')) return 'image and audio';
	if (has('image')) return has('last_image') ? 'first (and last) frame' : 'first frame';
	const several = parameterOf(record, 'images') ?? parameterOf(record, 'reference_images');
	const images = several?.type === 'array' ? [countText(several)] : [];
	return [...(record.mode === 'text-to-video' ? ['prompt'] : []), ...images].join(', ');
}

/** The properties that the models of a line share. */
const likeness = (record: OfferedRecord) =>
	JSON.stringify([
		record.mode,
		record.generation,
		record.tier.endsWith('spicy'),
		// Models with the resolution in their IDs are one family, with a price for each resolution.
		resolutionInId(record) === undefined
			? [resolutions(record), leastUsd(record)]
			: shortId(record).replace(/[^-]+$/, ''),
		seconds(record),
		inputsOf(record),
	]);

function grouped(records: readonly OfferedRecord[]): readonly OfferedRecord[][] {
	const groups = new Map<string, OfferedRecord[]>();
	for (const record of records) {
		const key = likeness(record);
		groups.set(key, [...(groups.get(key) ?? []), record]);
	}
	return [...groups.values()];
}

const tail = (text: string) => text.slice(text.lastIndexOf('-'));

/**
 * The part of an ID that differs from the first of its line: "seedance-2.0-fast/text-to-video" →
 * "…-fast/…", "seedance-v1-pro-t2v-720p" → "…-720p"
 */
export function abbreviated(id: string): string {
	const [folder = '', name] = id.split('/');
	return `…${tail(folder)}${name === undefined ? '' : '/…'}`;
}

function idCell(group: readonly OfferedRecord[]): string {
	const [first, ...more] = group;
	if (first === undefined) return '';
	const all = [
		[shortId(first), first] as const,
		...more.map((record) => [abbreviated(shortId(record)), record] as const),
	];
	return all.map(([text, record]) => link(code(text), sectionOf(record))).join(', ');
}

const unique = (texts: readonly (string | undefined)[]) =>
	[...new Set(texts.filter((text) => text !== undefined))].join(', ');

function line(group: readonly OfferedRecord[]): readonly string[] {
	const [first] = group;
	if (first === undefined) return [];
	const known = group.flatMap((record) => leastUsd(record) ?? []);
	return [
		idCell(group),
		inputsOf(first),
		seconds(first),
		unique(group.map(resolutions)),
		known.length === 0 ? '' : usdText(Math.min(...known)),
	];
}

const head = ['Model', 'Input', 'Seconds', 'Resolution', 'From'];

const tableOf = (records: readonly OfferedRecord[]) => table(head, grouped(records).map(line));

/** Returns the whole block, without its markers. */
export function modelsBlock(): string {
	const all = modes.flatMap(offeredIn);
	const staying = all.filter(({ retiring }) => retiring === undefined);
	const retiring = all.filter((record) => record.retiring !== undefined);
	const days = unique(all.map(({ price }) => price?.at));
	return [
		`Every ID begins with \`${provider}\` and links to the model's parameters. *From*: the lowest price that was published for a video, in USD, as of ${days}; – means not published.`,
		tableOf(staying),
		'<details><summary>Models that are being retired</summary>',
		tableOf(retiring),
		'</details>',
	].join('\n\n');
}
