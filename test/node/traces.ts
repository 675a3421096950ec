/** Everything that a run leaves behind, as text in which a key can be looked for. */
import { Logger } from '@n8n/backend-common';
import { LoggerProxy } from 'n8n-workflow';
import { inspect } from 'node:util';

/** A value with all that hangs on it: causes of errors, hidden fields, what JSON makes of it. */
export function everythingIn(value: unknown): string {
	const options = { depth: Infinity, showHidden: true, getters: true, breakLength: Infinity };
	const all = { ...options, maxArrayLength: Infinity, maxStringLength: Infinity };
	const seen = new Set<unknown>();
	const json = JSON.stringify(value, (_, part: unknown) => {
		if (typeof part !== 'object' || part === null) return part;
		return seen.has(part) ? undefined : (seen.add(part), part);
	});
	return `${inspect(value, all)}\n${json}`;
}

/** The places of a secret in a text, with their surroundings, for the failure message. */
export const placesOf = (secret: string, text: string): readonly string[] =>
	text
		.split(secret)
		.slice(0, -1)
		.map((before) => `${before.slice(-60)}[here]`);

const levels = ['error', 'warn', 'info', 'debug'] as const;

/**
 * Writes down what n8n and the nodes log from now on, at every level, by both ways to n8n's log. The
 * spies last until jest restores mocks.
 * @returns the log so far, one entry each
 */
export function recordLog(): readonly string[] {
	const log: string[] = [];
	const record = (...entry: readonly unknown[]) => void log.push(everythingIn(entry));
	LoggerProxy.init({ error: record, warn: record, info: record, debug: record });
	for (const level of levels) jest.spyOn(Logger.prototype, level).mockImplementation(record);
	for (const level of levels) jest.spyOn(console, level).mockImplementation(record);
	return log;
}
