/** What the items of a run cost, and whether they may be submitted for that. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { fetchBalance, openQuotes } from '../../../seedance/api/prices';
import { openBudget } from '../../../seedance/pricing/budget';
import type { Reservation } from '../../../seedance/pricing/budget';
import { judgeBalance, judgeMaximum } from '../../../seedance/pricing/judge';
import { priceItems } from '../../../seedance/pricing/priceItems';
import type { ItemPrice } from '../../../seedance/pricing/priceItems';
import { sumOf, usdText } from '../../../seedance/models/price';
import type { Ledger } from '../../../seedance/run/ledger';
import type { Ports } from '../../../seedance/api/http';
import { executionOf } from '../submitting/ledger';
import type { MoneyOptions } from '../n8n/parameters';
import { failItems } from '../outcomes';
import { fatesWithout, isSubmit } from '../submitting/submitPlan';
import type { ItemPlan } from '../submitting/submitPlan';

export interface PricedPlans {
	readonly plans: readonly ItemPlan[];
	/** By the place of the item; undefined for items that are not to be submitted. */
	readonly prices: ReadonlyArray<ItemPrice | undefined>;
	/** What the execution is about to spend. */
	readonly reservation?: Reservation;
}

async function pricesOf(
	plans: readonly ItemPlan[],
	ports: Ports,
	{ wantsQuotes }: MoneyOptions,
): Promise<Array<ItemPrice | undefined>> {
	const submits = plans.filter(isSubmit);
	const requests = submits.map(({ intent, planned: { pricedBy: record, media } }) => ({
		body: intent.request.body,
		media,
		...(record !== undefined && { record }),
	}));
	const prices = await priceItems(requests, wantsQuotes ? openQuotes(ports) : undefined, ports);
	const inOrder = prices.values();
	return plans.map((plan) => (isSubmit(plan) ? inOrder.next().value : undefined));
}

/** The same plans, with what each submit will cost. */
function withCosts(
	plans: readonly ItemPlan[],
	prices: ReadonlyArray<ItemPrice | undefined>,
): ItemPlan[] {
	return plans.map((plan, i): ItemPlan => {
		const price = prices[i];
		if (!isSubmit(plan) || price?.ok !== true) return plan;
		return { ...plan, intent: { ...plan.intent, costUsd: price.usd } };
	});
}

/**
 * Prices all submits of a run before the first is sent, and keeps to the limits that the person has set.
 * @throws NodeOperationError when a limit is not kept and On Error is Stop Workflow; else those items are
 * not submitted
 */
export async function priceAndJudge(
	context: IExecuteFunctions,
	plans: readonly ItemPlan[],
	ports: Ports,
	money: MoneyOptions,
): Promise<PricedPlans> {
	const prices = await pricesOf(plans, ports, money);
	const items = prices.flatMap((price, itemIndex) =>
		price === undefined ? [] : [{ itemIndex, price }],
	);
	if (items.length === 0) return { plans, prices };
	const { maximumUsd, floorUsd, allowsUnknown } = money;
	const tooPoor =
		floorUsd === undefined ? undefined : judgeBalance(items, floorUsd, await fetchBalance(ports));
	const priced = withCosts(plans, prices);
	const costs = priced.filter(isSubmit).map(({ intent }) => [intent.key, intent.costUsd] as const);
	const { execution, stores } = executionOf(context);
	const reserved = openBudget(execution, stores).reserve(new Map(costs), (committed) => {
		if (tooPoor !== undefined || maximumUsd === undefined) return tooPoor;
		return judgeMaximum(items, { maximumUsd, allowsUnknown }, committed);
	});
	if (!reserved.ok) {
		const refused = plans.map((plan): ItemPlan => (isSubmit(plan) ? reserved : plan));
		failItems(context, fatesWithout(refused, reserved.problem));
		return { plans: refused, prices };
	}
	const { reservation } = reserved;
	if (!money.isDry) return { plans: priced, prices, reservation };
	reservation.end();
	return { plans: priced, prices };
}

/** The ledger of a run whose costs are reserved: what stands in the ledger is not reserved any more. */
export const withReservation = (ledger: Ledger, reservation: Reservation | undefined): Ledger => ({
	...ledger,
	sending(key, model, more) {
		ledger.sending(key, model, more);
		reservation?.sent(key);
	},
});

/** "They cost about $1.20", as far as it is known; undefined when nothing is. */
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
 * What a person who has just tried the node by hand should know.
 * @param costs of the videos that were submitted, in USD where they are known
 * @param hasFiles whether the output has files
 */
export function spentHint(costs: ReadonlyArray<number | undefined>, hasFiles: boolean): string {
	const videos = costs.length === 1 ? '1 video was' : `${costs.length} videos were`;
	const cost = costText(costs, costs.length === 1 ? 'It costs' : 'They cost');
	const price = cost ?? 'The price is not known; Live Quote in the options asks for it';
	return `${videos} submitted. ${price}. ${hasFiles ? pinWithoutFiles : pin}`;
}

/**
 * What a dry run says above its items.
 * @param prices of the items that would be submitted
 */
export function dryRunHint(prices: ReadonlyArray<ItemPrice | undefined>): string {
	const costs = prices.flatMap((price) =>
		price === undefined ? [] : [price.ok ? price.usd : undefined],
	);
	const videos = costs.length === 1 ? '1 video' : `${costs.length} videos`;
	const cost =
		costText(costs, `${videos} would cost`) ??
		`What ${videos} would cost is not known; Live Quote in the options asks for it`;
	return `Dry run: nothing was submitted. ${cost}.`;
}
