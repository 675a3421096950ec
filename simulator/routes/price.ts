import { z } from 'zod';
import type { Exchange } from '../http/exchange';
import { quote } from '../prices/cost';
import type { Service } from '../service';
import { readAsked } from './asked';
import { wasSpoiled } from './read';

const requestSchema = z.object({
	model_id: z.string().min(1),
	inputs: z.record(z.unknown()).default({}),
});

/**
 * `POST /api/v3/model/price`: what a run would cost, at no charge (docs/internals/api.md#prices).
 */
export async function price(service: Service, exchange: Exchange): Promise<void> {
	const asked = await readAsked(service, exchange, requestSchema);
	if (asked === undefined) return;
	const { model_id: model, inputs } = asked;
	exchange.entry.model = model;
	const offered = service.models.get(model);
	if (offered === undefined) return exchange.refuse(404, `model not found: ${model}`);
	const fault = service.faults.queues.price.take({ model, body: inputs });
	if (await wasSpoiled(service, exchange, fault)) return;

	const { usd, discountedUsd } = quote(offered, inputs, service.discountRate);
	exchange.entry.note = `${discountedUsd} USD for ${model}`;
	exchange.succeed({
		model_id: model,
		price: usd,
		discounted_price: discountedUsd,
		discount_rate: service.discountRate,
		currency: 'USD',
	});
}
