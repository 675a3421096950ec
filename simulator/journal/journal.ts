import type { Delivery } from './delivery';

/** What a request was for. */
export type Route =
	| 'submit'
	| 'read'
	| 'list'
	| 'balance'
	| 'models'
	| 'price'
	| 'secret'
	| 'ticket'
	| 'upload'
	| 'form'
	| 'media'
	| 'download'
	| 'sample'
	| 'other';

/** One request as it was seen. Keys are never kept: where one stood, `[key]` stands. */
export interface JournalEntry {
	/** 1 for the first request since the start. */
	readonly number: number;
	readonly route: Route;
	readonly method: string;
	/** Path without the query. */
	readonly path: string;
	/** Milliseconds on the simulator's clock. */
	readonly atMs: number;
	/** When the answer was complete or the connection gone; absent while it is under way. */
	readonly endedAtMs?: number;
	/** Whether a valid key was sent (on routes without a key: false unless one was sent). */
	readonly keyOk: boolean;
	/** Whether any Authorization header came, even where none belongs. */
	readonly authorizationSent: boolean;
	/** HTTP status answered; absent when there was no answer. */
	readonly status?: number;
	/** Whether a task came of it, which the real API would bill. */
	readonly accepted: boolean;
	readonly taskId?: string;
	readonly model?: string;
	/** What the task of a submit costs, in USD, whether the account is charged or not. */
	readonly priceUsd?: number;
	/** The JSON body of a submit, of a question for a price or of a ticket request. */
	readonly body?: Readonly<Record<string, unknown>>;
	/** Where the submit asked to be called back: its query's `webhook`, fit or not. */
	readonly webhook?: string;
	/** Of the body of an upload: so many bytes have come. Absent when it was refused unread. */
	readonly receivedBytes?: number;
	/** Of the complete body of an upload, in hex. */
	readonly sha256?: string;
	/** Of the answer's body: so many bytes were handed to the network, read or not at the other end. */
	readonly sentBytes?: number;
	/** Kind of the scripted fault that hit it. */
	readonly fault?: string;
	/** What happened, in plain words. */
	readonly note?: string;
}

/** A submit that became a task. */
export interface AcceptedSubmit extends JournalEntry {
	readonly taskId: string;
	readonly model: string;
	readonly body: Readonly<Record<string, unknown>>;
}

/** Every request in the order of arrival, with the questions tests ask. */
export class Journal {
	private entries: JournalEntry[] = [];
	private deliveries: Delivery[] = [];

	/** All requests so far. Entries fill in while their request is under way. */
	get requests(): readonly JournalEntry[] {
		return this.entries;
	}

	/** POSTs to a model, accepted or not. */
	submits(): readonly JournalEntry[] {
		return this.entries.filter((entry) => entry.route === 'submit');
	}

	/** Submits that became a task. */
	accepted(): readonly AcceptedSubmit[] {
		return this.entries.filter(isAccepted);
	}

	/** Accepted submits whose body (and model) fit: one intended item should have exactly one. */
	acceptedFor(
		fits: (body: Readonly<Record<string, unknown>>, model: string) => boolean,
	): readonly AcceptedSubmit[] {
		return this.accepted().filter((entry) => fits(entry.body, entry.model));
	}

	/** GETs of a task, or of any task. */
	reads(taskId?: string): readonly JournalEntry[] {
		return this.of('read', taskId);
	}

	/** Downloads of a task's video, or of any. */
	downloads(taskId?: string): readonly JournalEntry[] {
		return this.of('download', taskId);
	}

	/** Requests for the list of models, failed or not. */
	modelLists(): readonly JournalEntry[] {
		return this.of('models');
	}

	/** Questions for a price, refused or not. */
	prices(): readonly JournalEntry[] {
		return this.of('price');
	}

	/** Requests for an upload ticket, refused or not. */
	tickets(): readonly JournalEntry[] {
		return this.of('ticket');
	}

	/** PUTs to the upload store, refused or not. */
	uploads(): readonly JournalEntry[] {
		return this.of('upload');
	}

	/** Files in forms, refused or not. */
	forms(): readonly JournalEntry[] {
		return this.of('form');
	}

	/** Callbacks sent about a task, or about any, in the order of sending: one entry for each try. */
	callbacks(taskId?: string): readonly Delivery[] {
		return this.deliveries.filter((delivery) => taskId === undefined || delivery.taskId === taskId);
	}

	/** Forgets all requests and callbacks. Tasks live on. */
	clear(): void {
		this.entries = [];
		this.deliveries = [];
	}

	/** @internal called by the server as a request arrives */
	add(entry: JournalEntry): void {
		this.entries.push(entry);
	}

	/** @internal called as a callback is sent */
	addDelivery(delivery: Delivery): void {
		this.deliveries.push(delivery);
	}

	private of(route: Route, taskId?: string): readonly JournalEntry[] {
		return this.entries.filter(
			(entry) => entry.route === route && (taskId === undefined || entry.taskId === taskId),
		);
	}
}

function isAccepted(entry: JournalEntry): entry is AcceptedSubmit {
	return entry.accepted;
}
