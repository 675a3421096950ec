/**
 * The pause that a Retry-After header asks for, in ms, or undefined when there is none to be read.
 * RFC 9110 §10.2.3: seconds or an HTTP date.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
	const text = header?.trim() ?? '';
	if (/^\d+$/.test(text)) return Number(text) * 1000;
	// Date.parse takes "-5" and "1,5" for years; an HTTP date begins with a weekday.
	if (!/^[A-Za-z]{3}/.test(text)) return undefined;
	const date = Date.parse(text);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
