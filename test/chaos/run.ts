/** Many intended videos through the real nodes while a fifth of all requests goes wrong. */
import { inParallel } from '../../seedance/task/inParallel';
import { startSimulator } from '../../simulator';
import type { Journal } from '../../simulator';
import { apiKey } from '../node/bench';
import { chance } from './chance';
import { itemOf, mischief } from './faults';
import type { Mischief } from './faults';
import { apart, stubborn, together } from './workflows';
import type { Fates } from './workflows';

const ways = [
	{ name: 'together', run: together, share: 0.45, itemsEach: 40, takesAll: true },
	{ name: 'apart', run: apart, share: 0.45, itemsEach: 40, takesAll: true },
	{ name: 'stubborn', run: stubborn, share: 0.1, itemsEach: 10, takesAll: false },
] as const;

/** Executions that run at the same time. */
const executionsAtOnce = 6;

export interface Tally {
	readonly intended: number;
	/** Tasks that the simulator would have billed. */
	readonly accepted: number;
	readonly completed: number;
	readonly failed: number;
	/** Tasks that were scripted to fail, but for those that nobody was told of. */
	readonly scripted: number;
	readonly unknown: number;
	readonly ambiguousSubmits: number;
	/** Videos whose task was accepted and whose id came out nowhere. */
	readonly lost: number;
	/** Tasks beyond the first of a video. */
	readonly doubled: number;
	/** What came out that is neither of these. */
	readonly odd: readonly string[];
	readonly faults: Mischief['counts'];
	readonly requests: number;
}

/** Groups of names, one for each execution. */
function executions(tasks: number) {
	return ways.flatMap(({ name, run, share, itemsEach }) => {
		const names = Array.from({ length: Math.round(tasks * share) }, (_, i) => `${name} ${i}`);
		const count = Math.ceil(names.length / itemsEach);
		return Array.from({ length: count }, (_, i) => ({
			run,
			names: names.slice(i * itemsEach, (i + 1) * itemsEach),
		}));
	});
}

function tally(
	fates: Fates,
	journal: Journal,
	scripted: ReadonlySet<string>,
	faults: Mischief,
): Tally {
	const acceptedBy = new Map<string, string[]>();
	for (const { body, taskId } of journal.accepted()) {
		const name = itemOf(body);
		acceptedBy.set(name, [...(acceptedBy.get(name) ?? []), taskId]);
	}
	const count = (kind: string) => [...fates.values()].filter((fate) => fate.kind === kind).length;
	const lost = [...acceptedBy].filter(([name, ids]) => {
		const fate = fates.get(name);
		if (fate?.kind === 'unknown') return false;
		return !(fate !== undefined && 'taskId' in fate && ids.includes(fate.taskId));
	});
	const extra = [...acceptedBy.values()].map((ids) => ids.length - 1);
	return {
		intended: fates.size,
		accepted: journal.accepted().length,
		completed: count('completed'),
		failed: count('failed'),
		scripted: [...scripted].filter((name) => fates.get(name)?.kind !== 'unknown').length,
		unknown: count('unknown'),
		ambiguousSubmits: faults.ambiguousSubmits(),
		lost: lost.length,
		doubled: extra.reduce((sum, more) => sum + more, 0),
		odd: [...fates].flatMap(([name, fate]) => {
			if (fate.kind === 'odd') return [`${name}: ${fate.what}`];
			return fate.kind === 'again' ? [`${name}: never submitted`] : [];
		}),
		faults: faults.counts,
		requests: faults.requests(),
	};
}

/** Runs the chaos. Time must be hurried by the caller. @param tasks how many videos are intended */
export async function runChaos(tasks: number, seed: number): Promise<Tally> {
	const faults = mischief(seed, (item) =>
		ways.some(({ name, takesAll }) => takesAll && item.startsWith(name)),
	);
	const scripted = new Set<string>();
	const simulator = await startSimulator({
		apiKeys: [apiKey],
		now: () => Date.now(),
		taskMs: ({ body }) => 2_000 + 30_000 * chance(seed, 'time', itemOf(body)),
	});
	simulator.faults.decide({
		...faults,
		task: (submit) => {
			const outcome = faults.task(submit);
			if (outcome !== undefined) scripted.add(itemOf(submit.body));
			return outcome;
		},
	});
	try {
		const results = await inParallel(
			executions(tasks),
			executionsAtOnce,
			async ({ run, names }) => await run(simulator.url, names),
		);
		const fates: Fates = new Map(results.flatMap((one) => [...one]));
		return tally(fates, simulator.journal, scripted, faults);
	} finally {
		await simulator.stop();
	}
}
