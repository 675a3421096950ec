/** What a run of the chaos says, and what it must not. */
import type { Tally } from './run';

const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;

function shares(title: string, counts: ReadonlyMap<string, number>): string[] {
	const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
	const lines = [...counts].map(
		([kind, count]) => `    ${kind.padEnd(22)}${`${count}`.padStart(5)}  ${percent(count, total)}`,
	);
	return [`  faulty ${title}: ${total}`, ...lines];
}

/** The figures of a run, for people. */
export function describeTally(tally: Tally, seed: number, seconds: number): string {
	const { submit, read, ticket, upload, download } = tally.faults;
	const all = [submit, read, ticket, upload, download].flatMap((counts) => [...counts.values()]);
	const faulty = all.reduce((sum, count) => sum + count, 0);
	return [
		`Chaos, seed ${seed}: ${tally.requests} requests in ${seconds.toFixed(0)} s, ${percent(faulty, tally.requests)} of them faulty`,
		...shares('submits', submit),
		...shares('status reads', read),
		...shares('upload tickets', ticket),
		...shares('uploads', upload),
		...shares('downloads', download),
		`  connections that failed: ${tally.refusedConnections}`,
		`  tasks of others in the same account: ${tally.strangers}, word for word the same as ours: ${tally.twins}`,
		`  intended   ${tally.intended}`,
		`  accepted   ${tally.accepted}`,
		`  completed  ${tally.completed}`,
		`  failed     ${tally.failed} (scripted to: ${tally.scripted})`,
		`  unknown    ${tally.unknown} (submits after which nobody could tell: ${tally.ambiguousSubmits})`,
		`  accepted without an answer that says so, found by looking: ${tally.found} of ${tally.toBeFound} (${percent(tally.found, tally.toBeFound)})`,
		`  wrongly adopted ${tally.wronglyAdopted}`,
		`  lost       ${tally.lost}`,
		`  doubled    ${tally.doubled}`,
	].join('\n');
}
