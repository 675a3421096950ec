/** The five model documents, as saved, and what a person reads in them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Facts } from '../../../scripts/check-models/facts';

const folder = path.join(__dirname, '..', '..', 'fixtures', 'models');

/** The text of one document. */
export function documentText(file: string): string {
	return readFileSync(path.join(folder, file), 'utf8');
}

const sixRatios = ['21:9', '16:9', '4:3', '1:1', '3:4', '9:16'];
const twoToTwelve = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const cameraFixed: Facts = { type: 'boolean', required: false, default: false };
const seed: Facts = { type: 'integer', required: false, default: -1, range: [-1, 2147483647] };

/** Typed by hand from the documents' Request Parameters, in their order. */
export const readByHand: readonly {
	readonly file: string;
	readonly model: string;
	readonly parameters: readonly (readonly [string, Facts])[];
}[] = [
	{
		file: '000_3bbf5b1fe4b9a64c.txt',
		model: 'bytedance/seedance-v1-pro-i2v-480p',
		parameters: [
			['prompt', { type: 'string', required: false, maxLength: 2000 }],
			['image', { type: 'string', required: true }],
			['last_image', { type: 'string', required: false }],
			['duration', { type: 'integer', required: true, default: 5, choices: twoToTwelve }],
			['aspect_ratio', { type: 'string', required: false, choices: sixRatios }],
			['camera_fixed', cameraFixed],
			['seed', seed],
		],
	},
	{
		file: '001_6bf58662b6a55cc1.txt',
		model: 'bytedance/seedance-v1-lite-i2v-720p',
		parameters: [
			['prompt', { type: 'string', required: false, maxLength: 2000 }],
			['image', { type: 'string', required: true }],
			['last_image', { type: 'string', required: false }],
			['duration', { type: 'integer', required: false, default: 5, choices: twoToTwelve }],
			['aspect_ratio', { type: 'string', required: false, choices: sixRatios }],
			['camera_fixed', cameraFixed],
			['seed', seed],
		],
	},
	{
		file: '002_0e9a96f715cb861a.txt',
		model: 'bytedance/seedance-v1.5-pro/image-to-video',
		parameters: [
			['prompt', { type: 'string', required: true }],
			['image', { type: 'string', required: true }],
			['last_image', { type: 'string', required: false }],
			['aspect_ratio', { type: 'string', required: false, choices: sixRatios }],
			['duration', { type: 'integer', required: false, default: 5, range: [4, 12] }],
			[
				'resolution',
				{ type: 'string', required: false, default: '720p', choices: ['720p', '480p'] },
			],
			['generate_audio', { type: 'boolean', required: false, default: true }],
			['camera_fixed', cameraFixed],
			['seed', seed],
		],
	},
	{
		file: '003_e3f5cf4fc7b9fe0c.txt',
		model: 'bytedance/seedance-2.0/image-to-video',
		parameters: [
			['images', { type: 'array', required: true, default: [], maxItems: 4 }],
			['prompt', { type: 'string', required: true }],
			['duration', { type: 'integer', required: false, default: 5, choices: [5, 10, 15] }],
		],
	},
	{
		file: '004_b04650d993fc9264.txt',
		model: 'bytedance/seedance-v1-lite-t2v-480p',
		parameters: [
			['prompt', { type: 'string', required: true }],
			[
				'aspect_ratio',
				{ type: 'string', required: false, default: '16:9', choices: [...sixRatios, '9:21'] },
			],
			['duration', { type: 'integer', required: true, default: 5, range: [5, 10] }],
			['camera_fixed', cameraFixed],
			['seed', seed],
		],
	},
];
