import type { FileToUpload } from '../uploads/upload-store';
import type {
	CallbackFault,
	DeleteFault,
	DownloadFault,
	ReadFault,
	SubmitFault,
	TaskOutcome,
	TicketFault,
	UploadFault,
} from './fault-kinds';
import { FaultQueue, type FaultRule } from './fault-queue';

/** A submit as faults and timing functions see it. */
export interface Submit {
	readonly model: string;
	readonly body: Readonly<Record<string, unknown>>;
}

/** A request about one task; model and body are those of its submit, absent for unknown ids. */
export interface TaskRequest {
	readonly taskId: string;
	readonly model?: string;
	readonly body?: Readonly<Record<string, unknown>>;
}

/** A request for the list of recent tasks. */
export interface ListRequest {
	readonly withInputs: boolean;
}

/** A request for one of a task's videos. */
export interface DownloadRequest extends TaskRequest {
	/** Which of them; 0 for the first. */
	readonly output: number;
}

/**
 * Functions that decide about faults instead of a script. Each is asked once for every request or
 * task.
 */
export interface FaultChoices {
	readonly submit?: (submit: Submit) => SubmitFault | undefined;
	readonly task?: (submit: Submit) => TaskOutcome | undefined;
	readonly read?: (request: TaskRequest) => ReadFault | undefined;
	readonly list?: (query: ListRequest) => ReadFault | undefined;
	readonly balance?: () => ReadFault | undefined;
	readonly models?: () => ReadFault | undefined;
	readonly price?: (inputs: Submit) => ReadFault | undefined;
	readonly callback?: (about: TaskRequest) => CallbackFault | undefined;
	readonly download?: (request: DownloadRequest) => DownloadFault | undefined;
	readonly ticket?: (file: FileToUpload) => TicketFault | undefined;
	readonly upload?: (file: FileToUpload) => UploadFault | undefined;
}

/**
 * The script of what goes wrong. It applies to valid, authenticated requests; refused ones don't
 * use it up.
 */
export class FaultScript {
	/** @internal consulted by the routes */
	readonly queues = {
		submit: new FaultQueue<SubmitFault, Submit>(),
		task: new FaultQueue<TaskOutcome, Submit>(),
		read: new FaultQueue<ReadFault, TaskRequest>(),
		list: new FaultQueue<ReadFault, ListRequest>(),
		delete: new FaultQueue<DeleteFault, undefined>(),
		balance: new FaultQueue<ReadFault, undefined>(),
		models: new FaultQueue<ReadFault, undefined>(),
		price: new FaultQueue<ReadFault, Submit>(),
		secret: new FaultQueue<ReadFault, undefined>(),
		callback: new FaultQueue<CallbackFault, TaskRequest>(),
		download: new FaultQueue<DownloadFault, DownloadRequest>(),
		ticket: new FaultQueue<TicketFault, FileToUpload>(),
		upload: new FaultQueue<UploadFault, FileToUpload>(),
	};

	/** Makes the next fitting submit go wrong. */
	onSubmit(fault: SubmitFault, rule?: FaultRule<Submit>): void {
		this.queues.submit.add(fault, rule);
	}

	/** Gives the next fitting accepted task another outcome or shape. */
	onTask(outcome: TaskOutcome, rule?: FaultRule<Submit>): void {
		this.queues.task.add(outcome, rule);
	}

	/** Makes the next fitting GET of a task go wrong. */
	onRead(fault: ReadFault, rule?: FaultRule<TaskRequest>): void {
		this.queues.read.add(fault, rule);
	}

	/** Makes the next list of tasks go wrong. */
	onList(fault: ReadFault, rule?: FaultRule<ListRequest>): void {
		this.queues.list.add(fault, rule);
	}

	/** Makes the next request that deletes tasks go wrong. */
	onDelete(fault: DeleteFault, rule?: FaultRule<undefined>): void {
		this.queues.delete.add(fault, rule);
	}

	/** Makes the next balance request go wrong. */
	onBalance(fault: ReadFault, rule?: FaultRule<undefined>): void {
		this.queues.balance.add(fault, rule);
	}

	/** Makes the next request for the list of models go wrong. */
	onModels(fault: ReadFault, rule?: FaultRule<undefined>): void {
		this.queues.models.add(fault, rule);
	}

	/** Makes the next fitting price request go wrong; its inputs count as the body. */
	onPrice(fault: ReadFault, rule?: FaultRule<Submit>): void {
		this.queues.price.add(fault, rule);
	}

	/** Makes the next request for the webhook secret go wrong. */
	onSecret(fault: ReadFault, rule?: FaultRule<undefined>): void {
		this.queues.secret.add(fault, rule);
	}

	/**
	 * Makes the callback about the next fitting task go wrong. Tasks without a callback don't use
	 * it up.
	 */
	onCallback(fault: CallbackFault, rule?: FaultRule<TaskRequest>): void {
		this.queues.callback.add(fault, rule);
	}

	/** Makes the next fitting download go wrong. */
	onDownload(fault: DownloadFault, rule?: FaultRule<DownloadRequest>): void {
		this.queues.download.add(fault, rule);
	}

	/** Makes the next fitting request for an upload ticket go wrong. */
	onTicket(fault: TicketFault, rule?: FaultRule<FileToUpload>): void {
		this.queues.ticket.add(fault, rule);
	}

	/** Makes the next fitting PUT to the upload store go wrong. */
	onUpload(fault: UploadFault, rule?: FaultRule<FileToUpload>): void {
		this.queues.upload.add(fault, rule);
	}

	/**
	 * Sets functions that decide about every submit, task, request or callback without a scripted
	 * fault.
	 */
	decide(choices: FaultChoices): void {
		if (choices.submit !== undefined) this.queues.submit.otherwise(choices.submit);
		if (choices.task !== undefined) this.queues.task.otherwise(choices.task);
		if (choices.read !== undefined) this.queues.read.otherwise(choices.read);
		if (choices.list !== undefined) this.queues.list.otherwise(choices.list);
		if (choices.balance !== undefined) this.queues.balance.otherwise(choices.balance);
		if (choices.models !== undefined) this.queues.models.otherwise(choices.models);
		if (choices.price !== undefined) this.queues.price.otherwise(choices.price);
		if (choices.callback !== undefined) this.queues.callback.otherwise(choices.callback);
		if (choices.download !== undefined) this.queues.download.otherwise(choices.download);
		if (choices.ticket !== undefined) this.queues.ticket.otherwise(choices.ticket);
		if (choices.upload !== undefined) this.queues.upload.otherwise(choices.upload);
	}

	/** How many scripted faults have not happened yet (endless ones not counted). */
	get pending(): number {
		return Object.values(this.queues).reduce((sum, queue) => sum + queue.pending, 0);
	}

	/** Forgets every fault. */
	clear(): void {
		for (const queue of Object.values(this.queues)) queue.clear();
	}
}
