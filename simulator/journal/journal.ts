import type { Delivery } from './delivery';

/** What a request was for. */
export type Route =
	| 'submit'
	| 'read'
	| 'list'
	| 'delete'
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

/** One request as it arrived. Keys are never kept: each is replaced by `[key]`. */
export interface JournalEntry {
	/** 1 for the first request since the start. */
	readonly number: number;
	readonly route: Route;
	readonly method: string;
	/** Path without the query. */
	readonly path: string;
	/** Milliseconds on the simulator's clock. */
	readonly atMs: number;
	/** When the answer was complete or the connection closed; absent while it's in flight. */
	readonly endedAtMs?: number;
	/** Whether a valid key was sent, also on routes that need none. */
	readonly keyOk: boolean;
	/** Whether the request had an Authorization header, also on routes that need none. */
	readonly authorizationSent: boolean;
	/** HTTP status answered; absent when there was no answer. */
	readonly status?: number | undefined;
	/** Whether it started a task, which the real API would charge. */
	readonly accepted: boolean;
	readonly taskId?: string;
	readonly model?: string | undefined;
	/** What the task of a submit costs, in USD, whether the account is charged or not. */
	readonly priceUsd?: number;
	/** The JSON body of a submit, of a price request or of a ticket request. */
	readonly body?: Readonly<Record<string, unknown>>;
	/** The `webhook` in the submit's query, valid or not. */
	readonly webhook?: string | undefined;
	/** How many bytes of an upload's body have arrived. Absent when it was refused unread. */
	readonly receivedBytes?: number;
	/** The SHA-256 of an upload's complete body, in hex. */
	readonly sha256?: string;
	/**
	 * How many bytes of the answer's body were handed to the network, whether or not the client
	 * read them.
	 */
	readonly sentBytes?: number;
	/** The kind of scripted fault that applied to it. */
	readonly fault?: string | undefined;
	/** What happened, in plain words. */
	readonly note?: string | undefined;
}

/** A submit that became a task. */
export interface AcceptedSubmit extends JournalEntry {
	readonly taskId: string;
	readonly model: string;
	readonly body: Readonly<Record<string, unknown>>;
}

/** Every request in the order of arrival, with the queries that tests need. */
export class Journal {
	private entries: JournalEntry[] = [];
	private deliveries: Delivery[] = [];

	/** All requests so far. Entries are completed while their request is in flight. */
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

	/** Requests that delete tasks, by either route, refused or not. */
	deletes(): readonly JournalEntry[] {
		return this.of('delete');
	}

	/** Downloads of a task's video, or of any. */
	downloads(taskId?: string): readonly JournalEntry[] {
		return this.of('download', taskId);
	}

	/** Requests for the list of models, failed or not. */
	modelLists(): readonly JournalEntry[] {
		return this.of('models');
	}

	/** Price requests, refused or not. */
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

	/**
	 * Callbacks about a task, or about any, in the order of sending, with one entry for each try.
	 */
	callbacks(taskId?: string): readonly Delivery[] {
		return this.deliveries.filter((delivery) => taskId === undefined || delivery.taskId === taskId);
	}

	/** Removes all requests and callbacks. Tasks are kept. */
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
