/** A value, or why there is none. */
export type Result<T, E> =
	{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: E };

/** An object without the members that are undefined: those are optional. */
export type Defined<T> = {
	[K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & {
	[K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/**
 * Leaves out the members that are undefined: an optional field is there with a value, or not at all, so
 * that it doesn't show up in items and requests, and doesn't hide a default when objects are merged.
 */
export function defined<T extends object>(members: T): Defined<T> {
	const entries = Object.entries(members).filter(([, value]) => value !== undefined);
	return Object.fromEntries(entries) as Defined<T>;
}
