/** No id outside the catalogue, however near to a listed one, shows a listed model's fields. */
import fc from 'fast-check';
import { modelOptionEntries, panelRows } from '../../../scripts/check-models/visible-fields';
import { catalogue, findModel, isUndocumented } from '../../../seedance/models';
import { modelIdPattern } from '../../../seedance/models/index';
import { seed } from '../../seed';
import { namesOf, submitNodes } from '../../support/models/submitNodes';

const idCharacters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-/'];

/** Ids that differ from a listed one in one place: inserted, left out, replaced, cut off, put behind. */
const nearIds = (ids: readonly string[]) =>
	fc
		.tuple(
			fc.constantFrom(...ids),
			fc.nat(60),
			fc.constantFrom('', ...idCharacters),
			fc.constantFrom(0, 1, 99),
		)
		.map(([id, position, inserted, left]) => {
			const at = Math.min(position, id.length);
			return id.slice(0, at) + inserted + id.slice(at + left);
		});

const anyId = fc.stringMatching(/^[a-z0-9][\w.-]{0,8}(\/[\w.-]{1,8}){0,2}$/);

/** The texts that sort right before and right after an id. */
function neighbours(id: string): string[] {
	const start = id.slice(0, -1);
	const before = String.fromCharCode(id.charCodeAt(id.length - 1) - 1);
	const after = String.fromCharCode(id.charCodeAt(id.length - 1) + 1);
	const behind = ['-', '.', '/a', '0', 'A', '_', 'z', 'zz'];
	return [
		start,
		`${start}${after}`,
		...behind.flatMap((end) => [`${start}${before}${end}`, id + end]),
	];
}

describe.each(submitNodes)('$mode node', ({ description, models, mode }) => {
	const ids = models.map(({ id }) => id);
	const picture = mode === 'text-to-video' ? [] : [mode === 'image-to-video' ? 'image' : 'video'];
	const rowsAround = (form: readonly string[]) => [
		...['model', ...picture, 'prompt', ...form],
		...['return', 'options'],
	];
	const rows = rowsAround(['modelParameters']);
	const entries = ['parametersJson', 'schema', 'uploadUrlsFirst'];

	it('shows only prompt, picture and the form for an id that is not listed', () => {
		const unlisted = fc
			.oneof({ weight: 3, arbitrary: nearIds(ids) }, { weight: 1, arbitrary: anyId })
			.filter((id) => modelIdPattern.test(id) && findModel(id) === undefined);
		fc.assert(
			fc.property(unlisted, (id) => {
				expect(namesOf(panelRows(description, id))).toEqual(rows);
				expect(namesOf(modelOptionEntries(description, id))).toEqual(entries);
			}),
			{ seed, numRuns: 500 },
		);
	});

	it('shows only prompt, picture and the form for what sorts next to a listed id', () => {
		const wrong = ids.flatMap(neighbours).filter((id) => {
			const shown = [...panelRows(description, id), ...modelOptionEntries(description, id)];
			const isKnown = findModel(id) !== undefined;
			return !isKnown && namesOf(shown).join() !== [...rows, ...entries].join();
		});
		expect(wrong).toEqual([]);
	});

	it('shows a form for an id of the catalogue only where its parameters are not known', () => {
		const withForm = catalogue.filter(({ id }) =>
			namesOf(panelRows(description, id)).includes('modelParameters'),
		);
		expect(catalogue.length).toBeGreaterThan(ids.length);
		expect(withForm).toEqual(catalogue.filter(isUndocumented));
	});

	it('shows no form for an id of the catalogue that was just turned into an expression', () => {
		for (const record of catalogue) {
			const { id } = record;
			expect(namesOf(panelRows(description, `=${id}`))).toEqual(
				rowsAround(isUndocumented(record) ? ['modelParameters'] : []),
			);
		}
	});

	it('shows only prompt, picture and the form for any expression', () => {
		const text = fc
			.tuple(fc.string(), fc.constantFrom('', ...ids))
			.map(([before, id]) => before + id)
			.filter((written) => findModel(written) === undefined);
		fc.assert(
			fc.property(text, (written) => {
				const expression = `=${written}`;
				expect(namesOf(panelRows(description, expression))).toEqual(rows);
				expect(namesOf(modelOptionEntries(description, expression))).toEqual(entries);
			}),
			{ seed, numRuns: 100 },
		);
	});
});
