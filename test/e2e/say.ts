/** A message that says what went wrong and what to do, to be shown without a stack trace. */
export class PlainMessage extends Error {}

/** Tells the person at the terminal something, one line. */
export function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

/** Whole seconds, or tenths below ten, for people. */
export function seconds(milliseconds: number): string {
	const value = milliseconds / 1000;
	return `${value < 10 ? value.toFixed(1) : Math.round(value)} s`;
}
