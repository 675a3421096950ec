import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { videoShape } from '../../../simulator/video/frame-size';
import { makeMp4 } from '../../../simulator/video/mp4';

const hasFfmpeg = ['ffprobe', 'ffmpeg'].every((tool) => spawnSync(tool, ['-version']).status === 0);
if (!hasFfmpeg)
	console.log('ffprobe or ffmpeg is missing: the videos are not decoded in this run.');
const itDecodes = hasFfmpeg ? it : it.skip;

const T2V = 'bytedance/seedance-2.0/text-to-video';

describe('the frame', () => {
	it.each([
		['480p', '16:9', 854, 480],
		['480p', '9:16', 480, 854],
		['480p', '21:9', 1120, 480],
		['480p', '1:1', 480, 480],
		['720p', '16:9', 1280, 720],
		['720p', '4:3', 960, 720],
		['720p', '9:21', 720, 1680],
		['1080p', '16:9', 1920, 1080],
		['4k', '3:4', 2160, 2880],
	])('of %s at %s is %i×%i', (resolution, ratio, width, height) => {
		const shape = videoShape(T2V, { resolution, aspect_ratio: ratio, duration: 7 });
		expect(shape).toEqual({ width, height, durationSeconds: 7 });
	});

	it('takes the tier from the model id and falls back to 720p, 16:9, 5 s', () => {
		expect(videoShape('bytedance/seedance-v1-lite-t2v-480p', {}).height).toBe(480);
		expect(videoShape('bytedance/seedance-v1-pro-i2v-1080p', {}).height).toBe(1080);
		expect(videoShape(T2V, {})).toEqual({ width: 1280, height: 720, durationSeconds: 5 });
		expect(videoShape(T2V, { resolution: 7, aspect_ratio: 'adaptive', duration: 'x' })).toEqual({
			width: 1280,
			height: 720,
			durationSeconds: 5,
		});
	});

	it('follows a picture given as a data URI', () => {
		const png = Buffer.alloc(24);
		png.write('\x89PNG\r\n\x1a\n', 'latin1');
		png.writeUInt32BE(300, 16);
		png.writeUInt32BE(400, 20);
		const image = `data:image/png;base64,${png.toString('base64')}`;
		expect(videoShape(T2V, { image })).toMatchObject({ width: 720, height: 960 });
		const app0 = [0xff, 0xe0, 0, 4, 0, 0];
		const frame = [0xff, 0xc0, 0, 11, 8, 0, 200, 0, 200, 1, 1, 0x11, 0];
		const jpeg = Buffer.from([0xff, 0xd8, ...app0, ...frame]).toString('base64');
		const images = [`data:image/jpeg;base64,${jpeg}`];
		expect(videoShape(T2V, { images })).toMatchObject({ width: 720, height: 720 });
		expect(videoShape(T2V, { image: 'data:image/png;base64,AAAA' }).width).toBe(1280);
		expect(videoShape(T2V, { image: 'https://example.com/a.png' }).width).toBe(1280);
	});
});

describe('the video', () => {
	const folder = mkdtempSync(join(tmpdir(), 'simulator-video-'));
	afterAll(() => rmSync(folder, { recursive: true }));

	const cases = [2, 3, 5].flatMap((durationSeconds) =>
		['16:9', '9:16', '21:9'].map((ratio) => ({ durationSeconds, ratio })),
	);

	itDecodes.each(cases)(
		'plays: $durationSeconds s at $ratio',
		async ({ durationSeconds, ratio }) => {
			const shape = videoShape('bytedance/seedance-v1-lite-t2v-480p', {
				aspect_ratio: ratio,
				duration: durationSeconds,
			});
			const file = join(folder, `${durationSeconds}-${ratio.replace(':', 'x')}.mp4`);
			writeFileSync(file, await makeMp4(shape));
			const entries = 'stream=codec_name,width,height,duration,nb_read_frames';
			const asked = ['-v', 'error', '-count_frames', '-show_entries', entries, '-of', 'json', file];
			// Counting frames decodes them all, and complaints of the decoder go to stderr.
			const { stdout, stderr } = spawnSync('ffprobe', asked, { encoding: 'utf8' });
			expect(stderr).toBe('');
			const probed: unknown = JSON.parse(stdout);
			expect(probed).toMatchObject({
				streams: [
					{
						codec_name: 'h264',
						width: shape.width,
						height: shape.height,
						duration: durationSeconds.toFixed(6),
						nb_read_frames: String(durationSeconds * 24),
					},
				],
			});
		},
	);

	itDecodes('shows the sky it means to show, and a disc that moves', async () => {
		const file = join(folder, 'look.mp4');
		// Neither side is a multiple of 16, so that the frame has to be cropped.
		const [width, height] = [310, 230];
		writeFileSync(file, await makeMp4({ width, height, durationSeconds: 1 }));
		const raw = ['-v', 'error', '-i', file, '-f', 'rawvideo', '-pix_fmt', 'gray', '-'];
		const frames = execFileSync('ffmpeg', raw, { maxBuffer: 1e8 });
		const frameBytes = width * height;
		expect(frames).toHaveLength(24 * frameBytes);
		// ffmpeg also crops to what the mp4 says; without the mp4 only the stream's own cropping counts.
		const bare = ['-v', 'error', '-i', file, '-c', 'copy', '-f', 'h264', '-'];
		const stream = execFileSync('ffmpeg', bare);
		const asked = [
			'-v',
			'error',
			'-f',
			'h264',
			'-show_entries',
			'stream=width,height',
			'-of',
			'csv=p=0',
			'-',
		];
		expect(execFileSync('ffprobe', asked, { input: stream, encoding: 'utf8' }).trim()).toBe(
			'310,230',
		);
		const first = frames.subarray(0, frameBytes);
		const last = frames.subarray(23 * frameBytes);
		// The last row has no disc: it must equal the first row, in every frame.
		for (const frame of [first, last]) {
			expect(frame.subarray(-width).equals(frame.subarray(0, width))).toBe(true);
		}
		const brightest = (frame: Buffer): number => frame.indexOf(Math.max(...frame)) % width;
		expect(brightest(first)).toBeLessThan(80);
		expect(brightest(last)).toBeGreaterThan(230);
	});
});
