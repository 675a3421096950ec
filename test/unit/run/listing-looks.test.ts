/** The looks at the list, without the wait: when they begin, what they show, and which task is read to compare. */
import { ReadPace } from '../../../seedance/api/http';
import { parseTask } from '../../../seedance/api/task';
import { openListing } from '../../../seedance/run/listing';
import type { Pending } from '../../../seedance/run/listing';
import { answer, enveloped, task } from '../../support/api/replies';
import { scriptedApi } from '../../support/api/scriptedApi';
import type { ScriptedApi } from '../../support/api/scriptedApi';
import { known } from '../../support/task/fakeTasks';

/** The moment at which a listing is opened. */
const noon = Date.UTC(2026, 0, 5, 12);
const second = 1_000;
const minute = 60_000;

const created = (taskId: string, createdMs: number | undefined = noon): Pending => ({
	task: { taskId },
	progress: [],
	dueAt: noon + 7,
	restsUntil: noon,
	misses: 0,
	readLast: false,
	...(createdMs !== undefined && { createdMs }),
});
const unknownCreation = (taskId: string): Pending => {
	const { createdMs, ...entry } = created(taskId);
	expect(createdMs).toBe(noon);
	return entry;
};
const several = (count: number) => Array.from({ length: count }, (_, i) => created(`t${i}`));

/** What the list shows: the statuses of tasks by their IDs; undefined for a failure. */
type Shown = Record<string, string> | undefined;

/** Opens a listing of these tasks, which nothing but the test makes look. */
function open(entries: readonly Pending[], shows: () => Shown = () => ({}), latencyMs = 0) {
	const api = scriptedApi(
		() => {
			const shown = shows();
			if (shown === undefined) return answer(500);
			const items = Object.entries(shown).map(([id, status]) => task(id, status));
			return answer(200, enveloped(200, 'success', { items }));
		},
		{ latencyMs },
	);
	const pace = new ReadPace();
	const pending = new Map(entries.map((entry) => [entry.task.taskId, entry]));
	const [onShown, onLook] = [jest.fn(), jest.fn()];
	const listing = openListing(pending, { ...api.ports, pace }, onShown, onLook);
	/** Lets it look at a moment, in ms since noon, and waits until the answer is there. */
	const lookAt = async (ms: number) => {
		await api.clock.sleep(noon + ms - api.clock.now());
		listing.look(api.clock.now());
		await api.clock.sleep(latencyMs);
	};
	const nextAt = (ms: number) => listing.nextAt(noon + ms) - noon;
	const dueAt = (entry: Pending, ms: number) => listing.dueAt(entry, noon + ms) - noon;
	/** A read of a task, which began then, has shown this status after others. */
	const read = (entry: Pending, status: string, earlier: readonly string[], ms: number) => {
		entry.progress = [...earlier, status].map((one) => ({ status: one, at: '' }));
		listing.noteRead(entry, known(entry.task.taskId, status), noon + ms);
	};
	return { api, pace, pending, listing, onShown, onLook, lookAt, nextAt, dueAt, read };
}

const windowOf = ({ sent }: ScriptedApi, look: number) => {
	const body = sent[look]?.body as Record<'created_after' | 'created_before', string>;
	return [body.created_after, body.created_before].map((at) => Date.parse(at) - noon);
};

describe('the first look', () => {
	it.each([
		[[0, 0], 2_000],
		[[-1_500, 0], 500],
		[[0, -1_500], 500],
		[[-5_000, 0], 100],
		[[3_600_000, 3_600_000], 2_000],
	])('at tasks that were created at %p ms is due at %d ms', (times, due) => {
		const { nextAt, listing } = open(times.map((ms, i) => created(`t${i}`, noon + ms)));
		expect(nextAt(0)).toBe(Infinity);
		listing.look(noon - 1);
		expect(nextAt(0)).toBe(due);
	});

	it('begins when it is due, and not before', async () => {
		const { api, lookAt } = open(several(2));
		await lookAt(1_999);
		expect(api.sent).toEqual([]);
		await lookAt(2_000);
		expect(api.sent).toHaveLength(1);
	});

	it('at a task whose creation is not known counts it as created with the wait', async () => {
		const { listing, nextAt } = open([unknownCreation('t0'), created('t1'), created('t2')]);
		listing.look(noon);
		expect(nextAt(0)).toBe(2_000);
	});
});

describe('the list is used', () => {
	const isUsedFor = (count: number, left: readonly Pending[]) => {
		const { pending, listing, nextAt } = open(several(count));
		pending.clear();
		for (const entry of left) pending.set(entry.task.taskId, entry);
		listing.look(noon);
		return nextAt(0) !== Infinity;
	};

	it.each([
		[9, 2, true],
		[9, 1, false],
		[10, 1, true],
		[10, 0, false],
	])('of %d tasks, for the last %d: %p', (count, left, isUsed) => {
		expect(isUsedFor(count, several(left))).toBe(isUsed);
	});

	it('for tasks whose creation is known', () => {
		expect(isUsedFor(2, [created('t0'), unknownCreation('t1')])).toBe(false);
		expect(isUsedFor(3, [created('t0'), unknownCreation('t1'), created('t2')])).toBe(true);
	});

	it('unless it rests', async () => {
		const { pace, api, lookAt, nextAt, listing } = open(several(2));
		listing.look(noon);
		pace.listRestsUntil = noon + 3_000;
		await lookAt(2_999);
		expect([api.sent.length, nextAt(2_999)]).toEqual([0, Infinity]);
		await lookAt(3_000);
		expect(api.sent).toHaveLength(1);
	});
});

describe('a look', () => {
	it('asks for the time in which the tasks were created', async () => {
		const { api, lookAt } = open([
			created('t0', noon - 20 * second),
			unknownCreation('t1'),
			created('t2', noon - 60 * second),
			created('t3', noon - 30 * second),
		]);
		await lookAt(0);
		expect(windowOf(api, 0)).toEqual([-65 * second, -15 * second]);
	});

	it('asks for those, too, that have ended since and are still to be compared', async () => {
		const [old, ...others] = [created('t0', noon - minute), created('t1'), created('t2')];
		const shown = { t0: 'completed' };
		const { api, pending, lookAt, read, onLook } = open([old, ...others], () => shown);
		read(old, 'completed', ['processing'], 1_000);
		pending.delete('t0');
		await lookAt(2_000);
		await lookAt(4_500);
		expect([0, 1].map((look) => windowOf(api, look)[0])).toEqual([-65 * second, -5 * second]);
		expect(onLook).toHaveBeenCalledTimes(2);
	});

	it('gives what it shows, and when it began', async () => {
		const entries = several(3);
		const [first, second, third] = entries;
		const shown = { t0: 'processing', t1: 'completed', other: 'completed' };
		const { lookAt, onShown, onLook } = open(entries, () => shown, 400);
		await lookAt(2_000);
		const at = noon + 2_000;
		expect(onShown.mock.calls).toEqual([
			[first, parseTask(task('t0', 'processing')), at],
			[second, parseTask(task('t1', 'completed')), at],
		]);
		expect(first?.listed).toEqual({ at, hasEnded: false });
		expect(second?.listed).toEqual({ at, hasEnded: true });
		expect(third).not.toHaveProperty('listed');
		expect(onLook).toHaveBeenCalledTimes(1);
	});

	it('says nothing of tasks that have left the wait meanwhile', async () => {
		const { pending, lookAt, onShown } = open(several(2), () => ({ t0: 'processing' }));
		pending.delete('t0');
		pending.set('t2', created('t2'));
		await lookAt(2_000);
		expect(onShown).not.toHaveBeenCalled();
	});

	it('is followed by another after 2.5 s, and later after half of the usual pause', async () => {
		const { lookAt, nextAt, pace } = open(several(2));
		pace.listProvenUntil = Infinity;
		await lookAt(2_100);
		expect(nextAt(2_100)).toBe(4_600);
		await lookAt(24 * 3_600_000);
		expect(nextAt(0)).toBe(24 * 3_600_000 + 15_000);
	});

	it('that fails leaves what is known, and is followed by rarer ones, until one succeeds', async () => {
		let isDown = true;
		const shows = () => (isDown ? undefined : {});
		const { lookAt, nextAt, pace, onLook, dueAt, pending } = open(several(2), shows);
		pace.listProvenUntil = Infinity;
		const entry = pending.get('t0') ?? created('t0');
		let at = 2_000;
		for (const pause of [5_000, 10_000, 20_000, 40_000, 60_000, 60_000]) {
			await lookAt(at);
			expect(nextAt(at) - at).toBe(pause);
			at += pause;
		}
		expect(onLook).toHaveBeenCalledTimes(6);
		expect(entry.listed).toEqual({ at: noon, hasEnded: false });
		expect(dueAt(entry, 10_001)).toBe(7);
		isDown = false;
		await lookAt(at);
		expect(nextAt(at) - at).toBe(2_500);
	});

	it('is one at a time', async () => {
		const { api, lookAt, listing, nextAt } = open(several(2), () => ({}), 10_000);
		const over = lookAt(2_000);
		await api.clock.sleep(4_000);
		listing.look(noon + 4_000);
		expect(api.sent).toHaveLength(1);
		// The next check.
		expect(nextAt(4_000)).toBe(5_000);
		await over;
		listing.look(noon + 12_000);
		expect(api.sent).toHaveLength(2);
	});

	it('waits for its turn', async () => {
		const { pace, lookAt, api, nextAt } = open(several(2));
		for (let i = 0; i < 200; i += 1) pace.take(noon + 2_000);
		await lookAt(2_000);
		expect([api.sent.length, nextAt(2_000)]).toEqual([0, 2_100]);
		expect(nextAt(1_950)).toBe(2_050);
		expect(nextAt(1_800)).toBe(2_000);
	});

	it('begins with the last read that the pace allows', async () => {
		const { pace, lookAt, api } = open(several(2));
		while (pace.left(noon + 2_000) > 1) pace.take(noon + 2_000);
		expect(pace.left(noon + 2_000)).toBe(1);
		await lookAt(2_000);
		expect(api.sent).toHaveLength(1);
	});
});

describe('a task is read by itself', () => {
	it('two minutes after its last read, or since noon; twenty where the list is up to date', () => {
		const [entry, read] = [created('t0'), { ...created('t1'), readAt: noon + 3_000 }];
		const { dueAt, listing, pace } = open([entry, read]);
		listing.look(noon);
		expect([dueAt(entry, 5_000), dueAt(read, 5_000)]).toEqual([2 * minute, 2 * minute + 3_000]);
		pace.listProvenUntil = noon + 5_001;
		expect(dueAt(entry, 5_000)).toBe(20 * minute);
		expect(dueAt(entry, 5_001)).toBe(2 * minute);
	});

	it('when it is due, where the list is not used, does not show it, or has not for 10 s', () => {
		const [entry, unknown] = [created('t0'), unknownCreation('t1')];
		const { dueAt, listing } = open([entry, unknown, created('t2')]);
		expect(dueAt(entry, 0)).toBe(7);
		listing.look(noon);
		expect(dueAt(unknown, 0)).toBe(7);
		expect(dueAt(entry, 10_000)).toBe(2 * minute);
		expect(dueAt(entry, 10_001)).toBe(7);
	});

	it('at once when the list shows its end', async () => {
		const entries = several(2);
		const { dueAt, lookAt } = open(entries, () => ({ t0: 'failed', t1: 'queued' }));
		await lookAt(2_000);
		expect(entries.map((entry) => dueAt(entry, 3_000))).toEqual([3_000, 2 * minute]);
	});
});

describe('a check', () => {
	/** Which of the tasks may be read, in ms since noon. */
	const dueOf = (entries: readonly Pending[]) =>
		entries.flatMap(({ dueAt, task: { taskId } }) => (dueAt === noon + 7 ? [] : [taskId]));

	it('comes every 5 s, and lets one task be read', async () => {
		const entries = several(3);
		const { lookAt, nextAt, dueAt } = open(entries, () => undefined);
		await lookAt(4_999);
		expect(dueOf(entries)).toEqual([]);
		await lookAt(5_000);
		const [, , last] = entries;
		expect(dueOf(entries)).toEqual(['t2']);
		expect(last && dueAt(last, 5_000)).toBe(5_000);
		expect(last).not.toHaveProperty('listed');
		await lookAt(9_999);
		expect(dueOf(entries)).toEqual(['t2']);
		// The list has failed, and is asked again at 9,999 ms and then at 19,999 ms.
		expect(nextAt(9_999)).toBe(10_000);
		await lookAt(10_000);
		expect(dueOf(entries)).toEqual(['t1', 't2']);
	});

	it('is of the task that was not read for the longest time', async () => {
		const readAfter = [3_000, 1_000, 2_000];
		const entries = several(3).map((entry, i) => ({
			...entry,
			readAt: noon + (readAfter[i] ?? NaN),
		}));
		const { lookAt } = open(entries);
		await lookAt(5_000);
		expect(dueOf(entries)).toEqual(['t1']);
	});

	it('is of a task that the list shows as running', async () => {
		const entries = several(3);
		const shown = { t0: 'completed', t1: 'processing' };
		const { lookAt } = open(entries, () => shown);
		await lookAt(2_000);
		await lookAt(5_000);
		expect(dueOf(entries)).toEqual(['t1']);
	});

	it('of none that is shown changes nothing', async () => {
		const entries = several(2);
		const { lookAt } = open(entries);
		await lookAt(2_000);
		await lookAt(5_000);
		expect(dueOf(entries)).toEqual([]);
	});

	it('does not come while the list counts as up to date', async () => {
		const entries = several(2);
		const { lookAt, pace, nextAt } = open(entries, () => undefined);
		pace.listProvenUntil = noon + 7_000;
		await lookAt(5_000);
		expect(dueOf(entries)).toEqual([]);
		expect(nextAt(6_999)).toBe(10_000);
		expect(nextAt(7_000)).toBe(5_000);
		await lookAt(7_000);
		expect(dueOf(entries)).toEqual(['t1']);
	});
});

describe('a read that is compared with the list', () => {
	/** Compares a read at 1 s with the looks at these times. */
	async function compared(
		status: string,
		earlier: readonly string[],
		shown: Shown,
		looks: readonly number[] = [2_000],
	) {
		const entries = several(2);
		const [entry = created('t0')] = entries;
		const opened = open(entries, () => shown);
		opened.pace.listProvenUntil = 1;
		opened.read(entry, status, earlier, 1_000);
		for (const ms of looks) await opened.lookAt(ms);
		return opened;
	}

	const restsOf = ({ pace }: { pace: ReadPace }) =>
		pace.listRestsUntil === 0 ? undefined : pace.listRestsUntil - noon;

	it('and proves an end: the list counts as up to date for an hour', async () => {
		const { pace } = await compared('completed', ['processing'], { t0: 'completed' });
		expect(pace.listProvenUntil - noon).toBe(3_600_000 + 2_000);
		expect(pace.listRestsUntil).toBe(0);
	});

	it('and proves a change: checks come every 20 s', async () => {
		const shown = { t0: 'processing', t1: 'processing' };
		const opened = await compared('processing', ['created'], shown);
		expect(opened.pace.listProvenUntil).toBe(1);
		// The check that was due comes still.
		expect(opened.nextAt(4_900)).toBe(5_000);
		await opened.lookAt(5_000);
		opened.pace.listRestsUntil = 0;
		const checks = [];
		for (let ms = 7_500; ms <= 50_000; ms += 2_500) {
			const before = [...opened.pending.values()].map(({ dueAt }) => dueAt);
			await opened.lookAt(ms);
			const after = [...opened.pending.values()].map(({ dueAt }) => dueAt);
			if (String(before) !== String(after)) checks.push(ms);
		}
		expect(checks).toEqual([25_000, 45_000]);
	});

	it.each([
		['a status without one before it', 'completed', [], { t0: 'completed' }],
		['another status', 'completed', ['processing'], { t0: 'failed' }],
		['nothing', 'completed', ['processing'], {}],
	] as const)('and is shown %s: nothing is known', async (_, status, earlier, shown) => {
		const opened = await compared(status, earlier, shown);
		expect(opened.onLook).toHaveBeenCalledTimes(1);
		expect([opened.pace.listProvenUntil, restsOf(opened)]).toEqual([1, undefined]);
	});

	it('and shows what was before it for 4 s: the list is behind, and rests for five minutes', async () => {
		const shown = { t0: 'processing' };
		const early = await compared('completed', ['processing'], shown, [2_000, 4_999]);
		expect([early.pace.listProvenUntil, restsOf(early)]).toEqual([1, undefined]);
		const late = await compared('completed', ['processing'], shown, [2_000, 5_000]);
		expect([late.pace.listProvenUntil, restsOf(late)]).toEqual([0, 305_000]);
	});

	it('is compared once', async () => {
		const opened = await compared('completed', ['processing'], { t0: 'completed' });
		opened.pace.listProvenUntil = 0;
		await opened.lookAt(4_500);
		expect(opened.pace.listProvenUntil).toBe(0);
	});

	it('is not compared with a look that began with it', async () => {
		const entries = several(2);
		const [entry = created('t0')] = entries;
		const { read, lookAt, pace } = open(entries, () => ({ t0: 'completed' }));
		read(entry, 'completed', ['processing'], 2_000);
		await lookAt(2_000);
		expect(pace.listProvenUntil).toBe(0);
		await lookAt(4_500);
		expect(pace.listProvenUntil).toBe(noon + 4_500 + 3_600_000);
	});

	it('is not compared where the creation of the task is not known', async () => {
		const entry = unknownCreation('t0');
		const entries = [entry, created('t1'), created('t2')];
		const { read, lookAt, pace, api } = open(entries, () => ({ t0: 'completed' }));
		read(entry, 'completed', ['processing'], 1_000);
		await lookAt(2_000);
		expect([api.sent.length, pace.listProvenUntil]).toEqual([1, 0]);
	});
});
