/** A store with a script behind it, beside the scripted API. */
import type { ApiReply, FormRequest, PutRequest } from '../../../seedance/api/http';
import type { CheckedFile, UploadPorts } from '../../../seedance/api/upload';
import { answer, enveloped } from '../api/replies';
import { scriptedApi } from '../api/scriptedApi';
import type { Script, ScriptedApi, ScriptedApiOptions } from '../api/scriptedApi';

export interface ScriptedUploads extends ScriptedApi {
	readonly ports: UploadPorts;
	/** What went to the store. */
	readonly puts: readonly PutRequest[];
	/** What went to the API in forms. */
	readonly forms: readonly FormRequest[];
}

export const storeUrl = 'https://store.test/put/1?signature=s';
export const fileUrl = 'https://cdn.test/photo.png';
export const headers = { 'content-type': 'image/png', 'if-none-match': '*' };

/** A ticket as the API gives it (docs/internals/api.md#uploads). */
export const ticket = (change: object = {}, upload: object = {}) =>
	answer(
		200,
		enveloped(200, 'success', {
			type: 'image',
			download_url: fileUrl,
			filename: 'photo.png',
			size: 3,
			upload: { method: 'PUT', url: storeUrl, headers, expires_at: '2026-01-05', ...upload },
			...change,
		}),
	);

/** @param stores one answer of the store for each try; the last one for ever */
export function scriptedUploads(
	script: Script,
	stores: readonly ApiReply[] = [answer(200)],
	options?: ScriptedApiOptions,
	formAnswers: readonly ApiReply[] = [answer(404, enveloped(404))],
): ScriptedUploads {
	const api = scriptedApi(script, options);
	const puts: PutRequest[] = [];
	const put = async (request: PutRequest): Promise<ApiReply> => {
		puts.push(request);
		return stores[Math.min(puts.length, stores.length) - 1] ?? answer(500);
	};
	const forms: FormRequest[] = [];
	const form = async (request: FormRequest): Promise<ApiReply> => {
		forms.push(request);
		return formAnswers[Math.min(forms.length, formAnswers.length) - 1] ?? answer(500);
	};
	return { ...api, ports: { ...api.ports, put, form, allowsHttp: false }, puts, forms };
}

export function checkedFile(sha256 = 'a'.repeat(64)): CheckedFile {
	return {
		file: { fileName: 'photo.png', open: async () => (async function* () {})() },
		fileName: 'photo.png',
		size: 3,
		sha256,
		mimeType: 'image/png',
	};
}
