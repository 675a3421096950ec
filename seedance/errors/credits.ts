/**
 * Recognises missing credits by the API's wording, because no HTTP status is reliable
 * (docs/internals/api.md#http-errors).
 */
import { problem } from './messages';

const money = '(?:credits?|balances?|funds?)';
/**
 * Up to two words or separators between, as in "insufficient account balance" or
 * "insufficient_credits".
 */
const between = '[\\s_-]+(?:\\w+[\\s_-]+){0,2}?';
const lacking =
	'(?:insufficient|not[\\s_-]+(?:have[\\s_-]+)?(?:enough|sufficient)|too[\\s_-]+(?:few|little|low)|out[\\s_-]+of|no[\\s_-]+(?:more|remaining))';
const gone =
	'(?:insufficient|not[\\s_-]+(?:enough|sufficient)|too[\\s_-]+(?:low|little|few)|low|exhausted|depleted|used[\\s_-]+up|(?:run|ran)[\\s_-]+out|negative|zero)';

const signs: readonly RegExp[] = [
	new RegExp(`(?:^|[^a-z])${lacking}${between}${money}(?![a-z])`, 'i'),
	new RegExp(
		`(?:^|[^a-z])${money}[\\s_-]+(?:(?:is|are|was|has|have|been|account|left|currently)[\\s_-]+){0,3}${gone}(?![a-z])`,
		'i',
	),
	/\btop(?:ping)?[ _-]?up\b/i,
];

/**
 * Whether a message of the API says that the account lacks credits. It comes with HTTP 400 or the
 * task code 1407, in several wordings: "Insufficient credits", "insufficient_credits", "your
 * balance is too low", "balance is not sufficient", "please top up".
 */
export const isAboutCredits = (text: string): boolean => signs.some((sign) => sign.test(text));

// The problems that a credential test can find.

export const invalidKey = problem('invalidKey');

export const forbidden = problem('forbidden');

export const badBaseUrl = problem('badBaseUrl', { detail: 'does not lead to the API' });
