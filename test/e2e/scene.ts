import { setTimeout as wait } from 'node:timers/promises';
import type { Journal } from '../../simulator';
import { Batch, type BatchOptions } from './batch';
import type { N8nMajor } from './n8n-line';
import { PlainMessage } from './say';
import type { Stage } from './stage';

/** What a case of `npm run e2e` plays on: a running n8n, and a simulator with an empty journal. */
export class Scene {
	constructor(
		readonly stage: Stage,
		/** Aborts on Ctrl-C. */
		readonly signal: AbortSignal,
	) {}

	/** Every request since the case began. */
	get journal(): Journal {
		return this.stage.simulator.journal;
	}

	/** What goes wrong in the simulator; empty when a case begins. */
	get faults() {
		return this.stage.simulator.faults;
	}

	/** Stores a workflow and publishes it. The subject distinguishes its tasks from others. */
	async publish(subject: string, options?: BatchOptions): Promise<Batch> {
		return await Batch.publish(this, subject, options);
	}

	async later(ms: number): Promise<void> {
		await wait(ms, undefined, { signal: this.signal });
	}

	/** Waits for something that must come true. */
	async until(
		what: string,
		isTrue: () => boolean | Promise<boolean>,
		patienceMs = 20_000,
	): Promise<void> {
		const deadline = Date.now() + patienceMs;
		while (!(await isTrue())) {
			if (Date.now() > deadline) throw new PlainMessage(`Not within ${patienceMs} ms: ${what}.`);
			await this.later(50);
		}
	}
}

/** One case of `npm run e2e`. */
export interface Case {
	/** Short, for the command line. */
	readonly name: string;
	/** What it shows, in a line. */
	readonly shows: string;
	/** The lines of n8n that it is played on; by default 2.x alone. */
	readonly lines?: readonly N8nMajor[];
	/** Why not on the others. */
	readonly linesBecause?: string;
	/** Throws when it does not hold. */
	readonly play: (scene: Scene) => Promise<void>;
}
