/** Renders docs/parameters.md: every offered model with its parameters and prices. */
import type { Confidence, OfferedMode } from '../../seedance/models';
import { pickerName } from '../../seedance/models';
import { anchor, code, link, page, table } from './markdown';
import { modeNames, modes, offeredIn } from './offered';
import type { OfferedRecord } from './offered';
import { parameterHead, parameterRow, parametersInOrder } from './parameter';
import { priceParts } from './price';

const confidences: Readonly<Record<Confidence, string>> = {
	document: 'its published document, followed to the letter',
	docs: 'a page of WaveSpeedAI',
	'docs-partial': 'a page of WaveSpeedAI, of which a part could be read',
	'official-repo': "WaveSpeedAI's own code",
	'third-party': 'third parties only, so less certain',
	mentioned: 'its name and its siblings only, so uncertain',
	live: "WaveSpeedAI's list",
};

/** A source with links to the pages and documents that it names. */
const linked = (source: string) =>
	source
		.replace(/https:\/\/[^\s;]+/g, (url) => `<${url}>`)
		.replace(/\b\d{3}_\w+\.txt\b/g, (file) => link(file, `../test/fixtures/models/${file}`));

/** The link to the section of a model from another page. */
export const sectionOf = ({ displayName }: Pick<OfferedRecord, 'displayName'>) =>
	`docs/parameters.md#${anchor(displayName)}`;

/** The name of the image of a model's panel, if there is one. */
const pictureOf = ({ id }: OfferedRecord) =>
	`model-${id.replace('bytedance/', '').replace(/[^\w-]/g, '-')}.png`;

interface Surroundings {
	/** The files in docs/images. */
	readonly pictures: ReadonlySet<string>;
	readonly replacementName: (id: string) => string;
}

function section(record: OfferedRecord, { pictures, replacementName }: Surroundings): string[] {
	const { displayName, id, mode, confidence, source, retiring } = record;
	const picture = pictureOf(record);
	const retirement =
		retiring === undefined
			? []
			: [
					`**Being retired** by its provider; ${replacementName(retiring.replacement)} takes its place.`,
				];
	return [
		`### ${displayName}`,
		`${code(id)} · Seedance ${modeNames[mode]}`,
		...retirement,
		table(
			parameterHead,
			parametersInOrder(record).map((name) => parameterRow(record, name)),
		),
		...priceParts(record),
		...(pictures.has(picture) ? [`![The panel of ${displayName}](images/${picture})`] : []),
		`Known from ${confidences[confidence]}: ${linked(source)}.`,
	];
}

const contentsOf = (mode: OfferedMode) => {
	const entries = offeredIn(mode).map(
		(record) => `- ${link(pickerName(record), `#${anchor(record.displayName)}`)}`,
	);
	return `**${modeNames[mode]}**\n\n${entries.join('\n')}`;
};

/**
 * The whole page.
 * @param pictures the names of the files in docs/images
 */
export function parametersPage(pictures: ReadonlySet<string>): string {
	const all = modes.flatMap(offeredIn);
	const replacementName = (id: string) => {
		const name = all.find((record) => record.id === id)?.displayName;
		return name === undefined ? code(id) : link(name, `#${anchor(name)}`);
	};
	return page([
		'<!-- Written by `npm run docs` from the catalogue. Change seedance/models/catalogue, not this page. -->',
		'# Models, parameters and prices',
		`The models of the built-in catalogue, in the order of the pickers. What WaveSpeedAI takes today may differ; the nodes ask for it when they run ([models and their schemas](models.md)).`,
		'*Parameter* is the name at the API, for *Parameters (JSON)*. *Label* is the name in n8n. *Where*: in the panel at once, or under *Model Options*. Pictures, videos and sounds: the name of a binary field, a web address or a data URI ([which types and sizes](media.md)). Prices are what has been published, as of the day given; the bill counts ([what a video costs](money.md)).',
		...modes.map(contentsOf),
		...modes.flatMap((mode) => [
			`## ${modeNames[mode]}`,
			...offeredIn(mode).flatMap((record) => section(record, { pictures, replacementName })),
		]),
	]);
}
