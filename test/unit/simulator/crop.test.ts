import { clipFor } from '../../../simulator/video/clip';
import { cropped } from '../../../simulator/video/crop';

describe('cropping', () => {
	it('to the size that is stated already changes nothing', async () => {
		// 1080 is no multiple of 16: x264 stated the cropping itself.
		const { avcC } = await clipFor(1920, 1080);
		expect(Buffer.from(cropped(avcC, 1920, 1080)).equals(avcC)).toBe(true);
	});

	it.each([
		[1918, 1078],
		[16, 16],
		[2, 2],
	])('to %i×%i and back is as before', async (width, height) => {
		const { avcC } = await clipFor(1920, 1080);
		const small = cropped(avcC, width, height);
		expect(Buffer.from(small).equals(avcC)).toBe(false);
		expect(Buffer.from(cropped(small, 1920, 1080)).equals(avcC)).toBe(true);
	});

	it('to more pixels than are coded is refused', async () => {
		const { avcC } = await clipFor(1920, 1080);
		expect(() => cropped(avcC, 1936, 1080)).toThrow('1936×1080');
	});
});
