/**
 * The models that were new or corrected in November 2026, as a list would give them. Typed by hand
 * from the vendor's pages, not from the records.
 */
import type { LiveModel } from '../../../simulator/models/live-model';

type Schema = Readonly<Record<string, unknown>>;

const clip = (kind: string): Schema => ({ type: 'string', 'x-accept': `${kind}/*` });
const clips = (kind: string, maxItems?: number): Schema => ({
	type: 'array',
	items: { type: 'string' },
	'x-accept': `${kind}/*`,
	...(maxItems !== undefined && { maxItems }),
});
const seconds = (minimum: number, maximum: number, preset?: number): Schema => ({
	type: 'integer',
	minimum,
	maximum,
	...(preset !== undefined && { default: preset }),
});
const choice = (choices: string, preset?: string): Schema => ({
	type: 'string',
	enum: choices.split(' '),
	...(preset !== undefined && { default: preset }),
});
const toggle = (preset: boolean): Schema => ({ type: 'boolean', default: preset });
const seed = { type: 'integer', minimum: -1, maximum: 2147483647, default: -1 };

const prompt = { type: 'string' };
const audio = { generate_audio: toggle(true) };
const web = { enable_web_search: toggle(false) };
const all = { resolution: choice('480p 720p 1080p 4k', '720p') };
const high = { resolution: choice('720p 1080p', '720p') };
const low = { resolution: choice('480p 720p', '720p') };
const shapes = '21:9 16:9 4:3 1:1 3:4 9:16';
const references = (images: number, others: number) => ({
	reference_images: clips('image', images),
	reference_videos: clips('video', others),
	reference_audios: clips('audio', others),
});

/** A model with the parameters that have a star as required ones. */
function model(id: string, type: string, parameters: Readonly<Record<string, Schema>>): LiveModel {
	const entries = Object.entries(parameters);
	const plain = (name: string) => name.replace('*', '');
	return {
		id: `bytedance/${id}`,
		name: id,
		type,
		schema: {
			type: 'object',
			properties: Object.fromEntries(entries.map(([name, schema]) => [plain(name), schema])),
			required: entries.filter(([name]) => name.endsWith('*')).map(([name]) => plain(name)),
		},
	};
}

const textTurbo = (family: string) =>
	model(`${family}/text-to-video-turbo`, 'text-to-video', {
		'prompt*': prompt,
		duration: seconds(4, 15, 5),
		aspect_ratio: choice(shapes, '16:9'),
		...high,
		...audio,
		...web,
		...references(9, 3),
	});
const imageTurbo = (family: string) =>
	model(`${family}/image-to-video-turbo`, 'image-to-video', {
		'image*': clip('image'),
		'prompt*': prompt,
		duration: seconds(4, 15, 5),
		aspect_ratio: choice(shapes),
		last_image: clip('image'),
		...high,
		...audio,
		...web,
	});
const spicy20 = (family: string) =>
	model(`${family}/image-to-video-spicy`, 'image-to-video', {
		'image*': clip('image'),
		prompt,
		duration: seconds(4, 15, 5),
		aspect_ratio: choice(shapes),
		last_image: clip('image'),
		...all,
		...audio,
		seed,
	});
const extend20 = (family: string) =>
	model(`${family}/video-extend`, 'video-extend', {
		'prompt*': prompt,
		'video*': clip('video'),
		last_image: clip('image'),
		duration: seconds(4, 15, 5),
		...all,
		...web,
	});
const edit20 = (family: string, name: string, resolutions: Readonly<Record<string, Schema>>) =>
	model(`${family}/${name}`, 'video-to-video', {
		'prompt*': prompt,
		'video*': clip('video'),
		reference_images: clips('image'),
		reference_audios: clips('audio'),
		duration: seconds(4, 15),
		aspect_ratio: choice(shapes),
		...resolutions,
		...audio,
		...web,
	});
const edit25 = (name: string, resolutions: Readonly<Record<string, Schema>>) =>
	model(`seedance-2.5/${name}`, 'video-to-video', {
		'prompt*': prompt,
		'video*': clip('video'),
		reference_images: clips('image'),
		reference_audios: clips('audio'),
		...resolutions,
		...audio,
	});
const extend15 = (name: string, resolutions: string) =>
	model(`seedance-v1.5-pro/${name}`, 'video-extend', {
		'prompt*': prompt,
		'video*': clip('video'),
		duration: seconds(4, 12, 5),
		resolution: choice(resolutions, '720p'),
		...audio,
		camera_fixed: toggle(false),
		seed,
	});
const flashText = (name: string, resolutions: Readonly<Record<string, Schema>>) =>
	model(`seedance-2.5-flash/${name}`, 'text-to-video', {
		'prompt*': prompt,
		duration: seconds(4, 30, 5),
		...resolutions,
		...references(10, 5),
	});
const flashImage = (name: string, resolutions: Readonly<Record<string, Schema>>) =>
	model(`seedance-2.5-flash/${name}`, 'image-to-video', {
		'image*': clip('image'),
		'prompt*': prompt,
		last_image: clip('image'),
		duration: seconds(4, 30, 5),
		...resolutions,
	});
const spicy25 = (family: string, more: Readonly<Record<string, Schema>>) =>
	model(`${family}/image-to-video-spicy`, 'image-to-video', {
		'image*': clip('image'),
		prompt,
		duration: seconds(4, 30, 5),
		...audio,
		last_image: clip('image'),
		...more,
	});

const families20 = ['seedance-2.0', 'seedance-2.0-fast', 'seedance-2.0-mini'];

/** The models whose parameters a page documents. */
const documented: readonly LiveModel[] = [
	...families20.flatMap((family) => [
		textTurbo(family),
		imageTurbo(family),
		spicy20(family),
		extend20(family),
		edit20(family, 'video-edit', all),
		edit20(family, 'video-edit-turbo', high),
	]),
	spicy25('seedance-2.5', { ...all, seed }),
	spicy25('seedance-2.5-flash', low),
	flashText('text-to-video', low),
	flashText('text-to-video-turbo', high),
	flashImage('image-to-video', low),
	flashImage('image-to-video-turbo', high),
	edit25('video-edit', all),
	edit25('video-edit-turbo', high),
	model('seedance-2.5/video-extend', 'video-extend', {
		'prompt*': prompt,
		'video*': clip('video'),
		...all,
		duration: seconds(4, 30, 5),
		...audio,
	}),
	model('seedance-2.5/motion-control', 'motion-control', {
		'image*': clip('image'),
		'video*': clip('video'),
		prompt,
		resolution: choice('480p 720p 1080p', '720p'),
		...audio,
	}),
	model('seedance-2.5-flash/motion-control', 'motion-control', {
		'video*': clip('video'),
		reference_images: clips('image', 10),
		prompt,
		resolution: choice('480p 720p 1080p'),
	}),
	model('seedance-2.5/talking-avatar', 'digital-human', {
		'image*': clip('image'),
		'audio*': clip('audio'),
		prompt,
		...low,
	}),
	extend15('video-extend', '480p 720p'),
	extend15('video-extend-fast', '720p 1080p'),
	{
		...model('video-upscaler', 'video-to-video', {
			'video*': clip('video'),
			target_resolution: choice('1080p 2k 4k'),
		}),
		basePriceUsd: 0.0072,
	},
	model('seedance-v1-lite/reference-to-video', 'image-to-video', {
		'reference_images*': { ...clips('image', 4), minItems: 1 },
		'prompt*': prompt,
		duration: seconds(5, 10, 5),
		camera_fixed: toggle(false),
		seed: { type: 'integer', minimum: -1, maximum: 2147483647 },
	}),
];

/** The models of which only the name is known. */
const named: readonly LiveModel[] = [
	model('seedance-2.5/reference-to-video', 'reference-to-video', {}),
	model('seedance-2.5-flash/reference-to-video', 'reference-to-video', {}),
	model('seedance-2.5-flash/video-edit', 'video-to-video', {}),
	model('seedance-2.0-fast/reference-to-video', 'reference-to-video', {}),
	model('seedance-2.0-fast/reference-to-video-turbo', 'reference-to-video', {}),
];

export const family: readonly LiveModel[] = [...documented, ...named];
export const namesOnly: readonly string[] = named.map(({ id }) => id);
