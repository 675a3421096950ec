/** docs/reference/parameters.md against what the models' documents say, typed by hand. */
import { SeedanceImageToVideo } from '../../../nodes/SeedanceImageToVideo/SeedanceImageToVideo.node';
import { offeredModels } from '../../../seedance/models';
import { offeredModes } from '../../../seedance/models/modes';
import { anchor } from '../../../scripts/docs/markdown';
import { parametersPage } from '../../../scripts/docs/parametersPage';

const image = 'model-seedance-2-0-image-to-video.png';
const page = parametersPage(new Set([image, 'other.png']));
const offered = offeredModes.flatMap(offeredModels);

/** The section of a model: from its heading to the next one. */
function section(heading: string): readonly string[] {
	const lines = page.split('\n');
	const from = lines.indexOf(`### ${heading}`);
	if (from === -1) throw new Error(`no section ${heading}`);
	const length = lines.slice(from + 1).findIndex((line) => /^##+ /.test(line));
	return lines.slice(from, length === -1 ? undefined : from + 1 + length);
}

const rowsOf = (heading: string) => section(heading).filter((line) => line.startsWith('| `'));
const cellsOf = (heading: string) => rowsOf(heading).map((row) => row.slice(2, -2).split(' | '));
/** The cells without the label, which is the node's. */
const factsOf = (heading: string) => cellsOf(heading).map(([name, , ...facts]) => [name, ...facts]);
const urls = (text: string) => text.match(/https?:\/\/[^\s>)]+/g) ?? [];

describe('every offered model', () => {
	it.each(offered)('$id: a section with its id and all its parameters', (record) => {
		const { id, displayName, parameters } = record;
		expect(section(displayName).join('\n')).toContain(`\`${id}\` · Seedance `);
		const names = rowsOf(displayName).map((row) => row.split('`')[1]);
		expect(names.sort()).toEqual(Object.keys(parameters).sort());
	});

	it('is in the table of contents', () => {
		for (const { displayName } of offered) expect(page).toContain(`](#${anchor(displayName)})`);
	});

	it('links nothing but what its source names', () => {
		for (const { displayName, source } of offered) {
			const given = urls(source).map((url) => url.replace(/;$/, ''));
			expect(urls(section(displayName).join('\n'))).toEqual(given);
		}
	});
});

describe('the five documented models', () => {
	it.each([
		['Seedance V1 Pro 480p Image to Video', '000_3bbf5b1fe4b9a64c.txt'],
		['Seedance V1 Lite 720p Image to Video', '001_6bf58662b6a55cc1.txt'],
		['Seedance V1.5 Pro Image to Video', '002_0e9a96f715cb861a.txt'],
		['Seedance 2.0 Image to Video', '003_e3f5cf4fc7b9fe0c.txt'],
		['Seedance V1 Lite 480p Text to Video', '004_b04650d993fc9264.txt'],
	])('%s leads to %s and nowhere else', (heading, file) => {
		const text = section(heading).join('\n');
		expect(text).toContain(`[${file}](../../test/fixtures/models/${file})`);
		expect(text).not.toMatch(/https?:/);
	});

	it('002: the type, limits and default of every parameter, and where it is', () => {
		const ratios = '21:9, 16:9, 4:3, 1:1, 3:4, 9:16';
		expect(factsOf('Seedance V1.5 Pro Image to Video')).toEqual([
			['`image`', 'panel', 'string', 'yes', 'image', '–'],
			['`prompt`', 'panel', 'string', 'yes', 'any text', '–'],
			['`duration`', 'panel', 'integer', '–', '4 to 12 seconds', '`5`'],
			['`resolution`', 'panel', 'string', '–', '720p, 480p', '`720p`'],
			['`aspect_ratio`', 'panel', 'string', '–', ratios, expect.stringMatching(/^\*.+\*$/)],
			['`generate_audio`', 'panel', 'boolean', '–', 'true, false', '`true`'],
			['`last_image`', 'References', 'string', '–', 'image', '–'],
			['`camera_fixed`', 'Advanced', 'boolean', '–', 'true, false', '`false`'],
			['`seed`', 'Advanced', 'integer', '–', '-1 to 2147483647', '`-1`'],
		]);
	});

	it('003: a list of images in the panel, and choices of seconds', () => {
		expect(factsOf('Seedance 2.0 Image to Video')).toEqual([
			['`images`', 'panel', 'array of string', 'yes', '1 to 4 images', '`[]`'],
			['`prompt`', 'panel', 'string', 'yes', 'any text', '–'],
			['`duration`', 'panel', 'integer', '–', '5, 10, 15 seconds', '`5`'],
		]);
	});

	it('000: the limits of a text and of an image, and a run of choices as a range', () => {
		const facts = factsOf('Seedance V1 Pro 480p Image to Video');
		expect(facts).toContainEqual(['`image`', 'panel', 'string', 'yes', 'JPEG or PNG image', '–']);
		expect(facts).toContainEqual([
			'`prompt`',
			'panel',
			'string',
			'–',
			'up to 2,000 characters',
			'–',
		]);
		expect(facts).toContainEqual([
			'`duration`',
			'panel',
			'integer',
			'yes',
			'2 to 12 seconds',
			'`5`',
		]);
	});

	it('has the labels of the panel', () => {
		const { properties } = new SeedanceImageToVideo().description;
		const inPanel = properties.map(({ displayName }) => displayName);
		const labels = cellsOf('Seedance V1.5 Pro Image to Video').flatMap(([, label, where]) =>
			where === 'panel' ? label : [],
		);
		expect(labels).toHaveLength(6);
		expect(inPanel).toEqual(expect.arrayContaining(labels));
	});
});

describe('prices', () => {
	it('by settings, with the day as of which they hold and their source', () => {
		const text = section('Seedance V1.5 Pro Text to Video').join('\n');
		expect(text).toContain('in USD, as of 2026-11-21 (WaveSpeedAI/agent-skills');
		expect(text).toContain(
			[
				'| Resolution | Generate Audio | 5 seconds | 10 seconds |',
				'| --- | --- | --- | --- |',
				'| 480p | off | $0.06 | – |',
				'| 480p | on | $0.12 | $0.24 |',
				'| 720p | off | $0.13 | – |',
				'| 720p | on | $0.26 | $0.52 |',
			].join('\n'),
		);
	});

	it('a rule by the second', () => {
		expect(section('Seedance V1 Pro 480p Text to Video')).toContain(
			'Other lengths: $0.03 a second, rounded up to whole seconds, for at least 5 seconds.',
		);
	});

	it('says when a model allows shorter videos than those that have a price', () => {
		const lines = section('Seedance V1 Lite 480p Text to Video');
		expect(lines).toContain('| $0.08 | $0.16 | $0.24 | $0.32 |');
		expect(lines).toContain(
			'The model allows up to 10 seconds, although longer videos have a price.',
		);
		expect(section('Seedance 2.0 Image to Video').join()).not.toContain(
			'longer videos have a price',
		);
	});

	it('only a least price', () => {
		const text = section('Seedance 2.0 Fast Turbo Image to Video').join('\n');
		expect(text).toMatch(/as of 2026-11-21 \(.+\): from \$0\.60; nothing more is known\./);
	});

	it('none', () => {
		const unpriced = offered.filter(({ price }) => price === undefined);
		expect(unpriced.length).toBeGreaterThan(0);
		for (const { displayName } of unpriced) {
			expect(section(displayName)).toContain('Price: not published.');
			expect(section(displayName).join('')).not.toContain('$');
		}
	});
});

it('says of exactly the models of Seedance 1.0 and 1.5 that they are being retired, and what replaces them', () => {
	for (const { displayName } of offered) {
		const isRetiring = /Seedance V1[ .]/.test(displayName);
		const text = section(displayName).join('\n');
		expect([displayName, text.includes('**Being retired**')]).toEqual([displayName, isRetiring]);
	}
	expect(section('Seedance V1 Lite 720p Image to Video')).toContain(
		'**Being retired** by its provider; [Seedance 2.0 Image to Video](#seedance-20-image-to-video) replaces it.',
	);
	expect(section('Seedance V1.5 Pro Text to Video')).toContain(
		'**Being retired** by its provider; [Seedance 2.0 Fast Text to Video](#seedance-20-fast-text-to-video) replaces it.',
	);
});

it('shows the panel of a model that has an image of it', () => {
	expect(page.match(/!\[.*/g)).toEqual([
		`![The panel of Seedance 2.0 Image to Video](../images/${image})`,
	]);
	expect(section('Seedance 2.0 Image to Video').join('\n')).toContain(image);
});
