import { readdirSync } from 'node:fs';
import { CLIPS, clipFor } from '../../../simulator/video/clip';
import { videoShape } from '../../../simulator/video/frame-size';

const sizes = readdirSync(CLIPS).flatMap((name) => {
	const [, width, height] = /^(\d+)x(\d+)\.mp4$/.exec(name) ?? [];
	return width === undefined ? [] : [[Number(width), Number(height)] as const];
});

describe('the clip of a frame size', () => {
	it.each(sizes)('%i×%i has that size and can be cut after each second', async (width, height) => {
		const clip = await clipFor(width, height);
		expect([clip.width, clip.height]).toEqual([width, height]);
		expect(clip.frames.map(({ isKey }) => isKey)).toEqual([
			true,
			...Array<boolean>(119).fill(false),
		]);
		const places = clip.frames.map(({ place }) => place);
		for (let end = 24; end <= 120; end += 24) {
			// What is decoded before the cut is what is shown before it.
			expect(places.slice(0, end).sort((a, b) => a - b)).toEqual(
				Array.from({ length: end }, (_, i) => i),
			);
		}
	});

	it('is read once', async () => {
		expect(await clipFor(480, 480)).toBe(await clipFor(480, 480));
	});

	it.each([
		[310, 230, 480, 480],
		[850, 480, 854, 480],
		[720, 1000, 720, 1280],
		[2880, 2160, 3840, 2160],
	])('for %i×%i is the smallest that covers it, %i×%i', async (width, height, across, down) => {
		expect(await clipFor(width, height)).toMatchObject({ width: across, height: down });
	});

	it('exists for the widest and the narrowest image at every resolution', async () => {
		for (const resolution of ['480p', '720p', '1080p', '4k']) {
			for (const [across, down] of [
				[3000, 10],
				[10, 3000],
			] as const) {
				const { width, height } = videoShape('any', { resolution, image: png(across, down) });
				expect((await clipFor(width, height)).width).toBeGreaterThanOrEqual(width);
			}
		}
	});

	it('does not exist for more pixels than any clip has', async () => {
		await expect(clipFor(9000, 9000)).rejects.toThrow('9000×9000');
	});
});

function png(width: number, height: number): string {
	const bytes = Buffer.alloc(24);
	bytes.write('\x89PNG\r\n\x1a\n', 'latin1');
	bytes.writeUInt32BE(width, 16);
	bytes.writeUInt32BE(height, 20);
	return `data:image/png;base64,${bytes.toString('base64')}`;
}
