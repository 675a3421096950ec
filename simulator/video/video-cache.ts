import type { VideoShape } from './frame-size';
import { makeMp4 } from './mp4';

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
