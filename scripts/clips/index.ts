/**
 * `npm run clips`: draws with ffmpeg what the simulator serves as videos, in simulator/video/clips.
 * Needs ffmpeg with libx264 (those in the repository are from 5.1) and some minutes. Frame sizes as
 * arguments draw only those, and `first-frame` the image: `npm run clips -- 1280x720 first-frame`.
 */
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { drawFirstFrame, drawSky, drawStills, encodeClip } from './encode';
import type { FrameSize } from './scene';

const folder = path.join(__dirname, '..', '..', 'simulator', 'video', 'clips');

/**
 * Frame sizes by ratio: those of the models, and large ones that others are cropped from. 4k has no
 * more than it needs, as it takes the most room.
 */
const SIZES = {
	'21:9': ['1120x480', '1680x720', '2520x1080', '5040x2160'],
	'16:9': ['854x480', '1280x720', '1920x1080', '3840x2160'],
	'4:3': ['640x480', '960x720', '1440x1080'],
	'1:1': ['480x480', '720x720', '1080x1080'],
	'3:4': ['480x640', '720x960', '1080x1440'],
	'9:16': ['480x854', '720x1280', '1080x1920', '2160x3840'],
	'9:21': ['480x1120'],
};

/** x264's crf by short side: the more pixels, the less each of them counts. */
const CRF: Readonly<Record<number, number>> = { 480: 31, 720: 32, 1080: 34, 2160: 39 };

const crf = ({ width, height }: FrameSize) => CRF[Math.min(width, height)] ?? 32;

const FIRST_FRAME = { width: 640, height: 360 };

function main(only: readonly string[]) {
	const work = mkdtempSync(path.join(tmpdir(), 'clips-'));
	const file = (name: string) => path.join(work, name);
	const layers = { sky: file('sky.mkv'), land: file('land.png'), meteor: file('meteor.png') };
	mkdirSync(folder, { recursive: true });
	try {
		const isWanted = (name: string) => only.length === 0 || only.includes(name);
		for (const [ratio, sizes] of Object.entries(SIZES)) {
			const frames = sizes.filter(isWanted).map(frameSize);
			const hasStill = ratio === '16:9' && isWanted('first-frame');
			if (frames.length > 0 || hasStill) drawSky(frameSize(sizes[0]), layers.sky);
			for (const size of frames) {
				const name = `${size.width}x${size.height}.mp4`;
				drawStills(size, layers);
				encodeClip(size, layers, crf(size), path.join(folder, name));
				report(name);
			}
			if (!hasStill) continue;
			drawStills(FIRST_FRAME, layers);
			drawFirstFrame(FIRST_FRAME, layers, path.join(folder, 'first-frame.png'));
			report('first-frame.png');
		}
	} finally {
		rmSync(work, { recursive: true });
	}
}

function frameSize(text = ''): FrameSize {
	const [width = 0, height = 0] = text.split('x').map(Number);
	return { width, height };
}

function report(name: string) {
	const kilobytes = Math.round(statSync(path.join(folder, name)).size / 1000);
	console.log(`${name.padEnd(16)}${String(kilobytes).padStart(5)} kB`);
}

main(process.argv.slice(2));
