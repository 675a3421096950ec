/** From a finished task to a file in the item. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Prediction } from '../../seedance/api/prediction';
import { problem } from '../../seedance/errors/messages';
import { fileName, mayDownload } from '../../seedance/task/outputFile';
import { z } from '../../seedance/zod';
import { networkCode } from './httpPort';

type BinarySource = Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0];

/** Ten minutes: a large video over a slow line. */
const downloadTimeoutMs = 600_000;

const answerSchema = z.object({
	statusCode: z.number(),
	headers: z.object({
		'content-type': z.string().optional().catch(undefined),
		location: z.string().optional().catch(undefined),
	}),
	body: z.custom<Extract<BinarySource, { pipe: unknown }>>(
		(body) => typeof body === 'object' && body !== null && 'pipe' in body,
	),
});

export interface DownloadPlan {
	/** The binary field to write to. */
	readonly field: string;
	/** Whether http links are fine, because the API itself is on this machine. */
	readonly allowsHttp: boolean;
}

/** How many redirects a download follows. */
const mostRedirects = 5;

async function request(context: IExecuteFunctions, url: string) {
	const signal = context.getExecutionCancelSignal();
	const response: unknown = await context.helpers.httpRequest({
		method: 'GET',
		url,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		// Followed below, because every leg must be allowed.
		disableFollowRedirect: true,
		sendCredentialsOnCrossOriginRedirect: false,
		timeout: downloadTimeoutMs,
		...(signal !== undefined && { abortSignal: signal }),
	});
	return answerSchema.parse(response);
}

/** Fetches one output as a stream, without the key, and hands it to n8n's binary store. */
async function fetchOutput(
	context: IExecuteFunctions,
	from: string,
	name: string,
	allowsHttp: boolean,
) {
	let url = from;
	let answer = await request(context, url);
	for (let followed = 0; followed < mostRedirects; followed += 1) {
		const { statusCode, headers, body } = answer;
		if (statusCode < 300 || statusCode >= 400 || headers.location === undefined) break;
		body.destroy();
		url = new URL(headers.location, url).href;
		if (!mayDownload(url, allowsHttp)) {
			return { finding: 'The link leads to an address that is not a https:// address.' };
		}
		answer = await request(context, url);
	}
	const { statusCode, headers, body } = answer;
	const type = headers['content-type']?.split(';')[0]?.trim() ?? 'video/mp4';
	const isFile = statusCode === 200 && !type.startsWith('text/');
	if (!isFile) {
		body.destroy();
		return { finding: `The link answered with HTTP ${statusCode} (${type}).` };
	}
	const mimeType = type.startsWith('video/') ? type : 'video/mp4';
	return { binary: await context.helpers.prepareBinaryData(body, name, mimeType) };
}

/**
 * Adds the task's video to its item. A download that does not succeed leaves the item as it is and
 * says so in `downloadError`: the task is paid for, and its links are in the item.
 */
export async function withVideo(
	context: IExecuteFunctions,
	item: INodeExecutionData,
	prediction: Prediction,
	plan: DownloadPlan,
): Promise<INodeExecutionData> {
	const url = prediction.outputs[0];
	if (prediction.statusKind !== 'succeeded') return item;
	const failed = (detail: string): INodeExecutionData => {
		const { message, description } = problem('downloadFailed', { taskId: prediction.id, detail });
		const json: IDataObject = { ...item.json, downloadError: `${message}. ${description}` };
		return { ...item, json };
	};
	if (url === undefined) return failed('The task has no output.');
	if (!mayDownload(url, plan.allowsHttp)) return failed('Its address is not a https:// address.');
	try {
		const fetched = await fetchOutput(context, url, fileName(prediction), plan.allowsHttp);
		if (fetched.binary === undefined) return failed(fetched.finding);
		return { ...item, binary: { ...item.binary, [plan.field]: fetched.binary } };
	} catch (error) {
		return failed(`The connection broke (${networkCode(error)}).`);
	}
}
