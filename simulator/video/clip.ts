import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** The folder of the clips, named by their frame sizes, and of their first frame. `npm run clips` makes them. */
export const CLIPS = path.join(__dirname, 'clips');

/** One frame of a clip. */
export interface Frame {
	readonly bytes: Uint8Array;
	readonly isKey: boolean;
	/** When it is shown: 0 for the first. Frames are stored as a decoder needs them, not as shown. */
	readonly place: number;
}

/**
 * A film of H.264 frames that can be cut after every whole second and joined to itself.
 */
export interface Clip {
	/** Frames in the order of decoding. */
	readonly frames: readonly Frame[];
	/** Codec string as in RFC 6381, such as `avc1.64001f`. */
	readonly codec: string;
	/** AVCDecoderConfigurationRecord, the mp4's `avcC`. */
	readonly avcC: Uint8Array;
	readonly width: number;
	readonly height: number;
}

interface Named {
	readonly name: string;
	readonly width: number;
	readonly height: number;
}

let listed: Promise<readonly Named[]> | undefined;
const read = new Map<string, Promise<Clip>>();

/** The smallest clip that has at least so many pixels across and down; read once, on first demand. */
export async function clipFor(width: number, height: number): Promise<Clip> {
	listed ??= list();
	const wide = (await listed).find((clip) => clip.width >= width && clip.height >= height);
	if (wide === undefined) throw new Error(`no clip is as large as ${width}×${height}`);
	const known = read.get(wide.name) ?? readClip(wide);
	read.set(wide.name, known);
	return await known;
}

/** All clips, the smallest first. */
async function list(): Promise<readonly Named[]> {
	const named = (await readdir(CLIPS)).flatMap((name) => {
		const [, width, height] = /^(\d+)x(\d+)\.mp4$/.exec(name) ?? [];
		return width === undefined ? [] : [{ name, width: Number(width), height: Number(height) }];
	});
	return named.sort((a, b) => a.width * a.height - b.width * b.height);
}

async function readClip({ name, width, height }: Named): Promise<Clip> {
	// It's imported on demand, because most simulators never serve a video.
	const { BufferSource, EncodedPacketSink, Input, MP4 } = await import('mediabunny');
	const source = new BufferSource(await readFile(path.join(CLIPS, name)));
	const track = await new Input({ source, formats: [MP4] }).getPrimaryVideoTrack();
	const config = await track?.getDecoderConfig();
	if (!track || !(config?.description instanceof Uint8Array))
		throw new Error(`${name} is no video`);
	const packets = [];
	for await (const packet of new EncodedPacketSink(track).packets()) packets.push(packet);
	const shown = packets.map(({ timestamp }) => timestamp).sort((a, b) => a - b);
	const frames = packets.map(({ data, type, timestamp }) => ({
		bytes: data,
		isKey: type === 'key',
		place: shown.indexOf(timestamp),
	}));
	return { frames, codec: config.codec, avcC: config.description, width, height };
}
