import { catalogue } from '../../seedance/catalogue';
import { readArguments, usage } from './arguments';
import { compareModels, hasDrift } from './compare';
import { fetchList } from './fetchList';
import { reportText } from './report';
import { reportJson } from './reportJson';

/** What the command prints to, and where it finds the key. */
export interface Surroundings {
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Standard output. */
	say(text: string): void;
	/** Standard error. */
	complain(sentence: string): void;
}

/** 0: nothing differs; 1: something does; 2: it could not be done. */
export type ExitCode = 0 | 1 | 2;

/** The whole command. @param words the arguments of the command line */
export async function sync(
	words: readonly string[],
	{ env, say, complain }: Surroundings,
): Promise<ExitCode> {
	const read = readArguments(words, env);
	if (read.kind === 'help') {
		say(usage);
		return 0;
	}
	if (read.kind === 'wrong') {
		complain(read.reason);
		return 2;
	}
	const { baseUrl, key, isJson } = read.choices;
	const list = await fetchList(baseUrl, key);
	if (!list.ok) {
		complain(list.reason);
		return 2;
	}
	const comparison = compareModels(catalogue, list.models);
	say(isJson ? reportJson(comparison) : reportText(comparison));
	return hasDrift(comparison) ? 1 : 0;
}
