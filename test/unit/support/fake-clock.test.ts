/** The clock that all timing tests stand on must itself be right. */
import { createFakeClock } from '../../support/task/fakeClock';

describe('the fake clock', () => {
	it('advances by what is slept, one after the other', async () => {
		const clock = createFakeClock();
		await clock.sleep(700);
		await clock.sleep(300);
		expect(clock.elapsed()).toBe(1000);
	});

	it('lets sleepers overlap and wakes the earliest first', async () => {
		const clock = createFakeClock();
		const woken: string[] = [];
		const nap = async (name: string, ms: number) => {
			await clock.sleep(ms);
			woken.push(`${name} ${clock.elapsed()}`);
		};
		await Promise.all([nap('c', 300), nap('a', 100), nap('b', 100), nap('d', 300)]);
		expect(woken).toEqual(['a 100', 'b 100', 'c 300', 'd 300']);
	});

	it('stands still until everybody has gone to sleep', async () => {
		const clock = createFakeClock();
		const ticking = clock.sleep(1000);
		for (let i = 0; i < 100; i += 1) await Promise.resolve();
		expect(clock.elapsed()).toBe(0);
		await ticking;
	});

	it('does things at a moment', async () => {
		const clock = createFakeClock();
		let at = -1;
		clock.at(250, () => {
			at = clock.elapsed();
		});
		await clock.sleep(1000);
		expect(at).toBe(250);
	});
});
