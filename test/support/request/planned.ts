/** What planSubmit makes of an input when the API lists these models. */
import type { OfferedMode } from '../../../seedance/models';
import { noMedia } from '../../../seedance/request/mediaValues';
import { planSubmit } from '../../../seedance/request/planSubmit';
import type { SubmitInput } from '../../../seedance/request/planSubmit';
import { liveList } from './modelList';
import type { Listed } from './modelList';

export const fromImage = 'image-to-video';
export const fromText = 'text-to-video';
export const pro15 = 'bytedance/seedance-v1.5-pro/image-to-video';
export const image = 'https://example.com/a.png';
export const prompt = 'A fox';

export const text = { type: 'string' };
export const duration = { type: 'integer', minimum: 4, maximum: 15, default: 5 };

export async function plan(mode: OfferedMode, input: SubmitInput, models: readonly Listed[]) {
	return planSubmit(mode, input, noMedia, await liveList(...models));
}

export async function body(...args: Parameters<typeof plan>) {
	const planned = await plan(...args);
	if (!planned.ok) throw new Error(planned.problem.message);
	return planned.request.body;
}

export async function problem(...args: Parameters<typeof plan>) {
	const planned = await plan(...args);
	if (planned.ok) throw new Error(`Planned: ${JSON.stringify(planned.request)}`);
	return planned.problem;
}
