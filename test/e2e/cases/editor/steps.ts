import { say } from '../../say';

/**
 * What a step is: something that a person must know or decide, a click on the way, something that only
 * the simulator asks for, or a time in which the person waits for n8n or for the video.
 */
export type StepKind = 'input' | 'click' | 'simulator' | 'wait';

interface Step {
	readonly kind: StepKind;
	readonly what: string;
	readonly ownMs: number;
	readonly waitedMs: number;
}

const inSeconds = (ms: number) => (ms / 1000).toFixed(1).padStart(5);

/** The log of what a person does, by the clock of the browser's driver. */
export class Steps {
	private readonly taken: Step[] = [];

	/** @param waitedMs how long n8n has made the person wait so far, which doesn't count */
	constructor(private readonly waitedMs: () => number) {}

	async take<Result>(kind: StepKind, what: string, act: () => Promise<Result>): Promise<Result> {
		const [started, waitedBefore] = [Date.now(), this.waitedMs()];
		const result = await act();
		const tookMs = Date.now() - started;
		const waitedMs = kind === 'wait' ? tookMs : this.waitedMs() - waitedBefore;
		this.taken.push({ kind, what, ownMs: tookMs - waitedMs, waitedMs });
		return result;
	}

	/** What was asked of the person. */
	get inputs(): string[] {
		return this.taken.filter(({ kind }) => kind === 'input').map(({ what }) => what);
	}

	/** The time of all steps without waiting, in ms. */
	get ownMs(): number {
		return this.taken.reduce((sum, { ownMs }) => sum + ownMs, 0);
	}

	print(): void {
		say('       own s  waited s');
		for (const { kind, what, ownMs, waitedMs } of this.taken) {
			say(`      ${inSeconds(ownMs)}  ${inSeconds(waitedMs)}  ${kind.padEnd(9)}  ${what}`);
		}
		const inputs = `${this.inputs.length} inputs (${this.inputs.join(', ')})`;
		say(`      ${inputs}; own steps took ${inSeconds(this.ownMs).trim()} s`);
	}
}
