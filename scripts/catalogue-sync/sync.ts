import path from 'node:path';
import { catalogue } from '../../seedance/models';
import { records } from '../../seedance/models/records';
import { readArguments, usage } from './arguments';
import { compareModels, hasDrift } from './compare';
import { fetchList } from './fetchList';
import { reportText } from './report';
import { plain } from './words';
import { reportJson } from './reportJson';
import { writeCatalogue } from './write';

/** The command's input and output. */
export interface Surroundings {
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Standard output. */
	say(text: string): void;
	/** The folder of the catalogue's files; by default the real one. */
	readonly folder?: string;
	/** Standard error. */
	complain(sentence: string): void;
}

/** 0: nothing differs; 1: something does; 2: the comparison failed. */
export type ExitCode = 0 | 1 | 2;

const catalogueFolder = path.join(__dirname, '../../seedance/models/catalogue');

const orNothing = (lines: readonly string[]) =>
	lines.length === 0 ? ['  nothing'] : lines.map((line) => `  ${plain(line)}`);

/**
 * Runs the command.
 * @param words the arguments of the command line
 */
export async function sync(
	words: readonly string[],
	{ env, say, complain, folder = catalogueFolder }: Surroundings,
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
	const { baseUrl, key, isJson, writes } = read.choices;
	const list = await fetchList(baseUrl, key);
	if (!list.ok) {
		complain(list.problem);
		return 2;
	}
	const comparison = compareModels(catalogue, list.value);
	say(isJson ? reportJson(comparison) : reportText(comparison));
	if (writes) {
		const day = new Date().toISOString().slice(0, 10);
		const written = writeCatalogue(comparison, list.value, { records, folder, day });
		say(['', 'Written:', ...orNothing(written.files)].join('\n'));
		say(['', 'For a person to decide:', ...orNothing(written.decisions)].join('\n'));
	}
	return hasDrift(comparison) ? 1 : 0;
}
