/** Which options about money are shown, according to n8n's own displayParameter. */
import { NodeHelpers } from 'n8n-workflow';
import type { INodeParameters, INodeProperties } from 'n8n-workflow';
import { moneyOptions } from '../../../nodes/shared/descriptions/options';
import { submitNodes } from '../../support/models/submitNodes';

const money = moneyOptions.map(({ name }) => name);

describe.each(submitNodes)('the money options of the $mode node', ({ description }) => {
	const collection = description.properties.find(({ name }) => name === 'options');
	const entries = (collection?.options ?? []) as INodeProperties[];
	const shown = (options: INodeParameters) =>
		entries
			.filter((field) =>
				NodeHelpers.displayParameterPath(
					{ parameters: { options } },
					field,
					'parameters.options',
					null,
					description,
				),
			)
			.map(({ name }) => name)
			.filter((name) => money.includes(name));

	it('are there, the one about unknown prices only beside a maximum', () => {
		const others = ['dryRun', 'keepBalanceAboveUsd', 'liveQuote', 'maximumCostUsd'];
		expect(shown({})).toEqual(others);
		for (const maximumCostUsd of [5, 0, '={{ $json.budget }}']) {
			expect(shown({ maximumCostUsd })).toEqual(['allowUnknownPrices', ...others]);
		}
	});

	it('lose what is said of unknown prices with the maximum', () => {
		const kept = (options: INodeParameters) =>
			NodeHelpers.getNodeParameters(
				description.properties,
				{ options },
				false,
				false,
				null,
				description,
			)?.['options'];
		expect(kept({ allowUnknownPrices: true })).toEqual({});
		const both = { maximumCostUsd: 3, allowUnknownPrices: true };
		expect(kept(both)).toEqual(both);
	});

	it('do nothing dangerous when they are just added', () => {
		const presets = Object.fromEntries(entries.map((field) => [field.name, field.default]));
		expect(presets).toMatchObject({
			allowUnknownPrices: false,
			dryRun: 'off',
			keepBalanceAboveUsd: 0,
			liveQuote: true,
			maximumCostUsd: 5,
		});
	});

	it('take amounts of money: none below 0, with cents', () => {
		const amounts = entries.filter(({ name }) => /Usd$/.test(name));
		expect(amounts).toHaveLength(2);
		for (const { type, typeOptions } of amounts) {
			expect([type, typeOptions]).toEqual(['number', { minValue: 0, numberPrecision: 2 }]);
		}
	});
});
