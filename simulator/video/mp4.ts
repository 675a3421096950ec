import { clipFor } from './clip';
import type { Frame } from './clip';
import { cropped } from './crop';
import type { VideoShape } from './frame-size';

/** Constant frame rate of every video. */
const FRAMES_PER_SECOND = 24;

/**
 * Makes a silent, playable H.264 mp4 with exactly `durationSeconds × 24` frames of the given size,
 * from a clip that is shown again and again until it is long enough. The index comes first, so that
 * players can start before the file is complete.
 */
export async function makeMp4(shape: VideoShape): Promise<Uint8Array> {
	const { width, height } = shape;
	const clip = await clipFor(width, height);
	const fits = clip.width === width && clip.height === height;
	const description = fits ? clip.avcC : cropped(clip.avcC, width, height);
	const decoderConfig = { codec: clip.codec, codedWidth: width, codedHeight: height, description };

	const bunny = await import('mediabunny');
	const target = new bunny.BufferTarget();
	const format = new bunny.Mp4OutputFormat({ fastStart: 'in-memory' });
	const output = new bunny.Output({ format, target });
	const source = new bunny.EncodedVideoPacketSource('avc');
	output.addVideoTrack(source, { frameRate: FRAMES_PER_SECOND });
	await output.start();
	for (const { bytes, isKey, place } of looped(clip.frames, shape.durationSeconds)) {
		const [at, lasts] = [place / FRAMES_PER_SECOND, 1 / FRAMES_PER_SECOND];
		const packet = new bunny.EncodedPacket(bytes, isKey ? 'key' : 'delta', at, lasts);
		await source.add(packet, { decoderConfig });
	}
	await output.finalize();
	if (target.buffer === null) throw new Error('the mp4 writer gave no bytes');
	return new Uint8Array(target.buffer);
}

/** A clip's frames, from the start again after the last one, without those shown after the end. */
function* looped(frames: readonly Frame[], seconds: number): Generator<Frame> {
	const end = Math.max(1, Math.round(seconds * FRAMES_PER_SECOND));
	for (let start = 0; start < end; start += frames.length) {
		for (const frame of frames) {
			if (start + frame.place < end) yield { ...frame, place: start + frame.place };
		}
	}
}

/** How many videos are kept. */
const KEPT = 8;

/** Makes each video once, on first demand, and keeps the last few. */
export class VideoCache {
	private readonly made = new Map<string, Promise<Uint8Array>>();

	/** The mp4 of a shape, new or kept. */
	get(shape: VideoShape): Promise<Uint8Array> {
		const key = `${shape.width}x${shape.height}x${shape.durationSeconds}`;
		const known = this.made.get(key);
		if (known !== undefined) return known;
		const making = makeMp4(shape);
		this.made.set(key, making);
		for (const oldest of this.made.keys()) {
			if (this.made.size <= KEPT) break;
			this.made.delete(oldest);
		}
		return making;
	}
}
