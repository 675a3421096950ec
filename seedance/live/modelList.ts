/** The API's own list of models, `GET /api/v3/models` (reference §G). */
import { lenient } from '../api/lenient';
import { judgeReading } from '../api/readReply';
import { modelsUrl } from '../api/routes';
import { findModel } from '../catalogue';
import type { Problem } from '../errors/problem';
import type { Ports } from '../task/ports';
import { z } from '../zod';

/** A model as the API lists it. */
export interface ListedModel {
	readonly id: string;
	readonly name: string;
	/** "text-to-video", "image-to-video", "video-edit", …; empty where it says nothing. */
	readonly type: string;
	/** The least that a run costs, in USD: a floor, no quote. */
	readonly basePriceUsd?: number;
	/** The JSON Schema of its requests, unread: few of them are ever asked for. */
	readonly requestSchema?: unknown;
}

export type ModelListResult =
	| { readonly ok: true; readonly models: readonly ListedModel[] }
	| { readonly ok: false; readonly problem: Problem };

const text = z.string().catch('');
const schemaSchema = z.object({ type: text, request_schema: z.unknown() });
const modelSchema = z.object({
	model_id: z.string().min(1),
	name: text,
	type: text,
	base_price: lenient(z.number().nonnegative().finite()),
	api_schema: z
		.object({ api_schemas: z.array(schemaSchema.catch({ type: '' })) })
		.optional()
		.catch(undefined),
});

/** The videos of this package; a list of the whole provider holds thousands of other schemas. */
const isOfInterest = ({ id, type }: ListedModel) =>
	id.includes('seedance') ||
	findModel(id) !== undefined ||
	type === 'text-to-video' ||
	type === 'image-to-video';

function listedModel(raw: unknown): ListedModel | undefined {
	const parsed = modelSchema.safeParse(raw);
	if (!parsed.success) return undefined;
	const { model_id: id, name, type, base_price: basePriceUsd, api_schema: api } = parsed.data;
	const schemas = api?.api_schemas ?? [];
	const requestSchema = (schemas.find((one) => one.type === 'model_run') ?? schemas[0])
		?.request_schema;
	return {
		id,
		name: name.trim() || id,
		type,
		...(basePriceUsd !== undefined && { basePriceUsd }),
		...(requestSchema !== undefined && { requestSchema }),
	};
}

/** The models of an answer's data that make videos; an entry that cannot be read is left out. */
export function readModelList(data: unknown): { models: ListedModel[] } | undefined {
	const entries = z.array(z.unknown()).safeParse(data);
	if (!entries.success) return undefined;
	const models = entries.data.flatMap((raw) => listedModel(raw) ?? []);
	return { models: models.filter(isOfInterest) };
}

/** How long the request may take, in ms: the list is a comfort, and nobody should wait for it. */
const requestTimeoutMs = 10_000;

/** Asks the API for its list, once. Never throws. */
export async function fetchModelList(
	ports: Pick<Ports, 'http' | 'baseUrl' | 'now'>,
): Promise<ModelListResult> {
	const url = modelsUrl(ports.baseUrl);
	const reply = await ports.http({ method: 'GET', url, timeoutMs: requestTimeoutMs });
	const reading = { find: readModelList, circumstances: {}, notFound: 'malformedAnswer' } as const;
	const read = judgeReading(reply, reading, ports.now());
	return read.kind === 'read'
		? { ok: true, models: read.models }
		: { ok: false, problem: read.problem };
}
