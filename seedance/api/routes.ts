/** The API's addresses. Built from the base URL and our own parts; an answer's `urls.get` is ignored. */

/**
 * POST here to create a task. A model id is a path: its slashes stay (reference §B).
 * @param callbackUrl where the API is to say that the task has ended
 */
export const submitUrl = (baseUrl: string, modelId: string, callbackUrl?: string) =>
	`${baseUrl}/api/v3/${modelId}${callbackUrl === undefined ? '' : `?webhook=${encodeURIComponent(callbackUrl)}`}`;

/** GET here for a task's state and outputs. */
export const resultUrl = (baseUrl: string, taskId: string) =>
	`${baseUrl}/api/v3/predictions/${encodeURIComponent(taskId)}/result`;

/** POST here for the account's recent tasks; it only reads (reference §C). */
export const listUrl = (baseUrl: string) => `${baseUrl}/api/v3/predictions`;

/** GET here for the secret that callbacks are signed with (reference §D). */
export const secretUrl = (baseUrl: string) => `${baseUrl}/api/v3/webhook/secret`;

/** POST here for a ticket to upload a file with (reference §E). */
export const uploadsUrl = (baseUrl: string) => `${baseUrl}/api/v3/media/uploads`;

/** POST a form with a file here where there are no tickets (reference §E). */
export const formUploadUrl = (baseUrl: string) => `${baseUrl}/api/v3/media/upload/binary`;

/** GET here to try a key without spending anything (reference §A). */
export const balancePath = '/api/v3/balance';

/** GET here for all models with their schemas and base prices (reference §G). */
export const modelsUrl = (baseUrl: string) => `${baseUrl}/api/v3/models`;

/** POST here for the price of a request; it spends nothing (reference §G). */
export const priceUrl = (baseUrl: string) => `${baseUrl}/api/v3/model/price`;
