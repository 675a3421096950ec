/**
 * Walks through the bytes of a file as they come, whatever the pieces they come in. A walk is a
 * generator: it yields what it wants next and gets it, or undefined when the bytes end before.
 */

export type Step =
	/** So many bytes; they are only good until the next step. */
	| { readonly kind: 'take'; readonly value: number }
	/** To go past so many bytes. */
	| { readonly kind: 'skip'; readonly value: number }
	/** To go past the next byte of this value. */
	| { readonly kind: 'seek'; readonly value: number };

export type Walk<Result> = Generator<Step, Result, Uint8Array | undefined>;

/** More than 0, and few: they are held until they are complete. */
export const take = (value: number): Step => ({ kind: 'take', value });
export const skip = (value: number): Step => ({ kind: 'skip', value });
export const seek = (value: number): Step => ({ kind: 'seek', value });

const nothing = new Uint8Array(0);

export interface Walker<Result> {
	feed(bytes: Uint8Array): void;
	/** Tells the walk that the bytes have ended. */
	end(): Result;
}

/** Starts a walk. It holds no bytes but those of a `take` that came in pieces. */
export function startWalk<Result>(walk: Walk<Result>): Walker<Result> {
	let state = walk.next();
	/** Bytes of this step that are gone past, and those of them that a `take` needs. */
	let passed = 0;
	let held: number[] = [];
	/** Single bytes are asked for by the million: they need no view of their own. */
	const single = new Uint8Array(1);

	const reply = (bytes: Uint8Array | undefined) => {
		passed = 0;
		if (held.length > 0) held = [];
		state = walk.next(bytes);
	};

	/** Does what it can of a step; returns how far it went. */
	function advance(step: Step, bytes: Uint8Array, at: number): number {
		if (step.kind === 'seek') {
			const found = bytes.indexOf(step.value, at);
			if (found === -1) return bytes.length;
			reply(nothing);
			return found + 1;
		}
		const to = Math.min(at + step.value - passed, bytes.length);
		const isComplete = passed + to - at === step.value;
		if (step.kind === 'skip') {
			passed += to - at;
			if (isComplete) reply(nothing);
			return to;
		}
		if (isComplete && passed === 0) {
			single[0] = bytes[at] ?? 0;
			reply(step.value === 1 ? single : bytes.subarray(at, to));
			return to;
		}
		held.push(...bytes.subarray(at, to));
		passed += to - at;
		if (isComplete) reply(Uint8Array.from(held));
		return to;
	}

	return {
		feed(bytes) {
			for (let at = 0; at < bytes.length && state.done !== true;) {
				at = advance(state.value, bytes, at);
			}
		},
		end() {
			for (;;) {
				if (state.done === true) return state.value;
				reply(undefined);
			}
		},
	};
}
