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

	const cases = [2, 3, 5, 12].flatMap((durationSeconds) =>
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

	// Neither side is a multiple of 16, and no clip has this size.
	const odd = { width: 310, height: 230, durationSeconds: 6 };

	itDecodes('has its frame size in the H.264 stream, not in the mp4 alone', async () => {
		const file = join(folder, 'cropped.mp4');
		writeFileSync(file, await makeMp4(odd));
		const bare = ['-v', 'error', '-i', file, '-c', 'copy', '-f', 'h264', '-'];
		const input = execFileSync('ffmpeg', bare);
		const entries = ['-show_entries', 'stream=width,height', '-of', 'csv=p=0'];
		const asked = ['-v', 'error', '-f', 'h264', ...entries, '-'];
		expect(execFileSync('ffprobe', asked, { input, encoding: 'utf8' }).trim()).toBe('310,230');
	});

	itDecodes('moves, and begins again after five seconds', async () => {
		const file = join(folder, 'look.mp4');
		writeFileSync(file, await makeMp4(odd));
		const raw = ['-v', 'error', '-i', file, '-f', 'rawvideo', '-pix_fmt', 'gray', '-'];
		const film = execFileSync('ffmpeg', raw, { maxBuffer: 1e8 });
		const frameBytes = odd.width * odd.height;
		expect(film).toHaveLength(6 * 24 * frameBytes);
		const frame = (at: number) => film.subarray(at * frameBytes, (at + 1) * frameBytes);
		expect(frame(120).equals(frame(0))).toBe(true);
		expect(frame(143).equals(frame(23))).toBe(true);
		const differing = frame(60).filter((luma, i) => Math.abs(luma - (frame(0)[i] ?? 0)) > 8);
		expect(differing.length).toBeGreaterThan(frameBytes / 10);
	});
});
