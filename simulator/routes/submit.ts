import type { SubmitFault, TaskOutcome } from '../faults/fault-kinds';
import type { Submit } from '../faults/fault-script';
import { answerError, answerFault, brokenJson, htmlPage } from '../http/fault-answers';
import type { Exchange } from '../http/exchange';
import { bodyWithoutKeys } from '../http/keys';
import { readBody } from '../http/request-body';
import type { Service } from '../service';
import { costUsd } from '../prices/cost';
import { restUsd } from '../tasks/balance';
import { predictionAtSubmit } from '../tasks/prediction';
import { endOf, type Task } from '../tasks/task';
import { namesMissingMedia } from '../uploads/missing-media';

/**
 * `POST /api/v3/{model path}`: validates the body and accepts a task
 * (docs/internals/api.md#submitting).
 */
export async function submit(
	service: Service,
	exchange: Exchange,
	account: number,
	model: string,
): Promise<void> {
	const { entry } = exchange;
	entry.model = model;
	const body = await readBody(exchange.request);
	if (body.kind === 'unreadable') return exchange.refuse(body.status, body.message);
	entry.body = bodyWithoutKeys(body.value, service.withoutKeys);
	const webhook = exchange.query.get('webhook') ?? undefined;
	entry.webhook = webhook === undefined ? undefined : service.withoutKeys(webhook);
	const verdict = service.acceptance.judge(model, body.value);
	if (verdict.kind === 'unknownModel') return exchange.refuse(404, `model not found: ${model}`);
	if (verdict.kind === 'invalid') return exchange.refuse(400, verdict.message);
	if (webhook !== undefined && !isHttpUrl(webhook)) {
		return exchange.refuse(400, 'invalid parameter webhook: must be an http(s) URL');
	}

	if (service.tasks.isFull(account, service.now())) {
		return exchange.refuse(429, 'Too many requests: the limit of your account is reached.');
	}

	const request = { model, body: body.value };
	const priceUsd = priceOf(service, request);
	if (isTooDear(service, account, priceUsd)) return refuseSubmit(exchange, TOO_DEAR);

	const fault = service.faults.queues.submit.take(request);
	entry.fault = fault?.kind;
	if (fault?.kind === 'delay') await service.pause(fault.ms);
	else if (fault !== undefined && !leavesTask(fault)) return refuseSubmit(exchange, fault);

	// Another submit may have spent the balance in the meantime.
	if (isTooDear(service, account, priceUsd)) return refuseSubmit(exchange, TOO_DEAR);
	const task = accept(service, exchange, account, { ...request, priceUsd }, webhook);
	if (fault?.kind === 'delayAfterAccept') await service.pause(fault.ms);
	else if (fault !== undefined && fault.kind !== 'delay') return spoilAnswer(exchange, fault);
	answerAccepted(service, exchange, task, task.outcome);
}

const TOO_DEAR: SubmitFault = { kind: 'insufficientCredits' };

function isTooDear(service: Service, account: number, priceUsd: number): boolean {
	const { balanceUsd: startUsd, tasks } = service;
	return startUsd !== undefined && restUsd(startUsd, tasks.of(account), service.now()) < priceUsd;
}

function priceOf(service: Service, { model, body }: Submit): number {
	const offered = service.models.get(model);
	return offered === undefined ? 0 : costUsd(offered, body, service.discountRate);
}

function leavesTask(fault: SubmitFault): boolean {
	switch (fault.kind) {
		case 'resetAfterAccept':
		case 'timeoutAfterAccept':
		case 'delayAfterAccept':
		case 'errorAfterAccept':
		case 'noId':
			return true;
		case 'malformedJson':
			return fault.accept ?? true;
		case 'html':
			return fault.accept ?? false;
		default:
			return false;
	}
}

function accept(
	service: Service,
	exchange: Exchange,
	account: number,
	request: Submit & Pick<Task, 'priceUsd'>,
	webhook: string | undefined,
): Task {
	const task = service.tasks.accept({
		...request,
		account,
		acceptedAtMs: service.now(),
		takesMs: service.taskMs(request),
		outcome: service.faults.queues.task.take(request) ?? mediaFailure(service, request),
		webhook,
	});
	service.callbacks.expect(task, (run) => exchange.whenOver(run));
	exchange.entry.accepted = true;
	exchange.entry.taskId = task.id;
	exchange.entry.priceUsd = task.priceUsd;
	exchange.entry.note = `task ${task.id} for ${request.model}, ready in ${(endOf(task) - task.acceptedAtMs) / 1000} s`;
	return task;
}

/** The outcome of a task whose files can't be fetched (docs/internals/api.md#task-codes). */
function mediaFailure(service: Service, { body }: Submit): TaskOutcome | undefined {
	const nowMs = service.now();
	const isServed = (path: string) => service.uploads.fileAt(path, nowMs) !== undefined;
	const isMissing = namesMissingMedia(body, service.url, isServed);
	return isMissing ? { kind: 'failTask', code: 1402 } : undefined;
}

function answerAccepted(
	service: Service,
	exchange: Exchange,
	task: Task,
	outcome: TaskOutcome | undefined,
): void {
	const prediction = predictionAtSubmit(task, service.url);
	if (outcome?.kind === 'barePrediction') exchange.json(200, prediction);
	else exchange.succeed(prediction);
}

function refuseSubmit(exchange: Exchange, fault: SubmitFault): void {
	switch (fault.kind) {
		case 'resetBeforeAccept':
			return exchange.reset();
		case 'malformedJson':
			return brokenJson(exchange);
		case 'html':
			return htmlPage(exchange);
		case 'unauthorized':
		case 'forbidden':
		case 'insufficientCredits':
		case 'rateLimited':
		case 'serverError':
		case 'envelopeError':
		case 'redirect':
			return answerFault(exchange, fault);
		default:
			throw new Error(`fault ${fault.kind} leaves a task`);
	}
}

function spoilAnswer(exchange: Exchange, fault: SubmitFault): void {
	switch (fault.kind) {
		case 'resetAfterAccept':
			return exchange.reset();
		case 'timeoutAfterAccept':
			return;
		case 'errorAfterAccept':
			return answerError(exchange, fault);
		case 'noId':
			return exchange.json(200, { code: 200, message: 'success', data: { status: 'created' } });
		case 'malformedJson':
			return brokenJson(exchange);
		case 'html':
			return htmlPage(exchange);
		default:
			throw new Error(`fault ${fault.kind} leaves no task`);
	}
}

// The API asks for public https, but tests receive callbacks on this machine.
function isHttpUrl(text: string): boolean {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	return url?.protocol === 'http:' || url?.protocol === 'https:';
}
