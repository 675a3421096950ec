import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../journal/delivery';
import type { Journal } from '../journal/journal';
import { callbackParts } from './parts';
import { Places } from './places';
import { post } from './post';

/** Tries after the first (docs/internals/api.md#callback-retries). */
const RETRIES = 3;

/** The most callbacks in flight: 1,000 tasks that end together mustn't open 1,000 connections. */
const AT_ONCE = 50;

/** One callback to send. */
export interface Callback {
	readonly taskId: string;
	readonly url: string;
	readonly body: string;
	readonly secret: string;
}

/** How callbacks are sent. */
export interface DeliverySettings {
	readonly journal: Journal;
	/** Real time before the second try, in milliseconds; doubles with each further one. */
	readonly callbackRetryMs: number;
	/** Real time within which an answer must come, in milliseconds. */
	readonly callbackTimeoutMs: number;
	/** Aborted when the simulator stops. */
	readonly stopping: AbortSignal;
	/** Called when a try is over. */
	readonly onCallback: ((delivery: Delivery) => void) | undefined;
	/** The simulator's clock, in milliseconds since 1970. */
	now(): number;
	/** A text without any accepted key. */
	withoutKeys(text: string): string;
}

/** Sends callbacks and records every try in the journal. */
export class Deliveries {
	private readonly places = new Places(AT_ONCE);
	private readonly open = new Set<Promise<void>>();

	constructor(private readonly settings: DeliverySettings) {}

	/** Sends a callback, and retries with exponential backoff unless the answer is a 2xx. */
	async deliver(callback: Callback): Promise<void> {
		await this.follow(async () => {
			for (let attempt = 1; ; attempt++) {
				if ((await this.attempt(callback, attempt)) || attempt > RETRIES) return;
				const waitMs = this.settings.callbackRetryMs * 2 ** (attempt - 1);
				await sleep(waitMs, undefined, { signal: this.settings.stopping, ref: false });
			}
		});
	}

	/** Sends a callback once, whatever the answer is. */
	async sendOnce(callback: Callback): Promise<void> {
		await this.follow(async () => void (await this.attempt(callback, 1)));
	}

	/** Resolves when no callback is in flight. */
	async ended(): Promise<void> {
		await Promise.all(this.open);
	}

	/** Runs to the end, or until the simulator stops, which isn't a failure. */
	private async follow(run: () => Promise<void>): Promise<void> {
		const following = run().catch((error: unknown) => {
			if (!this.settings.stopping.aborted) throw error;
		});
		this.open.add(following);
		await following.finally(() => this.open.delete(following));
	}

	/** @returns whether the answer was a 2xx */
	private async attempt(callback: Callback, attempt: number): Promise<boolean> {
		return await this.places.within(async () => {
			const { journal, now, onCallback, stopping, withoutKeys } = this.settings;
			stopping.throwIfAborted();
			const delivery: { -readonly [Field in keyof Delivery]: Delivery[Field] } = {
				taskId: callback.taskId,
				url: withoutKeys(callback.url),
				attempt,
				atMs: now(),
				body: withoutKeys(callback.body),
			};
			journal.addDelivery(delivery);
			const begunMs = performance.now();
			delivery.status = await this.statusOf(callback, delivery.atMs);
			delivery.tookMs = Math.round(performance.now() - begunMs);
			onCallback?.(delivery);
			return delivery.status !== undefined && delivery.status >= 200 && delivery.status < 300;
		});
	}

	/** The HTTP status answered, or undefined when there was no answer. */
	private async statusOf(callback: Callback, nowMs: number): Promise<number | undefined> {
		const { callbackTimeoutMs, stopping } = this.settings;
		// Each try gets a new signature, because a receiver may refuse a timestamp more than 300 s
		// old.
		const parts = callbackParts({ ...callback, timestamp: Math.floor(nowMs / 1000) });
		try {
			return (await post({ url: callback.url, ...parts }, callbackTimeoutMs, stopping)).status;
		} catch {
			stopping.throwIfAborted();
			return undefined;
		}
	}
}
