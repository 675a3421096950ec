import { parseArgs } from 'node:util';
import { cleanKey, parseBaseUrl } from '../../seedance/credential';

export interface Choices {
	readonly baseUrl: string;
	readonly key: string;
	readonly isJson: boolean;
	/** Whether files of the catalogue are written. */
	readonly writes: boolean;
}

export type Arguments =
	| { readonly kind: 'help' }
	| { readonly kind: 'choices'; readonly choices: Choices }
	/** One plain sentence, without the key. */
	| { readonly kind: 'wrong'; readonly reason: string };

export const usage = `Compares the catalogue with the API's own list of models. It spends nothing.

  npm run catalogue:sync                            with the key in WAVESPEED_API_KEY
  npm run catalogue:sync -- --base-url <url>        another API, such as the simulator's
  npm run --silent catalogue:sync -- --json         for machines
  npm run catalogue:sync -- --write                 adds and updates files of the catalogue, and says
                                                    what a person must decide

Exit code: 0 nothing differs, 1 something does, 2 it could not be done.`;

const options = {
	'base-url': { type: 'string', default: '' },
	json: { type: 'boolean', default: false },
	write: { type: 'boolean', default: false },
	help: { type: 'boolean', default: false },
} as const;

function parsed(words: readonly string[]) {
	try {
		return parseArgs({ args: [...words], options }).values;
	} catch {
		// Node's message quotes the word, which may be a key.
		return undefined;
	}
}

/** Reads the command line. */
export function readArguments(
	words: readonly string[],
	env: Readonly<Record<string, string | undefined>>,
): Arguments {
	const wrong = (reason: string): Arguments => ({ kind: 'wrong', reason });
	const values = parsed(words);
	if (values === undefined) return wrong('These arguments are not known: see --help.');
	if (values.help) return { kind: 'help' };
	const baseUrl = parseBaseUrl(values['base-url']);
	if (!baseUrl.ok) return wrong(`--base-url ${baseUrl.problem}.`);
	const key = cleanKey(env['WAVESPEED_API_KEY'] ?? '');
	if (key === '') return wrong('There is no API key: set WAVESPEED_API_KEY to yours.');
	if (!/^[\x21-\x7e]+$/.test(key)) {
		return wrong('WAVESPEED_API_KEY holds characters that no API key has.');
	}
	return {
		kind: 'choices',
		choices: { baseUrl: baseUrl.value.url, key, isJson: values.json, writes: values.write },
	};
}
