import { z } from 'zod';
import type { DeleteFault } from '../faults/fault-kinds';
import type { Exchange } from '../http/exchange';
import { explainInvalid } from '../http/invalid';
import { readBody } from '../http/request-body';
import type { Service } from '../service';
import { wasSpoiled } from './read';

/** A task is deleted at once, whether it is running or has ended. */
function remove(service: Service, account: number, taskId: string): boolean {
	const nowMs = service.now();
	const task = service.tasks.find(taskId, nowMs);
	if (task?.account !== account || task.deletedAtMs !== undefined) return false;
	task.deletedAtMs = nowMs;
	return true;
}

/** Applies a fault, unless it comes after the deletion. Returns true when the request is answered. */
async function wasAnswered(
	service: Service,
	exchange: Exchange,
	fault: DeleteFault | undefined,
): Promise<boolean> {
	if (fault?.kind === 'resetAfterDelete') {
		exchange.entry.fault = fault.kind;
		return false;
	}
	if (fault?.kind !== 'claim') return await wasSpoiled(service, exchange, fault);
	exchange.entry.fault = fault.kind;
	exchange.succeed(fault.data);
	return true;
}

/** `DELETE /api/v3/predictions/{id}` (docs/internals/api.md#deleting-tasks). */
export async function deleteOne(
	service: Service,
	exchange: Exchange,
	account: number,
	taskId: string,
): Promise<void> {
	const { deletesWithout } = service.visibility();
	if (deletesWithout === 'delete' || deletesWithout === 'both') {
		return exchange.refuse(405, 'method not allowed');
	}
	exchange.entry.taskId = taskId;
	const fault = service.faults.queues.delete.take(undefined);
	if (await wasAnswered(service, exchange, fault)) return;
	if (!remove(service, account, taskId)) return exchange.refuse(404, 'Prediction not found');
	exchange.entry.note = `task ${taskId}`;
	if (fault?.kind === 'resetAfterDelete') return exchange.reset();
	exchange.succeed({ id: taskId, status: 'deleted' });
}

const idsSchema = z.object({ ids: z.array(z.string()).min(1) }).strict();

/** `POST /api/v3/predictions/delete`: says how many of the tasks were there. */
export async function deleteSeveral(
	service: Service,
	exchange: Exchange,
	account: number,
): Promise<void> {
	const body = await readBody(exchange.request);
	const { deletesWithout } = service.visibility();
	if (deletesWithout === 'post' || deletesWithout === 'both') {
		return exchange.send(404, 'text/plain', '404 page not found');
	}
	if (body.kind === 'unreadable') return exchange.refuse(body.status, body.message);
	const parsed = idsSchema.safeParse(body.value);
	if (!parsed.success) return exchange.refuse(400, explainInvalid(parsed.error));
	const [taskId] = parsed.data.ids;
	if (taskId !== undefined) exchange.entry.taskId = taskId;
	const fault = service.faults.queues.delete.take(undefined);
	if (await wasAnswered(service, exchange, fault)) return;
	const deleted = parsed.data.ids.filter((id) => remove(service, account, id));
	exchange.entry.note = `${deleted.length} of ${parsed.data.ids.length} tasks`;
	if (fault?.kind === 'resetAfterDelete') return exchange.reset();
	exchange.succeed({ deleted_count: deleted.length });
}
