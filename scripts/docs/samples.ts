/** The texts of each cause as a person sees them, with "…" for every variable part. */
import { notStarted, problem } from '../../seedance/errors/messages';
import type { Cause, Circumstances, Problem } from '../../seedance/errors/problem';
import { refusalProblem } from '../../seedance/request/planSubmit';
import { checkBalance, checkMaximum } from '../../seedance/run/budget';
import type { PricedItem } from '../../seedance/run/budget';
import type { Moment } from './moments';

/** A placeholder for any number. No text contains it by itself. */
const anyNumber = 908_172;
const anyText = '…';

const someone: Circumstances = {
	model: anyText,
	status: anyText,
	said: anyText,
	detail: anyText,
	advice: anyText,
	fileName: anyText,
	httpStatus: anyNumber,
	minutes: anyNumber,
};
/** A task is known once it's accepted. */
const isAboutTask: Readonly<Record<Moment, boolean>> = {
	refused: false,
	unknown: false,
	ended: true,
	accepted: true,
	reading: true,
};

const priced = (price: PricedItem['price']): readonly PricedItem[] => [
	{ itemIndex: anyNumber, price },
];
const known = priced({ ok: true, value: { usd: anyNumber, source: 'quote' } });
const limits = { maximumUsd: anyNumber - 1, allowsUnknown: false };
const spent = { usd: anyNumber, unpriced: 0 };

/** Makes the problem of a cause whose words come from the code that finds it. */
const found: Readonly<Partial<Record<Cause, () => Problem | undefined>>> = {
	parameterRefused: () =>
		refusalProblem({ id: anyText }, [
			{ parameter: anyText, given: anyText, finding: 'must be …', got: anyText },
		]),
	expressionFailed: () => problem('expressionFailed', { detail: anyText }),
	settingRefused: () => problem('settingRefused', { detail: `${anyText} must be ${anyText}` }),
	costAboveMaximum: () => checkMaximum(known, limits, spent),
	priceUnknown: () => checkMaximum(priced({ ok: false, problem: anyText }), limits, spent),
	balanceTooLow: () => checkBalance(known, anyNumber, { ok: true, value: anyNumber - 1 }),
};

/** Replaces the samples' numbers, their sum, and adjacent samples by one "…". */
const withoutNumbers = (text: string) =>
	text.replace(/\$?(?:90817[12]|1816344)(\.00)?/g, anyText).replace(/…,? …/g, anyText);

/** The API's own words are removed, because every description would end with the same ones. */
const withoutQuote = (text: string) => text.replaceAll(` WaveSpeedAI says: "${anyText}".`, '');

/** The message and the next step, on one line each. */
export function sampleOf(cause: Cause, moment: Moment): Pick<Problem, 'message' | 'description'> {
	const circumstances = isAboutTask[moment] ? { ...someone, taskId: anyText } : someone;
	const made = found[cause]?.() ?? problem(cause, circumstances);
	// The nodes that create videos say so of any cause that keeps them from starting one.
	const { message, description } = moment === 'refused' ? notStarted(made) : made;
	return {
		message: withoutNumbers(message),
		description: withoutNumbers(withoutQuote(description)),
	};
}
