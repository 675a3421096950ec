/** The options that say what may be spent. */
import type { INodeProperties } from 'n8n-workflow';
import { moneyOptions as options } from '../optionTable';
import { bounds } from './conditions';

const allowUnknownPrices: INodeProperties = {
	displayName: 'Allow Unknown Prices',
	name: 'allowUnknownPrices',
	type: 'boolean',
	default: false,
	displayOptions: { show: { maximumCostUsd: [{ _cnd: { exists: true } }] } },
	description:
		'Whether to submit also what WaveSpeedAI gives no price for; it then counts as 0 towards the maximum',
};

const dryRun: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'options',
	options: [
		{
			name: 'Always',
			value: 'always',
			description: 'Submit nothing; the items come out with what would be sent and its price',
		},
		{
			name: 'In Manual Runs',
			value: 'manual',
			description:
				'Submit nothing while you try out the workflow in the editor. Sub-workflows that it calls count as production.',
		},
		{
			name: 'Off',
			value: 'off',
			description: 'Submit',
		},
	],
	default: 'off',
	description: 'Whether to only show what would be submitted and what it would cost',
};

const keepBalanceAbove: INodeProperties = {
	displayName: 'Keep Balance Above (USD)',
	name: 'keepBalanceAboveUsd',
	type: 'number',
	typeOptions: { ...bounds(options.keepBalanceAboveUsd), numberPrecision: 2 },
	default: 0,
	description:
		'Nothing is submitted when the cost of the items would take the balance of the account below this amount, or when the balance cannot be read. What others spend in the same moment is not seen, and an item of unknown price counts as 0.',
};

const liveQuote: INodeProperties = {
	displayName: 'Live Quote',
	name: 'liveQuote',
	type: 'boolean',
	default: true,
	description:
		'Whether to ask WaveSpeedAI for the price of each item before it is submitted. Off, estimatedCostUsd comes from the published prices, where there are any.',
};

const maximumCost: INodeProperties = {
	displayName: 'Maximum Cost per Execution (USD)',
	name: 'maximumCostUsd',
	type: 'number',
	typeOptions: { ...bounds(options.maximumCostUsd), numberPrecision: 2 },
	default: 5,
	hint: 'In USD, for all that the execution submits. Turns Live Quote on.',
	description:
		'Nothing is submitted when the items would bring the cost of this execution above this amount. All that the execution has submitted counts, e.g. in earlier rounds of a loop.',
};

export const moneyOptions: readonly INodeProperties[] = [
	allowUnknownPrices,
	dryRun,
	keepBalanceAbove,
	liveQuote,
	maximumCost,
];
