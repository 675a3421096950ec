import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

/** How n8n keeps binary data, as far as it shows: what it keeps elsewhere has an id. */
export interface BinaryMode {
	/** Whether files stay in memory. Asks once in a run at most, and only when nothing is known yet. */
	isInMemory(): Promise<boolean>;
	/** Learns it from a file that was stored. */
	learn(stored: IBinaryData): void;
}

/** Begins to find out for one run of a node. */
export function binaryModeOf({ helpers }: Pick<IExecuteFunctions, 'helpers'>): BinaryMode {
	let known: Promise<boolean> | undefined;
	const hasNoId = ({ id }: IBinaryData) => id === undefined || id === '';
	// n8n tells nodes nothing of its mode, so it is given one byte to store.
	const probe = async () =>
		hasNoId(
			await helpers.prepareBinaryData(Buffer.from([0]), 'probe.bin', 'application/octet-stream'),
		);
	return {
		isInMemory: async () => await (known ??= probe()),
		learn: (stored) => {
			known ??= Promise.resolve(hasNoId(stored));
		},
	};
}
