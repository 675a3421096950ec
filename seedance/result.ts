/** What something came to, or why it came to nothing. */
export type Result<T, E> =
	{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: E };
