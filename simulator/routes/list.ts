import { z } from 'zod';
import type { Exchange } from '../http/exchange';
import { explainInvalid } from '../http/invalid';
import { readBody } from '../http/request-body';
import type { Service } from '../service';
import { predictionAt } from '../tasks/prediction';
import { stateAt, type Task } from '../tasks/task';
import { inputsOf, isListed } from '../tasks/visibility';
import { wasSpoiled } from './read';

const time = z
	.string()
	.refine((text) => !Number.isNaN(Date.parse(text)), 'must be an ISO time')
	.transform((text) => Date.parse(text));

const querySchema = z
	.object({
		page: z.number().int().min(1).default(1),
		page_size: z.number().int().min(1).max(100).default(10),
		model: z.string().optional(),
		status: z.string().optional(),
		created_after: time.optional(),
		created_before: time.optional(),
		include_inputs: z.boolean().default(false),
	})
	.strict();

/**
 * `POST /api/v3/predictions`: an account's tasks of the last seven days, newest first
 * (docs/internals/api.md#listing-tasks).
 */
export async function list(service: Service, exchange: Exchange, account: number): Promise<void> {
	const body = await readBody(exchange.request);
	if (body.kind === 'unreadable') return exchange.refuse(body.status, body.message);
	const query = querySchema.safeParse(body.value);
	if (!query.success) return exchange.refuse(400, explainInvalid(query.error));
	if (
		await wasSpoiled(
			service,
			exchange,
			service.faults.queues.list.take({ withInputs: query.data.include_inputs }),
		)
	)
		return;
	const visibility = service.visibility();
	const { include_inputs: isAsked } = query.data;
	if (isAsked && visibility.inputs === 'refused') {
		return exchange.refuse(400, 'invalid parameter include_inputs: unknown');
	}
	const { page, page_size: size } = query.data;
	const nowMs = service.now();
	const fitting = service.tasks
		.recent(account, nowMs)
		.filter((task) => isListed(task, nowMs, visibility) && fits(task, query.data, nowMs))
		.flatMap((task) => {
			const lie = isAsked ? undefined : visibility.lie?.(task);
			return lie === 'omitted' ? [] : [{ task, shownMs: nowMs - (lie?.lagMs ?? 0) }];
		});
	const items = fitting.slice((page - 1) * size, page * size).map(({ task, shownMs }) => ({
		...predictionAt(task, shownMs, service.url),
		executionTime: Math.round(stateAt(task, shownMs).spentMs),
		...(isAsked && inputsOf(task, visibility)),
	}));
	exchange.entry.note = `${items.length} of ${fitting.length} tasks`;
	exchange.succeed({ page, items });
}

function fits(task: Task, query: z.infer<typeof querySchema>, nowMs: number): boolean {
	const after = query.created_after ?? -Infinity;
	const before = query.created_before ?? Infinity;
	return (
		(query.model === undefined || task.model === query.model) &&
		(query.status === undefined || stateAt(task, nowMs).status === query.status) &&
		task.acceptedAtMs >= after &&
		task.acceptedAtMs <= before
	);
}
