/** The table of models on docs/reference/models.md. */
import { offeredModels } from '../../../seedance/models';
import { offeredModes } from '../../../seedance/models/modes';
import { anchor } from '../../../scripts/docs/markdown';
import { abbreviated, modelsBlock } from '../../../scripts/docs/modelsBlock';

const block = modelsBlock();
const [staying = '', retiring = ''] = block.split('<details>');
const lines = (text: string) => text.split('\n').filter((line) => line.startsWith('| ['));
const withoutTargets = (line: string) => line.replace(/\]\([^)]*\)/g, ']');
const offered = offeredModes.flatMap(offeredModels);

it('leads to the section of each offered model, each once', () => {
	const targets = [...block.matchAll(/\]\(parameters\.md#([^)]*)\)/g)].map(([, to]) => to);
	expect(targets.sort()).toEqual(offered.map(({ displayName }) => anchor(displayName)).sort());
});

it('is short: those that are being retired are folded away', () => {
	expect(lines(staying).length).toBeLessThanOrEqual(30);
	expect(lines(retiring).length).toBeLessThanOrEqual(15);
	expect(staying).not.toMatch(/seedance-v1[-.]/);
	expect(retiring).toContain('<summary>Models that are being retired</summary>');
	// GitHub and npm render the table inside only with an empty line on both sides of it.
	expect(retiring).toMatch(/<\/summary>\n\n\| [^]*\|\n\n<\/details>$/);
});

it.each([
	'| [`seedance-2.0/text-to-video`], [`…-mini/…`] | prompt, up to 9 images | 4–15 | 480p, 720p, 1080p, 4k | – |',
	'| [`seedance-2.0-fast/text-to-video`] | prompt, up to 9 images | 4–15 | 480p, 720p, 1080p, 4k | $0.80 |',
	'| [`seedance-2.0/image-to-video`] | 1 to 4 images | 5, 10, 15 | – | $1.20 |',
	'| [`seedance-2.0-fast/image-to-video-turbo`] | first (and last) frame | 4–15 | 720p, 1080p | $0.60 |',
	'| [`seedance-2.0/image-to-video-spicy`], [`…-fast/…`], [`…-mini/…`] | first (and last) frame | 4–15 | 480p, 720p, 1080p, 4k | – |',
	'| [`seedance-2.5/image-to-video-spicy`] | first (and last) frame | 4–30 | 480p, 720p, 1080p, 4k | – |',
	'| [`seedance-v1.5-pro/text-to-video`] | prompt | 4–12 | 480p, 720p, 1080p | $0.06 |',
	'| [`seedance-v1-pro-i2v-480p`], [`…-720p`], [`…-1080p`] | first (and last) frame | 2–12 | 480p, 720p, 1080p | $0.15 |',
	'| [`seedance-v1-lite-t2v-480p`] | prompt | 5–10 | 480p | $0.08 |',
	'| [`seedance-v1-pro-fast/image-to-video`] | first frame | 2–12 | 480p, 720p, 1080p | – |',
])('%s', (line) => {
	expect(lines(block).map(withoutTargets)).toContain(line);
});

it('never lets a price stand for a model that has none', () => {
	const priceOf = (displayName: string) => {
		const line = lines(block).find((each) => each.includes(`#${anchor(displayName)})`));
		return line?.split('|').at(-2)?.trim();
	};
	for (const { displayName, price } of offered) {
		// Where the resolution is in the id, the price is that of the least one.
		if (/\d+p (Text|Image)/.test(displayName)) continue;
		expect([displayName, priceOf(displayName) === '–']).toEqual([displayName, price === undefined]);
	}
});

it('says as of which day its prices hold', () => {
	expect(block).toContain('as of 2026-11-21, 2026-11-26;');
});

it.each([
	['seedance-2.0-fast/text-to-video', '…-fast/…'],
	['seedance-v1-pro-t2v-720p', '…-720p'],
])('%s is shortened to %s', (id, short) => {
	expect(abbreviated(id)).toBe(short);
});
