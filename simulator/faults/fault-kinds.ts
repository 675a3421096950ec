/** Answers that any route with a key can be made to give. They accept nothing. */
export type AnswerFault =
	/** 401 with the API's envelope. */
	| { readonly kind: 'unauthorized' }
	/** 403 with the API's envelope and, if given, an `error_code`. */
	| { readonly kind: 'forbidden'; readonly errorCode?: string }
	/** HTTP 400 that asks to top up, the only form of missing credits that was seen. */
	| { readonly kind: 'insufficientCredits' }
	/** 429, with Retry-After only if given, because the API documents none. */
	| { readonly kind: 'rateLimited'; readonly retryAfterSeconds?: number }
	/** Any status, by default 500; with `envelope: false` a gateway's plain-text body. */
	| {
			readonly kind: 'serverError';
			readonly status?: number;
			readonly envelope?: boolean;
			readonly message?: string;
	  }
	/** HTTP 200 whose envelope carries another code, by default 500. */
	| { readonly kind: 'envelopeError'; readonly code?: number; readonly message?: string }
	/** A redirect, by default 302, to an absolute or relative location. */
	| { readonly kind: 'redirect'; readonly location: string; readonly status?: number }
	/** Waits, then handles the request as usual (a submit is accepted after the wait). */
	| { readonly kind: 'delay'; readonly ms: number };

/** Faults of a submit. Those named AfterAccept leave a task behind that would be billed. */
export type SubmitFault =
	| AnswerFault
	/** Connection reset, nothing accepted. */
	| { readonly kind: 'resetBeforeAccept' }
	/** Accepted and journalled, then the connection is reset. */
	| { readonly kind: 'resetAfterAccept' }
	/** Accepted, never answered. */
	| { readonly kind: 'timeoutAfterAccept' }
	/** Accepted at once, answered as usual after a while. */
	| { readonly kind: 'delayAfterAccept'; readonly ms: number }
	/** Accepted, then answered with a status, by default 500. */
	| {
			readonly kind: 'errorAfterAccept';
			readonly status?: number;
			readonly envelope?: boolean;
			readonly message?: string;
	  }
	/** Accepted, answered 200 without an id. */
	| { readonly kind: 'noId' }
	/** 200 with truncated JSON; accepted unless `accept: false`. */
	| { readonly kind: 'malformedJson'; readonly accept?: boolean }
	/** 200 with an HTML page (a proxy's, say); not accepted unless `accept: true`. */
	| { readonly kind: 'html'; readonly accept?: boolean };

/** Faults of the routes that only read: a task, the list, the balance, the models, a price. */
export type ReadFault =
	| AnswerFault
	| { readonly kind: 'malformedJson' }
	| { readonly kind: 'html' }
	/** Connection reset instead of an answer. */
	| { readonly kind: 'reset' }
	/** Never answered. */
	| { readonly kind: 'timeout' }
	/** 404 "Prediction not found". */
	| { readonly kind: 'notFound' }
	/** Answered as usual, but not before a test says so. */
	| { readonly kind: 'hold'; readonly until: Promise<unknown> };

/** Faults of a request that deletes tasks. */
export type DeleteFault =
	| ReadFault
	/** Deleted, then the connection is reset. */
	| { readonly kind: 'resetAfterDelete' }
	/** Answered with this as the data of a success; nothing is deleted. */
	| { readonly kind: 'claim'; readonly data: unknown };

/** Faults of a video download. */
export type DownloadFault =
	| { readonly kind: 'forbidden' }
	| { readonly kind: 'notFound' }
	/** Any status, by default 503, plain text. */
	| { readonly kind: 'serverError'; readonly status?: number }
	/** 200 with an HTML page in place of the video. */
	| { readonly kind: 'html' }
	/** Half of the promised bytes, then the connection breaks. */
	| { readonly kind: 'resetAtHalf' }
	/** Half of the promised bytes, then silence. */
	| { readonly kind: 'stallAtHalf' }
	/** Content-Length is larger than what is sent before the connection closes. */
	| { readonly kind: 'wrongLength' }
	/** 200 with an empty body. */
	| { readonly kind: 'zeroBytes' }
	/** The whole video, without Content-Length. */
	| { readonly kind: 'chunked' }
	/** Half of the video without Content-Length, then the connection breaks. */
	| { readonly kind: 'truncatedChunked' }
	/** Half of the video in an answer that ends normally, with its length or in chunks. */
	| { readonly kind: 'endsEarly'; readonly inChunks?: boolean }
	/** The video under another Content-Type. */
	| { readonly kind: 'otherType'; readonly contentType: string }
	/**
	 * A valid mp4 of so many bytes, made while it's sent; below the video's own size, its start.
	 */
	| { readonly kind: 'big'; readonly bytes: number }
	/** The same without Content-Length. Infinity for one without an end. */
	| { readonly kind: 'endless'; readonly bytes: number }
	| { readonly kind: 'redirect'; readonly location: string; readonly status?: number }
	| { readonly kind: 'delay'; readonly ms: number };

/** Faults of a request for an upload ticket, which gives out no ticket. */
export type TicketFault = Exclude<ReadFault, { kind: 'notFound' }>;

/**
 * Faults of a PUT to the upload store. Unless said otherwise the whole body is read first and nothing
 * is stored, so that the ticket can be used again.
 */
export type UploadFault =
	/** 403 "Request has expired". */
	| { readonly kind: 'expired' }
	/** Any status, by default 400, with an XML body. */
	| { readonly kind: 'refused'; readonly status?: number }
	/** Any status, by default 503, with an XML body. */
	| { readonly kind: 'serverError'; readonly status?: number }
	/** Connection reset after about half of the body. */
	| { readonly kind: 'resetAtHalf' }
	/** Stored, then the connection is reset. */
	| { readonly kind: 'resetAfterStore' }
	/** Never answered. */
	| { readonly kind: 'timeout' }
	/** A redirect, by default 307. */
	| { readonly kind: 'redirect'; readonly location: string; readonly status?: number }
	/** Waits before the body is read, then stores it as usual. */
	| { readonly kind: 'delay'; readonly ms: number };

/** Faults of the callback about a task. They last through its retries. */
export type CallbackFault =
	/** Never sent. */
	| { readonly kind: 'drop' }
	/** Sent so many times at once, by default 2, each with retries of its own. */
	| { readonly kind: 'duplicate'; readonly times?: number }
	/** Sent with this delay, on the simulator's clock. */
	| { readonly kind: 'delay'; readonly ms: number }
	/**
	 * Says completed right after the submit's answer, before the task has ended, and is sent again
	 * at its end. Script it before the submit.
	 */
	| { readonly kind: 'early' }
	/** Signed with another secret. */
	| { readonly kind: 'badSignature' }
	/** One with the status processing is sent before it. */
	| { readonly kind: 'processing' };

/** How a task differs from created, processing, completed. */
export type TaskOutcome =
	/**
	 * Ends as `failed` with a task code (docs/internals/api.md#task-codes), by default 1403; still
	 * HTTP 200 with envelope code 200.
	 */
	| { readonly kind: 'failTask'; readonly code?: number; readonly error?: string }
	/** Completed, flagged in has_nsfw_contents. */
	| { readonly kind: 'nsfw' }
	/** Completed with so many videos. `flagged` has the indexes of those flagged, by default none. */
	| {
			readonly kind: 'outputs';
			readonly count: number;
			readonly flagged?: readonly number[];
	  }
	/**
	 * Shows this status instead of `completed`. With `forMs` it shows it from accept on for so
	 * long, and continues as usual. Only `succeeded` has outputs.
	 */
	| {
			readonly kind: 'status';
			readonly status: string;
			readonly forMs?: number;
			readonly error?: string;
	  }
	/** Never ends. */
	| { readonly kind: 'stuck'; readonly status?: string }
	/** Answers about it come without the envelope. */
	| { readonly kind: 'barePrediction' }
	/** Outputs are objects with a `url`. */
	| { readonly kind: 'objectOutputs' }
	/** `urls.get` or the outputs point where the test says, such as another host. */
	| {
			readonly kind: 'replaceUrls';
			readonly get?: string;
			readonly outputs?: readonly string[];
	  };
