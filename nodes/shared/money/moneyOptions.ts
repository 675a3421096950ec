/** The options about money as a node reads them. A limit that cannot be read is refused, never ignored. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { problem } from '../../../seedance/errors/messages';
import type { Problem } from '../../../seedance/errors/problem';
import { isBlank } from '../../../seedance/validation/normalise';
import { quoted } from '../../../seedance/validation/quoted';
import { z } from '../../../seedance/zod';
import { numberOrText, onOff, readItemOption } from '../options';

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

type MoneyChoice =
	| { readonly ok: true; readonly money: MoneyOptions }
	| { readonly ok: false; readonly problem: Problem };

type Amount =
	{ readonly ok: true; readonly usd?: number } | { readonly ok: false; readonly finding: string };

/** USD. */
const amountSchema = numberOrText.pipe(z.number().nonnegative().finite());

const has = (value: unknown, name: string) =>
	typeof value === 'object' && value !== null && Object.hasOwn(value, name);

function readAmount(context: IExecuteFunctions, name: string): Amount {
	const given = readItemOption(context, name, 0);
	// An expression that comes to nothing must not take the limit away.
	const isWanted = has(context.getNode().parameters.options, name) || given !== undefined;
	if (!isWanted) return { ok: true };
	const parsed = amountSchema.safeParse(given);
	if (parsed.success) return { ok: true, usd: parsed.data };
	return {
		ok: false,
		finding: isBlank(given) ? 'is empty' : `is ${quoted(given)}, which is no amount in USD`,
	};
}

const refused = (detail: string): MoneyChoice => ({
	ok: false,
	problem: problem(
		'parameterRefused',
		{ detail, advice: 'Give an amount such as 5, or remove the option.' },
		{ outcome: 'refused' },
	),
});

const dryRun = z.enum(['off', 'manual', 'always']).catch('off');

/** Reads them. They hold for the whole run: expressions are read with the first item. */
export function readMoneyOptions(context: IExecuteFunctions): MoneyChoice {
	const maximum = readAmount(context, 'maximumCostUsd');
	if (!maximum.ok) return refused(`'Maximum Cost per Execution (USD)' ${maximum.finding}`);
	const floor = readAmount(context, 'keepBalanceAboveUsd');
	if (!floor.ok) return refused(`'Keep Balance Above (USD)' ${floor.finding}`);
	const option = (name: string) => readItemOption(context, name, 0);
	const dry = dryRun.parse(option('dryRun'));
	return {
		ok: true,
		money: {
			wantsQuotes: onOff.parse(option('liveQuote')) || maximum.usd !== undefined,
			...(maximum.usd !== undefined && { maximumUsd: maximum.usd }),
			allowsUnknown: onOff.parse(option('allowUnknownPrices')),
			...(floor.usd !== undefined && { floorUsd: floor.usd }),
			isDry: dry === 'always' || (dry === 'manual' && context.getMode() === 'manual'),
		},
	};
}
