/** One try to send a callback. It's completed while the try is in flight. */
export interface Delivery {
	readonly taskId: string;
	/** Where it was sent, without any API key. */
	readonly url: string;
	/** 1 for the first try of a callback. */
	readonly attempt: number;
	/** When it was sent, in milliseconds on the simulator's clock. */
	readonly atMs: number;
	/** HTTP status of the answer; absent while there is none. */
	readonly status?: number | undefined;
	/** Until the answer or the failure, in real milliseconds; absent while it's in flight. */
	readonly tookMs?: number;
	/** What was sent, without any API key. */
	readonly body?: string;
}
