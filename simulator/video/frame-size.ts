import { z } from 'zod';

/** The frame size of a video in pixels, and its length in seconds. */
export interface VideoShape {
	readonly width: number;
	readonly height: number;
	readonly durationSeconds: number;
}

const SHORT_SIDE: Readonly<Record<string, number>> = {
	'480p': 480,
	'720p': 720,
	'1080p': 1080,
	'4k': 2160,
};

const requestSchema = z.object({
	resolution: z.string().optional().catch(undefined),
	aspect_ratio: z.string().optional().catch(undefined),
	duration: z.number().int().min(1).max(60).optional().catch(undefined),
	image: z.string().optional().catch(undefined),
	images: z.array(z.string()).optional().catch(undefined),
});

/**
 * Works out the frame size and length of the video a submit asks for.
 *
 * Short side: `resolution`, else the tier at the end of the model id, else 720. Long side: short side
 * × ratio, rounded to an even number (480p at 16:9 is 854×480). Ratio: `aspect_ratio`, else that of a
 * first image given as a data URI, else 16:9. Length: `duration` in seconds, else 5.
 */
export function videoShape(model: string, body: unknown): VideoShape {
	const parsed = requestSchema.safeParse(body);
	const request = parsed.success ? parsed.data : {};
	const tier = request.resolution ?? /-(\d+p|4k)$/.exec(model)?.[1] ?? '720p';
	const short = SHORT_SIDE[tier] ?? 720;
	const ratio = namedRatio(request.aspect_ratio) ?? firstImageRatio(request) ?? 16 / 9;
	const long = 2 * Math.round((short * Math.max(ratio, 1 / ratio)) / 2);
	return {
		width: ratio >= 1 ? long : short,
		height: ratio >= 1 ? short : long,
		durationSeconds: request.duration ?? 5,
	};
}

function namedRatio(text: string | undefined): number | undefined {
	const [, across, down] = /^(\d+):(\d+)$/.exec(text ?? '') ?? [];
	const ratio = Number(across) / Number(down);
	return Number.isFinite(ratio) && ratio > 0 ? ratio : undefined;
}

function firstImageRatio(request: z.infer<typeof requestSchema>): number | undefined {
	const ratio = imageRatio(request.image ?? request.images?.[0] ?? '');
	// No model that takes an image names a wider frame than 21:9 or a narrower one than 9:16.
	return ratio === undefined ? undefined : Math.min(21 / 9, Math.max(9 / 16, ratio));
}

/**
 * Reads width ÷ height from the header of a PNG or JPEG given as a base64 data URI.
 * Anything else (a URL, another format, a broken header) gives undefined.
 */
function imageRatio(source: string): number | undefined {
	const [, payload] = /^data:image\/(?:png|jpe?g);base64,(.+)$/s.exec(source) ?? [];
	if (payload === undefined) return undefined;
	const bytes = Buffer.from(payload, 'base64');
	const size = pngSize(bytes) ?? jpegSize(bytes);
	if (size === undefined || size.width === 0 || size.height === 0) return undefined;
	return size.width / size.height;
}

interface Size {
	readonly width: number;
	readonly height: number;
}

function pngSize(bytes: Buffer): Size | undefined {
	if (bytes.length < 24 || bytes.toString('latin1', 1, 4) !== 'PNG') return undefined;
	return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function jpegSize(bytes: Buffer): Size | undefined {
	if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
	let at = 2;
	while (at + 9 < bytes.length && bytes[at] === 0xff) {
		const marker = bytes.readUInt8(at + 1);
		// C0..CF are frame headers, except C4 (Huffman tables), C8 (reserved) and CC (arithmetic).
		if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
			return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
		}
		at += 2 + bytes.readUInt16BE(at + 2);
	}
	return undefined;
}
