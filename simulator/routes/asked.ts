import type { z } from 'zod';
import type { Exchange } from '../http/exchange';
import { explainInvalid } from '../http/invalid';
import { bodyWithoutKeys } from '../http/keys';
import { readBody } from '../http/request-body';
import type { Service } from '../service';

/**
 * Parses a request's body for its route and records it in the journal; undefined when it has been
 * refused.
 */
export async function readAsked<T extends z.ZodTypeAny>(
	service: Service,
	exchange: Exchange,
	schema: T,
): Promise<z.output<T> | undefined> {
	const body = await readBody(exchange.request);
	if (body.kind === 'unreadable') {
		exchange.refuse(body.status, body.message);
		return undefined;
	}
	const clean = bodyWithoutKeys(body.value, service.withoutKeys);
	exchange.entry.body = clean;
	const asked = schema.safeParse(clean);
	if (asked.success) return asked.data as z.output<T>;
	exchange.refuse(400, explainInvalid(asked.error));
	return undefined;
}
