/** One n8n stand-in for the tests of a file, with our nodes and a credential for the simulator. */
import type { IDataObject } from 'n8n-workflow';
import { Instance } from '../engine/instance';
import type { Execution } from '../engine/instance';
import { setupFor } from './bench';
import type { testSimulator } from './test-simulator';

export function testInstance(
	simulator: ReturnType<typeof testSimulator>,
	credential: IDataObject = {},
): () => Instance {
	let open: Instance | undefined;
	beforeAll(async () => {
		open = await Instance.open(setupFor(simulator.url, credential));
	});
	afterAll(async () => await open?.close());
	return () => {
		if (open === undefined) throw new Error('The instance runs within tests only');
		return open;
	};
}

/** Waits for something that must come true, for a minute at most. */
export async function until(isTrue: () => boolean): Promise<void> {
	const deadline = performance.now() + 60_000;
	while (!isTrue()) {
		if (performance.now() > deadline) throw new Error(`Not within a minute: ${String(isTrue)}`);
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}

/** Waits for an execution to end. */
export const ended = async (execution: Execution) => {
	await until(() => execution.status === 'ended');
	if (execution.run === undefined) throw new Error('Nothing was saved');
	return execution.run;
};
