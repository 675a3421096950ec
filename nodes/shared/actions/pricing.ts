/** Prices the items of a run, and makes the hints about costs. */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Ports } from '../../../seedance/api/http';
import { sumOf, usdText } from '../../../seedance/models/price';
import { openBudget } from '../../../seedance/run/budget';
import { priceAndReserve as priceItems } from '../../../seedance/run/itemPrices';
import type { Item, ItemPrice } from '../../../seedance/run/itemState';
import { executionOf } from '../n8n/executionStore';
import type { MoneyOptions } from '../n8n/parameters';

/**
 * The stage that prices the planned items before the first is sent. If a limit of the person isn't
 * kept, all of them fail.
 * @returns their prices and their reservation, which a dry run doesn't have
 */
export async function priceAndReserve(
	context: IExecuteFunctions,
	items: readonly Item[],
	ports: Ports,
	money: MoneyOptions,
) {
	const { execution, stores } = executionOf(context);
	const priced = await priceItems(items, ports, money, openBudget(execution, stores));
	if (!money.isDry) return priced;
	priced.reservation?.end();
	return { prices: priced.prices };
}

/** "They cost about $1.20"; undefined when no price is known. */
function costText(costs: ReadonlyArray<number | undefined>, theyCost: string): string | undefined {
	const { usd, unpriced } = sumOf(costs);
	if (unpriced === costs.length) return undefined;
	const unknown = unpriced === 0 ? '' : `, and ${unpriced} of them cost what is not known`;
	return `${theyCost} about ${usdText(usd)}${unknown}`;
}

const pin =
	'Pin this output while you build the rest of the workflow, so that trying it out does not submit again.';
const pinWithoutFiles =
	'While you build the rest of the workflow, turn Download Video off and pin the output, so that trying it out does not submit again; n8n pins no output with files.';

/**
 * The hint after a manual run.
 * @param costs the prices of the submitted videos in USD, if they're known
 * @param hasFiles whether the output has files
 */
export function spentHint(costs: ReadonlyArray<number | undefined>, hasFiles: boolean): string {
	const videos = costs.length === 1 ? '1 video was' : `${costs.length} videos were`;
	const cost = costText(costs, costs.length === 1 ? 'It costs' : 'They cost');
	const price = cost ?? 'The price is not known; Live Quote in the options asks for it';
	return `${videos} submitted. ${price}. ${hasFiles ? pinWithoutFiles : pin}`;
}

/**
 * The hint of a dry run.
 * @param prices of the items that would be submitted
 */
export function dryRunHint(prices: readonly ItemPrice[]): string {
	const costs = prices.map((price) => (price.ok ? price.value.usd : undefined));
	const videos = costs.length === 1 ? '1 video' : `${costs.length} videos`;
	const cost =
		costText(costs, `${videos} would cost`) ??
		`What ${videos} would cost is not known; Live Quote in the options asks for it`;
	return `Dry run: nothing was submitted. ${cost}.`;
}
