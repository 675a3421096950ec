/** Many intended videos through the real nodes while a fifth of all requests goes wrong. */
import { Socket } from 'node:net';
import { inParallel } from '../../seedance/time';
import { startSimulator } from '../../simulator';
import type { Journal, ReadFault, Visibility } from '../../simulator';
import { apiKey } from '../node/bench';
import { freePort } from '../node/sockets';
import { chance } from './chance';
import { itemOf, mischief } from './faults';
import type { Mischief } from './faults';
import { isTheirs, startStranger } from './stranger';
import { apart, pictures, stubborn, together } from './workflows';
import type { Fates } from './workflows';

const ways = [
	{ name: 'together', run: together, share: 0.4, itemsEach: 40, takesAll: true },
	{ name: 'apart', run: apart, share: 0.4, itemsEach: 40, takesAll: true },
	{ name: 'pictures', run: pictures, share: 0.1, itemsEach: 20, takesAll: true },
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
	/** Tasks that were scripted to fail, except those that no client has learned about. */
	readonly scripted: number;
	readonly unknown: number;
	readonly ambiguousSubmits: number;
	/** Items whose submit became a task that the client didn't learn about, and that has no equal. */
	readonly toBeFound: number;
	/** Those of them whose task was found. */
	readonly found: number;
	/** Items that the other client submitted as well, at the same time and with equal inputs. */
	readonly twins: number;
	/** Items whose output has a task of the other client. */
	readonly wronglyAdopted: number;
	/** Tasks of the other client. */
	readonly strangers: number;
	/** How often a connection failed. */
	readonly refusedConnections: number;
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

/** What happened besides what the workflows handed out. */
interface Scene {
	readonly journal: Journal;
	readonly scripted: ReadonlySet<string>;
	readonly faults: Mischief;
	readonly twins: ReadonlySet<string>;
	readonly refusedConnections: number;
}

function tally(
	fates: Fates,
	{ journal, scripted, faults, twins, refusedConnections }: Scene,
): Tally {
	const acceptedBy = new Map<string, string[]>();
	const theirs = new Set(
		journal
			.accepted()
			.filter(({ body }) => isTheirs(body))
			.map(({ taskId }) => taskId),
	);
	for (const { body, taskId } of journal.accepted()) {
		if (theirs.has(taskId)) continue;
		const name = itemOf(body);
		acceptedBy.set(name, [...(acceptedBy.get(name) ?? []), taskId]);
	}
	const count = (kind: string) =>
		[...fates.values()].filter((chargeText) => chargeText.kind === kind).length;
	const taskOf = (name: string) => {
		const chargeText = fates.get(name);
		return chargeText !== undefined && 'taskId' in chargeText ? chargeText.taskId : undefined;
	};
	const lost = [...acceptedBy].filter(([name, ids]) => {
		if (fates.get(name)?.kind === 'unknown') return false;
		return !ids.includes(taskOf(name) ?? '');
	});
	const extra = [...acceptedBy.values()].map((ids) => ids.length - 1);
	const toBeFound = [...faults.ambiguous.accepted].filter((name) => !twins.has(name));
	return {
		intended: fates.size,
		accepted: [...acceptedBy.values()].flat().length,
		completed: count('completed'),
		failed: count('failed'),
		scripted: [...scripted].filter((name) => fates.get(name)?.kind !== 'unknown').length,
		unknown: count('unknown'),
		ambiguousSubmits: faults.ambiguous.submits,
		toBeFound: toBeFound.length,
		found: toBeFound.filter((name) => taskOf(name) !== undefined).length,
		twins: twins.size,
		wronglyAdopted: [...fates.keys()].filter((name) => theirs.has(taskOf(name) ?? '')).length,
		strangers: theirs.size,
		refusedConnections,
		lost: lost.length,
		doubled: extra.reduce((sum, more) => sum + more, 0),
		odd: [...fates].flatMap(([name, chargeText]) => {
			if (chargeText.kind === 'odd') return [`${name}: ${chargeText.what}`];
			return chargeText.kind === 'again' ? [`${name}: never submitted`] : [];
		}),
		faults: faults.counts,
		requests: faults.requests(),
	};
}

/** One of so many connections goes to a closed port. */
const refusedShare = 0.03;

/** Makes some connections to a port fail, as they do when the other side is down. */
function refuseSome(port: number, closedPort: number, seed: number) {
	const connect = Socket.prototype.connect;
	let made = 0;
	let count = 0;
	Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
		const [first] = args.flat();
		const to = first as { port?: unknown };
		if (Number(to.port) === port) {
			made += 1;
			if (chance(seed, 'connect', made) < refusedShare) {
				count += 1;
				to.port = closedPort;
			}
		}
		return Reflect.apply(connect, this, args) as Socket;
	} as typeof connect;
	return {
		count: () => count,
		stop: () => {
			Socket.prototype.connect = connect;
		},
	};
}

/** Until when a task is not shown, in ms: some are for a while, to those who know that it was accepted. */
const visibility = (seed: number): Visibility => ({
	listedAfterMs: ({ body }) => 2_000 * chance(seed, 'listed', itemOf(body)),
	// To waits the list lies about every fifth task.
	lie: ({ body }) => {
		const drawn = chance(seed, 'lie', itemOf(body));
		if (drawn < 0.1) return 'omitted';
		return drawn < 0.2 ? { lagMs: 60_000 * chance(seed, 'lag', itemOf(body)) } : undefined;
	},
	readableAfterMs: ({ body }) => {
		const item = itemOf(body);
		const isLate = !item.startsWith('apart') && chance(seed, 'late', item) < 0.3;
		return isLate ? 60_000 * chance(seed, 'readable', item) : 0;
	},
});

/** Every fifth list that a wait asks for fails, and sometimes the list is refused to it. */
function listFaults(seed: number) {
	const kinds: readonly ReadFault[] = [
		{ kind: 'reset' },
		{ kind: 'timeout' },
		{ kind: 'rateLimited' },
		{ kind: 'serverError', status: 502, envelope: false },
		{ kind: 'html' },
		{ kind: 'malformedJson' },
		{ kind: 'forbidden' },
		{ kind: 'unauthorized' },
	];
	let asked = 0;
	let faulty = 0;
	return ({ withInputs }: { readonly withInputs: boolean }) => {
		if (withInputs) return undefined;
		asked += 1;
		return chance(seed, 'list', asked) < 0.2 ? kinds[faulty++ % kinds.length] : undefined;
	};
}

/** Runs the chaos. Time must be hurried by the caller. @param tasks how many videos are intended */
export async function runChaos(tasks: number, seed: number): Promise<Tally> {
	const takesAll = (item: string) => ways.some((way) => way.takesAll && item.startsWith(way.name));
	const faults = mischief(seed, takesAll);
	const scripted = new Set<string>();
	const simulator = await startSimulator({
		apiKeys: [apiKey],
		now: () => Date.now(),
		taskMs: ({ body }) => 2_000 + 30_000 * chance(seed, 'time', itemOf(body)),
		visibility: visibility(seed),
	});
	simulator.faults.decide({
		...faults,
		list: listFaults(seed),
		submit: (submit) => (isTheirs(submit.body) ? undefined : faults.submit(submit)),
		task: (submit) => {
			if (isTheirs(submit.body)) return undefined;
			const outcome = faults.task(submit);
			if (outcome !== undefined) scripted.add(itemOf(submit.body));
			return outcome;
		},
	});
	const stranger = startStranger(simulator.url, simulator.journal, seed, takesAll);
	const refusing = refuseSome(Number(new URL(simulator.url).port), await freePort(), seed);
	try {
		const results = await inParallel(
			executions(tasks),
			executionsAtOnce,
			async ({ run, names }) => await run(simulator.url, names),
		);
		const fates: Fates = new Map(results.flatMap((one) => [...one]));
		refusing.stop();
		await stranger.stop();
		const { journal } = simulator;
		const { twins } = stranger;
		return tally(fates, { journal, scripted, faults, twins, refusedConnections: refusing.count() });
	} finally {
		refusing.stop();
		await stranger.stop();
		await simulator.stop();
	}
}
