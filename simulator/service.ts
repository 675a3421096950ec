import type { Acceptance } from './acceptance/acceptance';
import type { Callbacks } from './callbacks/callbacks';
import type { CallbackSecrets } from './callbacks/secrets';
import type { FaultScript, Submit } from './faults/fault-script';
import type { OfferedModel } from './models/offered-model';
import type { TaskStore } from './tasks/task-store';
import type { Visibility } from './tasks/visibility';
import type { UploadStore } from './uploads/upload-store';
import type { VideoCache } from './video/mp4';

/** What the routes share. */
export interface Service {
	/** The simulator's own base URL, without a trailing slash. */
	readonly url: string;
	/** The balance of each account at the start, in USD; absent when nothing is charged. */
	readonly balanceUsd: number | undefined;
	/** The discount on every price, 0 to 1. */
	readonly discountRate: number;
	/** The models on offer, by model ID. */
	readonly models: ReadonlyMap<string, OfferedModel>;
	readonly faults: FaultScript;
	readonly tasks: TaskStore;
	readonly uploads: UploadStore;
	readonly acceptance: Acceptance;
	readonly videos: VideoCache;
	readonly secrets: CallbackSecrets;
	readonly callbacks: Callbacks;
	/** The clock, in milliseconds since 1970. */
	now(): number;
	/** What tasks show, and when. */
	visibility(): Visibility;
	/** How long the task of a submit takes, in milliseconds. */
	taskMs(submit: Submit): number;
	/** Waits in real time; never resolves once the simulator stops. */
	pause(ms: number): Promise<void>;
	/** A text without any accepted key. */
	withoutKeys(text: string): string;
}
