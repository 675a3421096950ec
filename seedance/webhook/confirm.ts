/** Reading back what a callback says of its task. */
import type { Prediction } from '../api/prediction';
import type { Ports } from '../task/ports';
import { readAgain, readOnce } from '../task/retrieve';

export type Confirmation =
	/** The task's state as the API has it now. */
	| { readonly kind: 'confirmed'; readonly prediction: Prediction }
	/** The API cannot be asked at present; the callback itself is signed. */
	| { readonly kind: 'unconfirmed' }
	/** The API says otherwise: the task runs, or there is none. */
	| { readonly kind: 'contradicted' };

/** Not for long, because whoever called is waiting for an answer. */
const persistence = { tries: 2, longestPauseMs: 3_000 };

/**
 * Asks the API about the task of a callback. Never throws.
 * @param ids what the task may be called, the likeliest first
 */
export async function confirmState(ids: readonly string[], ports: Ports): Promise<Confirmation> {
	for (const id of ids) {
		const read = await readAgain(() => readOnce(id, ports), ports, persistence);
		if (read.kind === 'read') {
			const { prediction } = read;
			return prediction.statusKind === 'running'
				? { kind: 'contradicted' }
				: { kind: 'confirmed', prediction };
		}
		if (read.problem.cause !== 'unknownTask') return { kind: 'unconfirmed' };
	}
	return { kind: 'contradicted' };
}
