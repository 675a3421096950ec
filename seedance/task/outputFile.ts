import type { Prediction } from '../api/prediction';

/**
 * Whether an output may be fetched: https only, or http too when the API itself is on this machine.
 */
export function mayDownload(url: string, allowsHttp: boolean): boolean {
	try {
		const { protocol } = new URL(url);
		return protocol === 'https:' || (allowsHttp && protocol === 'http:');
	} catch {
		return false;
	}
}

/** A file name that tells model and task apart: "seedance-2.5-text-to-video-0a1b….mp4". */
export function fileName({ model, id }: Prediction): string {
	const name = `${(model ?? 'seedance').replace(/^bytedance\//, '')}-${id}`;
	return `${name.replace(/[^\w.-]+/g, '-').replace(/\.{2,}/g, '.')}.mp4`;
}
