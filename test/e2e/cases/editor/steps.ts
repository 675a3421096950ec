import { say } from '../../say';

/**
 * What a step is: something that a person must know or decide, a click on the way, something that only
 * the simulator asks for, or a time in which the person waits for n8n or for the video.
 */
export type StepKind = 'input' | 'click' | 'simulator' | 'wait';

interface Step {
	readonly kind: StepKind;
	readonly what: string;
	readonly tookMs: number;
}

/** The log of what a person does, by the clock of the browser's driver. */
export class Steps {
	private readonly taken: Step[] = [];

	async take<Result>(kind: StepKind, what: string, act: () => Promise<Result>): Promise<Result> {
		const started = Date.now();
		const result = await act();
		this.taken.push({ kind, what, tookMs: Date.now() - started });
		return result;
	}

	/** What was asked of the person. */
	get inputs(): string[] {
		return this.taken.filter(({ kind }) => kind === 'input').map(({ what }) => what);
	}

	/** The time of all steps but waiting, in ms. */
	get ownMs(): number {
		const own = this.taken.filter(({ kind }) => kind !== 'wait');
		return own.reduce((sum, { tookMs }) => sum + tookMs, 0);
	}

	print(): void {
		for (const { kind, what, tookMs } of this.taken) {
			say(`      ${(tookMs / 1000).toFixed(1).padStart(5)} s  ${kind.padEnd(9)}  ${what}`);
		}
		const inputs = `${this.inputs.length} inputs (${this.inputs.join(', ')})`;
		say(`      ${inputs}; own steps took ${(this.ownMs / 1000).toFixed(1)} s`);
	}
}
