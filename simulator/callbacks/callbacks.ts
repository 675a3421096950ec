import type { CallbackFault } from '../faults/fault-kinds';
import type { FaultScript } from '../faults/fault-script';
import { endOf, stateAt, type Task } from '../tasks/task';
import type { TaskStore } from '../tasks/task-store';
import { callbackBody, completedBody, processingBody } from './callback-body';
import { Deliveries, type DeliverySettings } from './deliveries';
import { DueList } from './due-list';
import { callbackParts, type Forgery } from './parts';
import { post, type CallbackAnswer } from './post';
import { randomSecret, type CallbackSecrets } from './secrets';

/**
 * The statuses that trigger a callback (docs/internals/api.md#callbacks). `succeeded` is another
 * word for completed; cancelled, timeout and deleted tasks send nothing.
 */
const TOLD: readonly string[] = ['completed', 'succeeded', 'failed'];

/** What callbacks are made from. */
export interface CallbackSettings extends DeliverySettings {
	/** The simulator's own base URL, without a trailing slash. */
	readonly url: string;
	readonly faults: FaultScript;
	readonly tasks: TaskStore;
	readonly secrets: CallbackSecrets;
}

/** A callback to be sent now, right or forged. */
export interface CallbackOrder extends Forgery {
	/** Where to send it. */
	readonly url: string;
	/** Which task it is about. */
	readonly taskId: string;
	/** The body to sign and send; by default the task as it is now. */
	readonly body?: string;
}

/** Sends a callback for each ended task whose submit asked for one. */
export class Callbacks {
	private readonly due: DueList;
	private readonly deliveries: Deliveries;

	constructor(private readonly settings: CallbackSettings) {
		this.due = new DueList(settings.now);
		this.deliveries = new Deliveries(settings);
	}

	/**
	 * Schedules the callback of a task, if its submit asked for one.
	 * @param whenAnswered runs something once the submit is answered
	 */
	expect(task: Task, whenAnswered: (run: () => void) => void): void {
		if (task.webhook === undefined) return;
		const fault = this.settings.faults.queues.callback.take(subjectOf(task));
		if (fault?.kind === 'early') {
			whenAnswered(() => this.deliver(task, completedBody(task, this.settings.url)));
		}
		this.due.add(endOf(task), () => this.ended(task, fault));
	}

	/**
	 * Sends one callback, without retries and without an entry in the journal.
	 * @throws when there is no answer, or the task is unknown and no body given
	 */
	async send({ url, taskId, body, ...forgery }: CallbackOrder): Promise<CallbackAnswer> {
		const { callbackTimeoutMs, now, secrets, stopping, tasks, url: baseUrl } = this.settings;
		const task = tasks.find(taskId, now());
		if (task === undefined && body === undefined) throw new Error(`there is no task ${taskId}`);
		const right = {
			taskId,
			secret: secrets.of(task?.account ?? 0),
			timestamp: Math.floor(now() / 1000),
			body: body ?? (task === undefined ? '' : callbackBody(task, now(), baseUrl)),
		};
		return await post({ url, ...callbackParts(right, forgery) }, callbackTimeoutMs, stopping);
	}

	/**
	 * Drops the callbacks that are due and resolves when none is in flight. Abort `stopping`
	 * before.
	 */
	async stop(): Promise<void> {
		this.due.clear();
		await this.deliveries.ended();
	}

	private ended(task: Task, known: CallbackFault | undefined): void {
		// Faults may be scripted by task ID, which a test learns from the submit's answer.
		const fault = known ?? this.settings.faults.queues.callback.takeScripted(subjectOf(task));
		if (fault?.kind === 'delay') this.due.add(endOf(task) + fault.ms, () => this.tell(task));
		else this.tell(task, fault);
	}

	private tell(task: Task, fault?: CallbackFault): void {
		const { now, url } = this.settings;
		const nowMs = now();
		if (!TOLD.includes(stateAt(task, nowMs).status)) return;
		const body = callbackBody(task, nowMs, url);
		switch (fault?.kind) {
			case 'drop':
				return;
			case 'duplicate':
				for (let sent = 0; sent < (fault.times ?? 2); sent++) this.deliver(task, body);
				return;
			case 'badSignature':
				return this.deliver(task, body, randomSecret());
			case 'processing':
				return this.deliver(task, body, undefined, processingBody(task, url));
			default:
				return this.deliver(task, body);
		}
	}

	private deliver(task: Task, body: string, secret?: string, before?: string): void {
		const { id: taskId, webhook: url, account } = task;
		if (url === undefined || this.settings.stopping.aborted) return;
		const callback = { taskId, url, body, secret: secret ?? this.settings.secrets.of(account) };
		const first =
			before === undefined
				? Promise.resolve()
				: this.deliveries.sendOnce({ ...callback, body: before });
		void first.then(() => this.deliveries.deliver(callback));
	}
}

function subjectOf(task: Task) {
	return { taskId: task.id, model: task.model, body: task.body };
}
