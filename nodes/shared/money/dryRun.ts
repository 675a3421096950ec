/** What a dry run tells of each item: the request that it would send, and nothing is sent. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { submitUrl } from '../../../seedance/api/http';
import { withAddresses } from '../../../seedance/models/mediaUse';
import type { MediaUse } from '../../../seedance/models/mediaUse';
import type { ItemPrice } from '../../../seedance/pricing/priceItems';
import type { Origin } from '../../../seedance/request/planSubmit';
import { carriedAlong } from '../n8n/outputItem';
import type { Options } from '../n8n/parameters';
import type { PricedPlans } from './money';
import type { ItemOutcome } from '../outcomes';
import { isSubmit } from '../submitting/submitPlan';
import type { SubmitItemPlan } from '../submitting/submitPlan';

/** The names that the panel has for the places that values come from. */
const places: Readonly<Record<Origin, string>> = {
	field: 'Field',
	form: 'Model Parameters',
	json: 'Parameters (JSON)',
	default: 'Default of the model',
};

const unsent = 'Default of the model, not sent';

/** What stands in the body for media that only get an address, or are too long to be read. */
function shown({ source }: MediaUse): string | undefined {
	if (source.kind === 'file') return `<file: ${source.name}>`;
	return source.kind === 'dataUri' ? `<data URI: ${source.text.length} characters>` : undefined;
}

/** Each value of the request and where it comes from, then those that the model takes by itself. */
function valuesOf({ planned }: SubmitItemPlan, body: IDataObject): IDataObject[] {
	const { origins, record } = planned;
	const sent = Object.entries(body).map(([parameter, value]) => ({
		parameter,
		value,
		from: places[origins[parameter] ?? 'default'],
	}));
	const others = Object.entries(record?.parameters ?? {}).flatMap(
		([parameter, { default: value }]) =>
			value === undefined || Object.hasOwn(body, parameter)
				? []
				: [{ parameter, value: value as IDataObject[string], from: unsent }],
	);
	return [...sent, ...others];
}

/**
 * The item of a request that is not sent.
 * @param price what it would cost
 * @param input the json of the incoming item
 */
function toDryRunItem(
	plan: SubmitItemPlan,
	price: ItemPrice | undefined,
	baseUrl: string,
	input: IDataObject,
	itemIndex: number,
	options: Options,
): INodeExecutionData {
	const { request, requestKey } = plan.intent;
	const { media } = plan.planned;
	const body = withAddresses(request.body, media, media.map(shown)) as IDataObject;
	const own: IDataObject = {
		status: 'dryRun',
		...(price?.ok === true && { estimatedCostUsd: price.usd, priceSource: price.source }),
		...(price?.ok === false && { priceUnknownBecause: price.why }),
		method: 'POST',
		url: submitUrl(baseUrl, request.model),
		model: request.model,
		body,
		...(requestKey !== undefined && { requestKey }),
		values: valuesOf(plan, body),
	};
	return {
		json: { ...carriedAlong(input, options), ...own },
		pairedItem: { item: itemIndex },
	};
}

/** What a dry run makes of its items. */
export function dryRunOutcomes(
	context: IExecuteFunctions,
	{ plans, prices }: PricedPlans,
	baseUrl: string,
	options: Options,
): ItemOutcome[] {
	const items = context.getInputData();
	return plans.flatMap((plan, i): ItemOutcome[] => {
		if (!plan.ok) return [{ kind: 'problem', problem: plan.problem }];
		// There is nothing else in a dry run: its ledger knows of no earlier submits.
		if (!isSubmit(plan)) return [];
		const toItem = () => toDryRunItem(plan, prices[i], baseUrl, items[i]?.json ?? {}, i, options);
		return [{ kind: 'result', toItem: async () => ({ ok: true, item: toItem() }) }];
	});
}
