/** Which ends of tasks have been reported already: the API repeats a callback that was not answered. */
import { createHash } from 'crypto';
import { Cache } from '../cache';
import { z } from '../zod';

/**
 * What is saved with a workflow: for each stretch of time, named by its number, the marks of the ends
 * that were reported in it, one after the other. n8n writes all of it whenever some of it changes, so it
 * is kept small. Whatever it holds is parsed before use.
 */
export type SavedReports = Record<string, unknown>;

const minute = 60_000;
/**
 * How long an end is remembered, in ms: the API tries a callback four times, and is said to wait up to 20
 * minutes for each answer.
 */
const rememberedMs = 120 * minute;
/** How long a stretch of time is, in ms. */
const stretchMs = 10 * minute;
const stretches = rememberedMs / stretchMs;
/** How many ends a process remembers, of all nodes together. */
const mostHere = 50_000;
/** How many are saved with a workflow: 16 kB. */
const mostSaved = 2_000;

/** A mark has 48 bits: among two thousand, a wrong match in a hundred thousand million. */
const markLength = 8;
const markOf = (end: string) =>
	createHash('sha256').update(end).digest('base64url').slice(0, markLength);

const isMarks = z.string().regex(/^([\w-]{8})*$/);

/** Remembers the ends that were reported by all nodes of this process. */
export const createReportMemory = () => new Cache<true>({ most: mostHere, keptMs: rememberedMs });

/** The marks that still count, the oldest stretch first. */
function recentMarks(saved: SavedReports, now: number): Array<[stretch: number, marks: string]> {
	const present = Math.floor(now / stretchMs);
	return Object.entries(saved)
		.flatMap(([name, value]): Array<[number, string]> => {
			const marks = isMarks.safeParse(value);
			const isNear = Math.abs(Number(name) - present) <= stretches;
			return marks.success && /^\d{1,12}$/.test(name) && isNear ? [[Number(name), marks.data]] : [];
		})
		.sort(([a], [b]) => a - b);
}

function hasMark(marks: string, mark: string): boolean {
	for (let at = marks.indexOf(mark); at !== -1; at = marks.indexOf(mark, at + 1)) {
		if (at % markLength === 0) return true;
	}
	return false;
}

/** Whether an end is new to what is saved with a workflow, into which it is entered. */
function isNewToSaved(saved: SavedReports, mark: string, now: number): boolean {
	const recent = recentMarks(saved, now);
	if (recent.some(([, marks]) => hasMark(marks, mark))) return false;
	const kept = new Map(recent);
	const present = Math.floor(now / stretchMs);
	kept.set(present, `${kept.get(present) ?? ''}${mark}`);
	let surplus = [...kept.values()].join('').length / markLength - mostSaved;
	for (const [stretch, marks] of kept) {
		if (surplus <= 0) break;
		kept.set(stretch, marks.slice(surplus * markLength));
		surplus -= marks.length / markLength;
	}
	for (const name of Object.keys(saved)) {
		if (!kept.get(Number(name))) delete saved[name];
	}
	for (const [stretch, marks] of kept) {
		if (marks !== '' && saved[stretch] !== marks) saved[stretch] = marks;
	}
	return true;
}

/**
 * Enters the end of a task.
 * @param here what this process remembers
 * @param saved what is saved with the workflow, for other processes and for after a restart
 * @param node tells whose report it is
 * @param end the task and how it ended
 * @param now in ms since the epoch
 * @returns whether it is new to both
 */
export function isNewReport(
	{ here, saved }: { here: Cache<true>; saved: SavedReports },
	node: string,
	end: string,
	now: number,
): boolean {
	const mark = markOf(end);
	const key = `${node} ${mark}`;
	const isKnownHere = here.get(key, now) !== undefined;
	if (!isKnownHere) here.set(key, true, now);
	return isNewToSaved(saved, mark, now) && !isKnownHere;
}
