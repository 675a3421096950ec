/** The API's addresses. Built from the base URL and our own parts; an answer's `urls.get` is ignored. */

/** POST here to create a task. A model id is a path: its slashes stay (reference §B). */
export const submitUrl = (baseUrl: string, modelId: string) => `${baseUrl}/api/v3/${modelId}`;

/** GET here for a task's state and outputs. */
export const resultUrl = (baseUrl: string, taskId: string) =>
	`${baseUrl}/api/v3/predictions/${encodeURIComponent(taskId)}/result`;

/** POST here for the account's recent tasks; it only reads (reference §C). */
export const listUrl = (baseUrl: string) => `${baseUrl}/api/v3/predictions`;

/** GET here to try a key without spending anything (reference §A). */
export const balancePath = '/api/v3/balance';
