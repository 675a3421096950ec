/** What the options about money come to in a run. */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { moneyOptions } from '../optionTable';
import type { Values } from '../options';

export interface MoneyOptions {
	/** Whether WaveSpeedAI is asked for prices. */
	readonly wantsQuotes: boolean;
	/** What the execution may cost in all, in USD. */
	readonly maximumUsd?: number;
	/** Whether an unknown price counts as 0 towards the maximum. */
	readonly allowsUnknown: boolean;
	/** What is to stay in the account, in USD. */
	readonly floorUsd?: number;
	/** Whether the node only tells what it would submit. */
	readonly isDry: boolean;
}

/** For a run that submits nothing. */
export const noMoney: MoneyOptions = { wantsQuotes: false, allowsUnknown: false, isDry: false };

/** @param options as they were read */
export function moneyOf(
	context: Pick<IExecuteFunctions, 'getMode'>,
	options: Values<typeof moneyOptions>,
): MoneyOptions {
	const { allowUnknownPrices, dryRun, keepBalanceAboveUsd, liveQuote, maximumCostUsd } = options;
	return {
		wantsQuotes: liveQuote || maximumCostUsd !== undefined,
		...(maximumCostUsd !== undefined && { maximumUsd: maximumCostUsd }),
		allowsUnknown: allowUnknownPrices,
		...(keepBalanceAboveUsd !== undefined && { floorUsd: keepBalanceAboveUsd }),
		isDry: dryRun === 'always' || (dryRun === 'manual' && context.getMode() === 'manual'),
	};
}
