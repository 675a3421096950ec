/**
 * Keys for one video in all executions: which submit is paid, and which execution gets its task.
 */
import { parseTask } from '../../../seedance/api/task';
import {
	claimKey,
	endClaims,
	keptNowhere,
	noteTask,
	openKeyStore,
	releaseClaims,
	retriedBefore,
	skippedBecause,
} from '../../../seedance/run/requestKey';
import type { RequestKeys } from '../../../seedance/run/requestKey';
import { answer, enveloped, model, task } from '../../support/api/replies';
import { scriptedApi } from '../../support/api/scriptedApi';
import type { ScriptedApi } from '../../support/api/scriptedApi';
import { lists } from '../../support/task/executions';
import { fakeKeys } from '../../support/task/fakeRequestKeys';

type Described = ReturnType<typeof task>;

/** An API that lists these tasks, and shows them like this when one is read. */
const showing = (listed: readonly Described[], read: readonly Described[] = listed) =>
	scriptedApi((one) => {
		const { method, url } = one;
		if (method === 'POST') return answer(200, enveloped(200, 'success', { items: listed }));
		const known = read.find(({ id }) => url.includes(`/${id}/`));
		return known === undefined
			? answer(404, enveloped(404, 'not found'))
			: answer(200, enveloped(200, 'success', known));
	});

const readsOf = ({ sent }: ScriptedApi) => sent.filter(({ method }) => method === 'GET').length;

/** Claims a key under which this task was submitted by another execution. */
async function claimFound(api: ScriptedApi, id = 't1') {
	const keys = fakeKeys();
	await keys.claim('k');
	await keys.noteTask('k', id);
	return { keys, claimed: await claimKey('k', model, openKeyStore(keys, api.ports)) };
}

describe('claiming a key', () => {
	it('uses one name after the other, which stay the same for good: rows of old versions have them', async () => {
		const keys = fakeKeys();
		const store = openKeyStore(keys, showing([]).ports);
		for (const name of ['k', ' 2 k', ' 3 k']) {
			expect(await claimKey('k', model, store)).toEqual({
				kind: 'mine',
				claim: { key: 'k', name },
			});
			await keys.end(name);
		}
		expect([...keys.taken]).toEqual(['k', ' 2 k', ' 3 k']);
	});

	it('ends after 50 failed videos', async () => {
		const keys = fakeKeys();
		const failing: RequestKeys = { ...keys, hasEnded: async () => true };
		for (let i = 0; i < 50; i += 1) {
			const { kind } = await claimKey('k', model, openKeyStore(failing, showing([]).ports));
			expect(kind).toBe('mine');
		}
		const last = await claimKey('k', model, openKeyStore(failing, showing([]).ports));
		expect(last).toEqual({ kind: 'taken', likely: [] });
		expect(keys.taken.size).toBe(50);
	});

	it('whose task is not listed: taken after one look, with the three newest', async () => {
		const api = showing(['a', 'b', 'c', 'd'].map((id) => task(id)));
		const { claimed } = await claimFound(api);
		expect(claimed).toMatchObject({
			kind: 'taken',
			likely: [{ id: 'a' }, { id: 'b' }, { id: 'c' }],
		});
		expect(claimed).toHaveProperty('likely.length', 3);
		expect(api.sent).toHaveLength(1);
	});

	it('while the list cannot be read: taken', async () => {
		const api = scriptedApi(() => answer(401));
		expect((await claimFound(api)).claimed).toEqual({ kind: 'taken', likely: [] });
	});

	it('after a Stop: taken at once, and nothing is read', async () => {
		const api = showing([task('t1')]);
		api.stop();
		expect((await claimFound(api)).claimed.kind).toBe('taken');
		const keys = fakeKeys();
		await keys.claim('under way elsewhere');
		const store = openKeyStore(keys, api.ports);
		expect((await claimKey('under way elsewhere', model, store)).kind).toBe('taken');
		expect([api.sent.length, api.clock.elapsed()]).toEqual([0, 0]);
	});

	it('whose task appears meanwhile is found, although the list was read before', async () => {
		const listed: Described[] = [];
		const api = showing(listed);
		const keys = fakeKeys();
		const store = openKeyStore(keys, api.ports);
		expect(await store.recent(model, 100)).toEqual({ ok: true, value: [] });
		await keys.claim('k');
		api.clock.at(300, () => {
			listed.push(task('t1'));
			void keys.noteTask('k', 't1');
		});
		expect(await claimKey('k', model, store)).toMatchObject({ kind: 'found', task: { id: 't1' } });
	});

	it('finds the tasks of a whole run in one list', async () => {
		const api = showing([task('t1')]);
		const { recent } = openKeyStore(fakeKeys(), api.ports);
		const [first, second] = [await recent(model, 100), await recent(model, 100)];
		expect(second).toBe(first);
		await recent('another/model', 100);
		expect(lists(api)).toHaveLength(2);
	});
});

describe('a task that is found in the list', () => {
	const outputs = ['https://x.test/v.mp4'];

	it.each([
		['running', task('t1', 'processing')],
		['completed', task('t1', 'completed', { outputs })],
	])('%s: is not read again', async (_, shown) => {
		const api = showing([shown], []);
		const { claimed } = await claimFound(api);
		const claim = { key: 'k', name: 'k' };
		expect(claimed).toEqual({ kind: 'found', claim, task: parseTask(shown) });
		expect(readsOf(api)).toBe(0);
	});

	it('completed without its files: is read for them', async () => {
		const api = showing(
			[task('t1', 'completed', { outputs: [] })],
			[task('t1', 'completed', { outputs })],
		);
		expect((await claimFound(api)).claimed).toMatchObject({ kind: 'found', task: { outputs } });
	});

	it('failed without a reason: is read for it, and not submitted again when it would fail again', async () => {
		const api = showing([task('t1', 'failed')], [task('t1', 'failed', { code: 1200 })]);
		const { keys, claimed } = await claimFound(api);
		expect(claimed).toMatchObject({ kind: 'found', task: { failureCode: 1200 } });
		expect([...keys.ended]).toEqual([]);
	});

	it('failed, and not readable by itself: as the list shows it', async () => {
		const { keys, claimed } = await claimFound(showing([task('t1', 'failed', { code: 1403 })], []));
		expect(claimed).toEqual({ kind: 'mine', claim: { key: 'k', name: ' 2 k' } });
		expect([...keys.ended]).toEqual(['k']);
	});
});

describe('claims', () => {
	const claims = ['k', ' 2 w'].map((name) => ({ key: name, name }));
	const found = parseTask(task('t1'));
	if (found === undefined) throw new Error('no task');

	it('are given back, freed and noted, each by its name', async () => {
		const keys = fakeKeys();
		const store = openKeyStore(keys, showing([]).ports);
		for (const { name } of claims) await keys.claim(name);
		await noteTask(store, claims, found);
		expect([...keys.tasks]).toEqual([
			['k', 't1'],
			[' 2 w', 't1'],
		]);
		// In the same run it's known without a look.
		expect(await claimKey('k', model, store)).toMatchObject({ kind: 'found', task: found });
		await endClaims(keys, claims);
		expect([...keys.ended]).toEqual(['k', ' 2 w']);
		await releaseClaims(keys, claims);
		expect([...keys.taken]).toEqual([]);
	});

	it('are each tried, whatever the store does: it fails no execution that has paid', async () => {
		const tried: string[] = [];
		const away = async (name: string) => {
			tried.push(name);
			return await Promise.reject(new Error('away'));
		};
		const keys: RequestKeys = { ...fakeKeys(), release: away, end: away, noteTask: away };
		await releaseClaims(keys, claims);
		await endClaims(keys, claims);
		await noteTask(openKeyStore(keys, showing([]).ports), claims, found);
		expect(tried).toEqual(['k', ' 2 w', 'k', ' 2 w', 'k', ' 2 w']);
	});
});

describe('what a person is told where a task cannot be found', () => {
	const likely = [task('t1'), { ...task('t2'), created_at: undefined }].flatMap(
		(one) => parseTask(one) ?? [],
	);
	const sentences = (text: string) => text.split(/\. /).length;

	it('names the key, and the newest tasks with their times', () => {
		const reason = skippedBecause('my key', likely);
		for (const part of ['my key', 't1 (2026-01-05T12:00:48.239112031Z), t2.']) {
			expect(reason).toContain(part);
		}
		expect(sentences(reason)).toBe(sentences(skippedBecause('my key', [])) + 1);
	});

	it('may have been charged for by another retry', () => {
		const { cause, outcome, description, ...rest } = retriedBefore(model, likely);
		expect([cause, outcome, rest.model]).toEqual(['retriedBefore', 'unknown', model]);
		expect(description).toContain('t1 (2026-01-05T12:00:48.239112031Z), t2.');
		expect(description).not.toMatch(/ {2}/);
	});
});

it('a store without keys supports none, and knows of none', async () => {
	expect(await keptNowhere.claim('k')).toBe('unsupported');
	expect(await keptNowhere.hasTask('k')).toBe(false);
	expect(await keptNowhere.hasEnded('k')).toBe(false);
	expect(await keptNowhere.findTask('k', ['t1'])).toBeUndefined();
});
