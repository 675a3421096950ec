/** One simulator for the tests of a file, with an empty journal and no faults before each. */
import { HeldClock, startSimulator } from '../../simulator';
import type { Simulator, SimulatorOptions, Tier } from '../../simulator';
import { hurry, realTime } from '../engine/time';
import { apiKey } from './bench';

export interface TestSimulatorOptions {
	/** How many times as fast time passes; the file must mock n8n-workflow (see test/engine/time.ts). */
	readonly hurry?: number;
	/** From accept to completed, in ms of its time; by default 20 real ones. */
	readonly taskMs?: number;
	/** What the account may do; by default anything. */
	readonly tier?: Tier;
	/** The pause before a refused callback is retried, in ms; by default 1000. */
	readonly callbackRetryMs?: number;
	/** What it offers and charges besides: its models and their shapes, balances, discounts. */
	readonly offer?: Pick<
		SimulatorOptions,
		'schemas' | 'liveModels' | 'retired' | 'balanceUsd' | 'discountRate'
	>;
}

export interface TestSimulator extends Omit<Simulator, 'stop'> {
	/**
	 * Its clock: a test that holds it decides when tasks end, however slow the machine is. In the next
	 * test it shows the real time again.
	 */
	readonly clock: HeldClock;
}

/** Call at the top of a file. */
export function testSimulator(options: TestSimulatorOptions = {}): TestSimulator {
	const times = options.hurry ?? 1;
	const clock = new HeldClock();
	let running: Simulator | undefined;
	const simulator = (): Simulator => {
		if (running === undefined) throw new Error('The simulator runs within tests only');
		return running;
	};
	beforeAll(async () => {
		if (times !== 1) hurry(times);
		const taskMs = options.taskMs ?? 20 * times;
		const { tier, callbackRetryMs } = options;
		running = await startSimulator({
			apiKeys: [apiKey],
			taskMs,
			now: clock.now,
			...(tier && { tier }),
			...(callbackRetryMs && { callbackRetryMs }),
			...options.offer,
		});
	});
	beforeEach(() => {
		simulator().journal.clear();
		simulator().faults.clear();
		simulator().setVisibility({});
		clock.reset();
	});
	afterAll(async () => {
		realTime();
		await running?.stop();
	});
	return {
		clock,
		get url() {
			return simulator().url;
		},
		get journal() {
			return simulator().journal;
		},
		get faults() {
			return simulator().faults;
		},
		setTaskMs: (taskMs) => simulator().setTaskMs(taskMs),
		setVisibility: (visibility) => simulator().setVisibility(visibility),
		setListening: async (isListening) => await simulator().setListening(isListening),
		rotateWebhookSecret: (account) => simulator().rotateWebhookSecret(account),
		sendCallback: async (callback) => await simulator().sendCallback(callback),
	};
}

/** All requests but for the list of models, which only reads and comes once an hour. */
export const requestsBesidesList = ({ journal }: Pick<Simulator, 'journal'>) =>
	journal.requests.filter(({ route }) => route !== 'models');
