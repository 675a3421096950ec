/**
 * The only place that imports zod. The build bundles the library into the compiled form of this
 * file, so that the published package has no runtime dependency.
 */
import { z } from 'zod';

export { z };

// Schemas for the parts of an answer that may be missing, null or oddly written without harm.

/** The value where the schema holds for it; undefined where it does not, or where it is null. */
export const lenient = <T extends z.ZodTypeAny>(schema: T) => schema.optional().catch(undefined);

/**
 * A whole number, also when written as text ("429"). Not z.coerce: Number() throws for an object
 * with a toString of its own, takes true for 1, and nothing may be thrown about a paid task's answer.
 */
export const wholeNumber = z.union([
	z.number().int(),
	z
		.string()
		.regex(/^\s*-?\d{1,15}\s*$/)
		.transform(Number),
]);

export type Fields = Readonly<Record<string, unknown>>;

/** An object with fields, which a list is not. Looked at in place: answers may be large. */
const isRecord = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields of an object; undefined for everything else. */
export const asRecord = (value: unknown): Fields | undefined =>
	isRecord(value) ? value : undefined;

/** The fields of an object but for some. */
export const without = (record: Fields, ...names: readonly string[]): Fields =>
	Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
