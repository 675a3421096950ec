import {
	BufferTarget,
	EncodedPacket,
	EncodedVideoPacketSource,
	Mp4OutputFormat,
	Output,
} from 'mediabunny';
import type { VideoShape } from './frame-size';
import { lengthPrefixed } from './nal';
import { parameterSets } from './parameter-sets';
import { Scene } from './scene';
import { changedFrame, keyFrame } from './slices';

/** Constant frame rate of every video made here. */
const FRAMES_PER_SECOND = 24;

const KEY_FRAME_EVERY = 2 * FRAMES_PER_SECOND;

/**
 * Makes a silent, playable H.264 mp4 with exactly `durationSeconds × 24` frames of the given size.
 * The index comes first, so that players can start before the file is complete.
 */
export async function makeMp4(shape: VideoShape): Promise<Uint8Array> {
	const { width, height } = shape;
	const frames = Math.max(1, Math.round(shape.durationSeconds * FRAMES_PER_SECOND));
	const grid = { columns: Math.ceil(width / 16), rows: Math.ceil(height / 16) };
	const scene = new Scene(width, height, frames);
	const { avcC, codec } = parameterSets(width, height, FRAMES_PER_SECOND);

	const target = new BufferTarget();
	const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target });
	const source = new EncodedVideoPacketSource('avc');
	output.addVideoTrack(source, { frameRate: FRAMES_PER_SECOND });
	await output.start();
	for (let frame = 0; frame < frames; frame++) {
		const sinceKey = frame % KEY_FRAME_EVERY;
		const isKey = sinceKey === 0;
		const nal = isKey
			? keyFrame(scene, grid, frame, (frame / KEY_FRAME_EVERY) % 2)
			: changedFrame(scene, grid, frame, sinceKey);
		const packet = new EncodedPacket(
			lengthPrefixed(nal),
			isKey ? 'key' : 'delta',
			frame / FRAMES_PER_SECOND,
			1 / FRAMES_PER_SECOND,
		);
		await source.add(packet, {
			decoderConfig: { codec, codedWidth: width, codedHeight: height, description: avcC },
		});
	}
	await output.finalize();
	if (target.buffer === null) throw new Error('the mp4 writer gave no bytes');
	return new Uint8Array(target.buffer);
}
