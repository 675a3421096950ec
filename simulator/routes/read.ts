import type { ReadFault } from '../faults/fault-kinds';
import { answerReadFault } from '../http/fault-answers';
import type { Exchange } from '../http/exchange';
import type { Service } from '../service';
import { predictionAt } from '../tasks/prediction';
import { restUsd } from '../tasks/balance';
import { stateAt } from '../tasks/task';
import { isReadable } from '../tasks/visibility';

/**
 * `GET /api/v3/predictions/{id}/result` and `GET /api/v3/predictions/{id}`
 * (docs/internals/api.md#reading-a-task).
 */
export async function read(
	service: Service,
	exchange: Exchange,
	account: number,
	taskId: string,
): Promise<void> {
	const known = service.tasks.find(taskId, service.now());
	const task = known?.account === account ? known : undefined;
	exchange.entry.taskId = taskId;
	exchange.entry.model = task?.model;
	const fault = service.faults.queues.read.take({
		taskId,
		...(task !== undefined && { model: task.model, body: task.body }),
	});
	if (await wasSpoiled(service, exchange, fault)) return;
	const nowMs = service.now();
	if (task === undefined || !isReadable(task, nowMs, service.visibility())) {
		return exchange.refuse(404, 'Prediction not found');
	}
	const prediction = predictionAt(task, nowMs, service.url);
	exchange.entry.note = `task ${taskId} is ${stateAt(task, nowMs).status}`;
	if (task.outcome?.kind === 'barePrediction') exchange.json(200, prediction);
	else exchange.succeed(prediction);
}

/** The balance of accounts that aren't charged, in USD. */
const UNCHARGED_USD = 10;

/** `GET /api/v3/balance`: what the credential test calls (docs/internals/api.md#balance). */
export async function balance(
	service: Service,
	exchange: Exchange,
	account: number,
): Promise<void> {
	if (await wasSpoiled(service, exchange, service.faults.queues.balance.take(undefined))) return;
	const { balanceUsd: startUsd, tasks } = service;
	const usd =
		startUsd === undefined ? UNCHARGED_USD : restUsd(startUsd, tasks.of(account), service.now());
	exchange.entry.note = `${usd} USD`;
	exchange.succeed({ balance: usd });
}

/**
 * Applies a read fault. Returns true when the request has been answered, false to continue as
 * usual.
 */
export async function wasSpoiled(
	service: Service,
	exchange: Exchange,
	fault: ReadFault | undefined,
): Promise<boolean> {
	exchange.entry.fault = fault?.kind;
	if (fault === undefined) return false;
	if (fault.kind === 'delay' || fault.kind === 'hold') {
		await (fault.kind === 'delay' ? service.pause(fault.ms) : fault.until);
		return false;
	}
	answerReadFault(exchange, fault);
	return true;
}
