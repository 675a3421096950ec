/**
 * The only import of zod. The build bundles the library into the compiled form of this file, so
 * that the published package has no runtime dependency.
 */
import { z } from 'zod';

export { z };

// Schemas for parts of an answer that may be missing, null or malformed without harm.

/** Returns the value when it matches the schema, and undefined when it doesn't or is null. */
export const lenient = <T extends z.ZodTypeAny>(schema: T) => schema.optional().catch(undefined);

/**
 * A whole number, also when written as text ("429"). It isn't z.coerce, because Number() turns true
 * into 1 and throws for an object with its own toString, and the answer about a paid task must
 * never throw.
 */
export const wholeNumber = z.union([
	z.number().int(),
	z
		.string()
		.regex(/^\s*-?\d{1,15}\s*$/)
		.transform(Number),
]);

export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is an object and not an array. It isn't copied, because answers may be large. */
const isRecord = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields of an object; undefined for everything else. */
export const asRecord = (value: unknown): Fields | undefined =>
	isRecord(value) ? value : undefined;

/** The fields of an object without some of them. */
export const without = (record: Fields, ...names: readonly string[]): Fields =>
	Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
