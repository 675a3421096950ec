import { openLedger } from '../../seedance/run/ledger';
import { submitDefaults } from '../../seedance/task/submit';
import { keptNowhere } from '../../seedance/run/requestKey';
import { submitAndWait } from '../../seedance/task/submitAndWait';
import type { SubmitAndWaitResult } from '../../seedance/task/submitAndWait';
import { waitFor } from '../../seedance/task/waitFor';
import type { World } from './world';

/** How many submits the nodes send at once unless told otherwise. */
const submitsAtOnce = 5;

/** Submits all requests and waits for them, as a node does. */
export async function runOurClient({ ports, requests }: World): Promise<SubmitAndWaitResult[]> {
	const intents = requests.map((request, i) => ({ kind: 'submit', request, key: `${i}` }) as const);
	const options = { ...submitDefaults, atOnce: submitsAtOnce, stopAtFirst: false };
	const ledger = openLedger({}, { runIndex: 0, ifUnknown: 'stop' });
	const books = { ledger, requestKeys: keptNowhere };
	const timeoutMs = 3 * 3_600_000;
	return await submitAndWait(intents, ports, options, books, async (tasks) =>
		waitFor(tasks, ports, { timeoutMs }),
	);
}

/** How many items ended without a video. */
export const countErrors = (results: readonly SubmitAndWaitResult[]): number =>
	results.filter(
		(result) => result.kind !== 'terminal' || result.prediction.statusKind !== 'succeeded',
	).length;
