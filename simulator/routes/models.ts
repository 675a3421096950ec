import type { Exchange } from '../http/exchange';
import { listing } from '../models/listing';
import type { Service } from '../service';
import { wasSpoiled } from './read';

/**
 * `GET /api/v3/models`: every model on offer, with its schema (docs/internals/api.md#model-list).
 */
export async function models(service: Service, exchange: Exchange): Promise<void> {
	if (await wasSpoiled(service, exchange, service.faults.queues.models.take(undefined))) return;
	const listed = [...service.models.values()].map((model, at) => listing(model, at + 1, service));
	exchange.entry.note = `${listed.length} models`;
	exchange.succeed(listed);
}
