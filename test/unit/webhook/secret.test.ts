/** How long a secret is kept, and how often it is asked for. */
import { createSecretCache, givenSecret } from '../../../seedance/webhook/secret';
import type { SecretResult } from '../../../seedance/webhook/secret';
import { createFakeClock } from '../../support/task/fakeClock';
import { found, none } from '../../support/webhook/secretSources';

const second = 1000;
const minute = 60 * second;

/** An API whose answers take 100 ms; `answer` gives the result of the request with a number, from 1. */
function createSource(answer: (request: number) => SecretResult = () => found('one')) {
	const clock = createFakeClock();
	const cache = createSecretCache();
	const counter = { requests: 0 };
	async function fetch() {
		counter.requests += 1;
		const result = answer(counter.requests);
		await clock.sleep(100);
		return result;
	}
	return {
		counter,
		clock,
		/** A source as each callback has its own. */
		source: (account = 'account') => cache.source(account, fetch, clock.now),
		pass: async (ms: number) => await clock.sleep(ms),
	};
}

/** A secret that changes after the first request. */
const changing = (request: number) => found(request === 1 ? 'one' : 'two');

describe('a secret from the credential', () => {
	it('is the one that was entered, and there is none newer', async () => {
		const source = givenSecret(' whsec_abc=\n');
		expect(await source.current()).toEqual(found('whsec_abc='));
		expect(await source.renewed()).toBeUndefined();
	});
});

describe('the current secret', () => {
	it('is asked for once in 5 minutes', async () => {
		const { source, counter, pass } = createSource();
		expect(await source().current()).toEqual(found('one'));
		await pass(5 * minute - 1);
		expect(await source().current()).toEqual(found('one'));
		expect(counter.requests).toBe(1);
	});

	it('is asked for again after 5 minutes', async () => {
		const { source, counter, pass } = createSource(changing);
		await source().current();
		await pass(5 * minute);
		expect(await source().current()).toEqual(found('two'));
		expect(counter.requests).toBe(2);
	});

	it('is asked for again when the clock was put back', async () => {
		const cache = createSecretCache();
		const fetch = jest.fn(async () => found('one'));
		await cache.source('a', fetch, () => 1_000_000).current();
		await cache.source('a', fetch, () => 999_999).current();
		expect(fetch).toHaveBeenCalledTimes(2);
	});

	it('is asked for once by all who need it at the same time', async () => {
		const { source, counter } = createSource();
		const results = await Promise.all(Array.from({ length: 50 }, () => source().current()));
		expect(new Set(results.map((result) => result.ok && result.value))).toEqual(new Set(['one']));
		expect(counter.requests).toBe(1);
	});

	it('is not kept when it could not be read', async () => {
		const { source, counter } = createSource((request) => (request === 1 ? none : found('one')));
		expect(await source().current()).toEqual(none);
		expect(await source().current()).toEqual(found('one'));
		expect(counter.requests).toBe(2);
	});

	it('is asked for again after a request that broke', async () => {
		const { source, counter } = createSource((request) => {
			if (request === 1) throw new Error('broken');
			return found('one');
		});
		await expect(source().current()).rejects.toThrow('broken');
		expect(await source().current()).toEqual(found('one'));
		expect(counter.requests).toBe(2);
	});

	it('is its own for each account', async () => {
		const { source, counter } = createSource((request) => found(`secret ${request}`));
		expect(await source('a').current()).toEqual(found('secret 1'));
		expect(await source('b').current()).toEqual(found('secret 2'));
		expect(await source('a').current()).toEqual(found('secret 1'));
		expect(counter.requests).toBe(2);
	});

	it('is kept for 100 accounts; the one that was used least recently makes way', async () => {
		const { source, counter } = createSource();
		for (let account = 0; account < 100; account += 1) await source(`${account}`).current();
		await source('0').current();
		expect(counter.requests).toBe(100);
		await source('100').current();
		await source('0').current();
		await source('2').current();
		expect(counter.requests).toBe(101);
		await source('1').current();
		expect(counter.requests).toBe(102);
	});
});

describe('a newer secret', () => {
	it('is asked for when the last question was 10 s ago', async () => {
		const { source, counter, pass } = createSource(changing);
		await source().current();
		await pass(10 * second);
		const late = source();
		expect(await late.current()).toEqual(found('one'));
		expect(await late.renewed()).toEqual(found('two'));
		expect(counter.requests).toBe(2);
	});

	it('is the current one from then on', async () => {
		const { source, counter, pass } = createSource(changing);
		await source().current();
		await pass(10 * second);
		await source().renewed();
		expect(await source().current()).toEqual(found('two'));
		await pass(5 * minute - second);
		expect(await source().current()).toEqual(found('two'));
		expect(counter.requests).toBe(2);
	});

	it('is none when it is the same', async () => {
		const { source, counter, pass } = createSource();
		const one = source();
		await one.current();
		await pass(10 * second);
		expect(await one.renewed()).toBeUndefined();
		expect(counter.requests).toBe(2);
	});

	it('is not asked for less than 10 s after the last question', async () => {
		const { source, counter, pass } = createSource((request) => found(`secret ${request}`));
		const one = source();
		await one.current();
		// The question was asked 100 ms ago: that is how long its answer took.
		await pass(10 * second - 101);
		expect(await one.renewed()).toBeUndefined();
		expect(counter.requests).toBe(1);
		await pass(1);
		expect(await one.renewed()).toEqual(found('secret 2'));
		expect(await one.renewed()).toBeUndefined();
		expect(counter.requests).toBe(2);
	});

	it('is asked for once by all who need it at the same time', async () => {
		const { source, counter, pass } = createSource(changing);
		await source().current();
		await pass(minute);
		const sources = Array.from({ length: 50 }, () => source());
		await Promise.all(sources.map(async (one) => await one.current()));
		const renewed = await Promise.all(sources.map(async (one) => await one.renewed()));
		expect(renewed).toEqual(sources.map(() => found('two')));
		expect(counter.requests).toBe(2);
	});

	it('that another callback has read in between needs no request', async () => {
		const { source, counter, pass } = createSource(changing);
		const [first, second] = [source(), source()];
		await Promise.all([first.current(), second.current()]);
		await pass(minute);
		expect(await first.renewed()).toEqual(found('two'));
		expect(await second.renewed()).toEqual(found('two'));
		expect(counter.requests).toBe(2);
	});

	it('is none while no secret has ever been read', async () => {
		const { source, counter } = createSource(() => none);
		const one = source();
		expect(await one.current()).toEqual(none);
		expect(await one.renewed()).toBeUndefined();
		expect(counter.requests).toBe(1);
	});

	it('that could not be read leaves the old one, and is not asked for again at once', async () => {
		const { source, counter, pass } = createSource((request) =>
			request === 2 ? none : found('one'),
		);
		const one = source();
		await one.current();
		await pass(minute);
		expect(await one.renewed()).toEqual(none);
		expect(await one.renewed()).toBeUndefined();
		expect(await source().current()).toEqual(found('one'));
		expect(counter.requests).toBe(2);
	});
});
