/** Runs of a submit node against a scripted API: what is sent, in which order, and what comes out. */
import type { IDataObject } from 'n8n-workflow';
import { createVideos } from '../../nodes/shared/actions/createVideo';
import type { ApiReply } from '../../seedance/api/http';
import type { OfferedMode } from '../../seedance/models';
import { answer, enveloped, model, taskAnswer } from './api/replies';
import { causeOf } from './errors/causeOf';
import { nodeContext } from './nodeContext';
import type { NodeContextOptions, SentRequest } from './nodeContext';

/** The price of its model is published. */
export const fox = { model, prompt: '=prompt', return: 'taskId' };
export const rows = (...prompts: readonly string[]) => prompts.map((prompt) => ({ prompt }));

export const isSubmit = ({ method, url }: SentRequest) =>
	method === 'POST' && url.includes('/bytedance/');
export const promptOf = ({ body }: SentRequest) => (body as { prompt: string }).prompt;
export const idIn = ({ url }: SentRequest) => /predictions\/([^/?]+)/.exec(url)?.[1];

export interface Script {
	readonly submit?: (request: SentRequest) => ApiReply | Promise<ApiReply>;
	readonly read?: (taskId: string) => ApiReply;
	readonly others?: (request: SentRequest) => ApiReply | Promise<ApiReply> | undefined;
}

/** An API whose tasks are named after their prompts. */
export const api =
	({ submit, read, others }: Script = {}) =>
	(request: SentRequest): ApiReply | Promise<ApiReply> => {
		const other = others?.(request);
		if (other !== undefined) return other;
		if (isSubmit(request)) {
			return (submit ?? ((sent) => taskAnswer(`task-${promptOf(sent)}`)))(request);
		}
		const id = idIn(request);
		if (request.method === 'GET' && id !== undefined) {
			return (read ?? ((taskId) => taskAnswer(taskId, 'completed')))(id);
		}
		return request.url.endsWith('/model/price')
			? answer(200, enveloped(200, 'success', { price: 0.26 }))
			: answer(404, enveloped(404));
	};

/** Runs the node. @returns its items or what it threw, and what was sent */
export async function create(
	parameters: IDataObject,
	{
		script,
		of = 'text-to-video',
		...options
	}: NodeContextOptions & {
		readonly script?: Script;
		readonly of?: OfferedMode;
	} = {},
) {
	const made = nodeContext({
		items: rows('fox'),
		...options,
		reply: api(script),
		parameters: { ...fox, ...parameters },
	});
	const ran = await createVideos(made.context, of).then(
		([items = []]) => ({ items }),
		(thrown: unknown) => ({ items: [], thrown }),
	);
	const submits = made.sent.filter(isSubmit);
	return { thrown: undefined, ...ran, ...made, submits };
}

export const causesOf = (items: ReadonlyArray<{ json: IDataObject }>) =>
	items.map(({ json }) => causeOf(json.error));
export const stores = () => ({ flow: {} as IDataObject, node: {} as IDataObject });
/** The ledger's entries in the stores of an execution. */
export const entriesOf = ({ node }: ReturnType<typeof stores>) =>
	Object.values((node.submitted ?? {}) as Record<string, IDataObject>);
