import type { Played } from './play';
import { PlainMessage, say, seconds } from './say';
import type { Case } from './scene';

/** The cases with one of these parts in their name; refuses a part that is in none. */
export function choose<Chosen extends Case>(
	all: readonly Chosen[],
	...parts: readonly string[]
): readonly Chosen[] {
	const unknown = parts.find((part) => !all.some(({ name }) => name.includes(part)));
	if (unknown === undefined) {
		return all.filter(({ name }) => parts.some((part) => name.includes(part)));
	}
	const names = all.map(({ name }) => name).join(', ');
	throw new PlainMessage(`No case is called “${unknown}”. There are: ${names}.`);
}

/** Lists what held on which n8n; throws when something did not. */
export function report(results: readonly Played[], tookMs: number): void {
	for (const n8nVersion of new Set(results.map((result) => result.n8nVersion))) {
		say(`\nn8n ${n8nVersion}`);
		for (const result of results) {
			if (result.n8nVersion === n8nVersion) say(`  ${verdict(result)} ${result.name}`);
		}
	}
	const failed = results.filter(({ held }) => !held).length;
	const all = `${results.length} in ${seconds(tookMs)}`;
	if (failed > 0) throw new PlainMessage(`\n${failed} of ${all} FAILED.`);
	say(`\nAll ${all} held.`);
}

function verdict({ held }: Played): string {
	return held ? 'pass' : 'FAIL';
}
