/**
 * What models make a video from, which node makes such videos, and what the API charges for them
 * (docs/internals/api.md#model-list, docs/internals/api.md#prices).
 */

/** What a model makes its video from. */
export type Mode =
	| 'text-to-video'
	| 'image-to-video'
	| 'reference-to-video'
	| 'talking-avatar'
	| 'video-extend'
	| 'video-edit'
	| 'motion-control'
	| 'upscale'
	/** Anything else that works on a video. */
	| 'video-to-video';

/** The modes that have a submit node. Its models may have other modes. */
export type OfferedMode = Extract<Mode, 'text-to-video' | 'image-to-video' | 'video-to-video'>;

/** The node for the models of each mode. */
export const nodeOf: Readonly<Record<Mode, OfferedMode>> = {
	'text-to-video': 'text-to-video',
	'image-to-video': 'image-to-video',
	'reference-to-video': 'image-to-video',
	'talking-avatar': 'image-to-video',
	'video-extend': 'video-to-video',
	'video-edit': 'video-to-video',
	'motion-control': 'video-to-video',
	upscale: 'video-to-video',
	'video-to-video': 'video-to-video',
};

/** The submit nodes, as their titles say. */
export const nodeNames: Readonly<Record<OfferedMode, string>> = {
	'text-to-video': 'Seedance Text to Video',
	'image-to-video': 'Seedance Image to Video',
	'video-to-video': 'Seedance Video to Video',
};

export const offeredModes: readonly OfferedMode[] = [
	'text-to-video',
	'image-to-video',
	'video-to-video',
];

/**
 * The seconds that are charged: those of the result, or also or only those of a video or audio that
 * is given.
 */
export type ChargedSeconds = 'result' | 'videoAndResult' | 'video' | 'audio';

/** What the API charges for the models of each mode. An extension charges the new seconds only. */
export const chargedSeconds: Readonly<Record<Mode, ChargedSeconds>> = {
	'text-to-video': 'result',
	'image-to-video': 'result',
	'reference-to-video': 'result',
	'talking-avatar': 'audio',
	'video-extend': 'result',
	'video-edit': 'videoAndResult',
	'motion-control': 'video',
	upscale: 'video',
	'video-to-video': 'videoAndResult',
};

/** How the API's types and IDs begin, by mode. Its types are wider than our modes. */
const beginnings: ReadonlyArray<readonly [beginning: string, mode: Mode]> = [
	['text-to-video', 'text-to-video'],
	['image-to-video', 'image-to-video'],
	['reference-to-video', 'reference-to-video'],
	['talking-avatar', 'talking-avatar'],
	['digital-human', 'talking-avatar'],
	['video-extend', 'video-extend'],
	['video-edit', 'video-edit'],
	['motion-control', 'motion-control'],
	['video-upscaler', 'upscale'],
	['upscale', 'upscale'],
	['video-to-video', 'video-to-video'],
];

const said = (text: string): Mode | undefined =>
	beginnings.find(([beginning]) => text.startsWith(beginning))?.[1];

/**
 * The mode of a model that the API lists, by its type. The end of its ID counts where the list
 * gives no type, and where it's more exact: an editing model has the type "video-to-video".
 * @returns undefined for a type that no node is for
 */
export function modeOfListed({ id, type }: { readonly id: string; readonly type: string }) {
	const byType = said(type);
	const byId = said(id.split('/').at(-1) ?? '');
	if (type === '') return byId;
	const isExact = byType !== 'video-to-video' || byId === undefined;
	return isExact || nodeOf[byId] !== byType ? byType : byId;
}
