import type { Exchange } from '../http/exchange';
import type { Service } from '../service';
import { wasSpoiled } from './read';

/**
 * `GET /api/v3/webhook/secret`: what the key's callbacks are signed with
 * (docs/internals/api.md#webhook-secret).
 */
export async function secret(service: Service, exchange: Exchange, account: number): Promise<void> {
	if (await wasSpoiled(service, exchange, service.faults.queues.secret.take(undefined))) return;
	exchange.succeed({ secret: service.secrets.of(account) });
}
