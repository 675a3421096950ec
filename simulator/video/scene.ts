/** One macroblock as I_PCM wants it: 256 luma, 64 Cb and 64 Cr samples, each in raster order. */
const MACROBLOCK_BYTES = 384;

/** Video-range Y, Cb, Cr of the disc. */
const DISC = [225, 112, 140] as const;

/** Dusk, left to right: night blue, violet, rose, amber. Video-range Y, Cb, Cr. */
const SKY = [
	[48, 158, 116],
	[82, 156, 142],
	[128, 124, 164],
	[176, 92, 150],
] as const;

/**
 * A dusk gradient whose colour depends on the column alone (so that H.264's vertical prediction draws
 * it for nearly no bits) and a pale disc that travels from left to right, rising and sinking.
 */
export class Scene {
	private readonly radius: number;

	private readonly sky: ReadonlyArray<readonly [number, number, number]>;

	constructor(
		private readonly width: number,
		private readonly height: number,
		private readonly frames: number,
	) {
		this.radius = Math.min(24, Math.floor(Math.min(width, height) / 8));
		this.sky = Array.from({ length: Math.ceil(width / 16) * 16 }, (_, x) => skyAt(x / width));
	}

	/** The rectangle of macroblocks the disc touches in a frame, inclusive, with one pixel to spare. */
	discArea(frame: number): { left: number; right: number; top: number; bottom: number } {
		const { x, y } = this.discCentre(frame);
		const reach = this.radius + 1;
		// The spare pixel keeps the last row of the rectangle plain sky: what lies below copies it.
		return {
			left: Math.floor((x - reach) / 16),
			right: Math.floor((x + reach) / 16),
			top: Math.floor((y - reach) / 16),
			bottom: Math.floor((y + reach) / 16),
		};
	}

	/** Draws one macroblock of a frame. */
	macroblock(frame: number, column: number, row: number): Uint8Array {
		const { x: discX, y: discY } = this.discCentre(frame);
		const out = new Uint8Array(MACROBLOCK_BYTES);
		for (let y = 0; y < 16; y++) {
			for (let x = 0; x < 16; x++) {
				const px = column * 16 + x;
				const dx = px + 0.5 - discX;
				const dy = row * 16 + y + 0.5 - discY;
				const inside = dx * dx + dy * dy <= this.radius * this.radius;
				const [luma, cb, cr] = inside ? DISC : this.skyColumn(px);
				out[y * 16 + x] = luma;
				if (x % 2 === 0 && y % 2 === 0) {
					out[256 + (y / 2) * 8 + x / 2] = cb;
					out[320 + (y / 2) * 8 + x / 2] = cr;
				}
			}
		}
		return out;
	}

	private skyColumn(x: number): readonly [number, number, number] {
		return this.sky[x] ?? skyAt(1);
	}

	private discCentre(frame: number): { x: number; y: number } {
		const part = this.frames > 1 ? frame / (this.frames - 1) : 0;
		const margin = this.radius + 18;
		const x = margin + part * (this.width - 2 * margin);
		const y = this.height / 2 + Math.sin(part * Math.PI * 4) * (this.height / 2 - margin) * 0.6;
		return { x, y };
	}
}

function skyAt(part: number): readonly [number, number, number] {
	const place = Math.min(0.9999, Math.max(0, part)) * (SKY.length - 1);
	const from = SKY[Math.floor(place)] ?? SKY[0];
	const to = SKY[Math.floor(place) + 1] ?? from;
	const share = place - Math.floor(place);
	const mix = (a: number, b: number): number => Math.round(a + (b - a) * share);
	return [mix(from[0], to[0]), mix(from[1], to[1]), mix(from[2], to[2])];
}
