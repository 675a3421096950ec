/** Renders docs/reference/parameters.md: every offered model with its parameters and prices. */
import type { Confidence, OfferedMode } from '../../seedance/models';
import { pickerName } from '../../seedance/models';
import { anchor, code, link, page, table } from './markdown';
import { modeName, modes, offeredIn } from './offered';
import type { OfferedRecord } from './offered';
import { parameterHead, parameterRow, parametersInOrder } from './parameter';
import { priceParts } from './price';

const confidences: Readonly<Record<Confidence, string>> = {
	document: 'its published document, followed exactly',
	docs: 'a page of WaveSpeedAI',
	'docs-partial': 'a page of WaveSpeedAI, partly readable',
	'official-repo': "WaveSpeedAI's own code",
	'third-party': 'third parties only, so less certain',
	mentioned: 'its name and its siblings only, so uncertain',
	live: "WaveSpeedAI's list",
};

/** A source with links to the pages and documents that it names. */
const linked = (source: string) =>
	source
		.replace(/https:\/\/[^\s;]+/g, (url) => `<${url}>`)
		.replace(/\b\d{3}_\w+\.txt\b/g, (file) => link(file, `../../test/fixtures/models/${file}`));

/** The link to the section of a model from a page in the same folder. */
export const sectionOf = ({ displayName }: Pick<OfferedRecord, 'displayName'>) =>
	`parameters.md#${anchor(displayName)}`;

/** The name of the image of a model's panel, if there is one. */
const imageOf = ({ id }: OfferedRecord) =>
	`model-${id.replace('bytedance/', '').replace(/[^\w-]/g, '-')}.png`;

interface Surroundings {
	/** The files in docs/images. */
	readonly images: ReadonlySet<string>;
	readonly replacementName: (id: string) => string;
}

function section(record: OfferedRecord, { images, replacementName }: Surroundings): string[] {
	const { displayName, id, node, confidence, source, retiring } = record;
	const image = imageOf(record);
	const retirement =
		retiring === undefined
			? []
			: [
					`**Being retired** by its provider; ${replacementName(retiring.replacement)} replaces it.`,
				];
	return [
		`### ${displayName}`,
		`${code(id)} · Seedance ${modeName(node)}`,
		...retirement,
		table(
			parameterHead,
			parametersInOrder(record).map((name) => parameterRow(record, name)),
		),
		...priceParts(record),
		...(images.has(image) ? [`![The panel of ${displayName}](../images/${image})`] : []),
		`Known from ${confidences[confidence]}: ${linked(source)}.`,
	];
}

const contentsOf = (mode: OfferedMode) => {
	const entries = offeredIn(mode).map(
		(record) => `- ${link(pickerName(record), `#${anchor(record.displayName)}`)}`,
	);
	return `**${modeName(mode)}**\n\n${entries.join('\n')}`;
};

/**
 * The whole page.
 * @param images the names of the files in docs/images
 */
export function parametersPage(images: ReadonlySet<string>): string {
	const all = modes.flatMap(offeredIn);
	const replacementName = (id: string) => {
		const name = all.find((record) => record.id === id)?.displayName;
		return name === undefined ? code(id) : link(name, `#${anchor(name)}`);
	};
	return page([
		'<!-- Written by `npm run docs` from the catalogue. Change seedance/models/catalogue, not this page. -->',
		'# Models, parameters and prices',
		'Every built-in model, in the order of the model lists. WaveSpeedAI may have changed a model since; the nodes check that when they run ([models](models.md#when-wavespeedai-changes-a-model)).',
		"*Parameter* is the API's name, for *Parameters (JSON)*. *Label* is the name in n8n. *Where* is the panel, or a group of *Options*. [Files](../guides/files.md#what-is-checked) has the types and sizes of images, videos and audio. Prices are estimates, as they were published on the day given ([costs](../guides/costs.md)).",
		...modes.map(contentsOf),
		...modes.flatMap((mode) => [
			`## ${modeName(mode)}`,
			...offeredIn(mode).flatMap((record) => section(record, { images, replacementName })),
		]),
	]);
}
