import { execFileSync } from 'node:child_process';
import { FRAMES_PER_SECOND, LOOP_SECONDS, landGraph, meteorGraph, skyGraph } from './scene';
import type { FrameSize } from './scene';

/** The image files of a clip's layers. */
export interface Layers {
	readonly sky: string;
	readonly land: string;
	readonly meteor: string;
}

/** Draws the moving sky, small and without loss. It serves every size of the same ratio. */
export function drawSky(size: FrameSize, file: string): void {
	ffmpeg('-filter_complex', skyGraph(size), '-c:v', 'ffv1', file);
}

/** Draws the landscape and the shooting star as PNGs for each size. */
export function drawStills(size: FrameSize, { land, meteor }: Layers): void {
	for (const [graph, file] of [
		[landGraph(size), land],
		[meteorGraph(size), meteor],
	] as const) {
		ffmpeg('-filter_complex', graph, ...ONE_FRAME, '-pix_fmt', 'rgba', file);
	}
}

/** Draws the first frame of a clip as a PNG. */
export function drawFirstFrame({ width, height }: FrameSize, layers: Layers, file: string): void {
	const sky = `[0:v]format=rgb24,scale=${width}:${height}:flags=bicubic[sky]`;
	const graph = `${sky};[sky][1:v]overlay=format=rgb`;
	const inputs = ['-i', layers.sky, '-i', layers.land];
	ffmpeg(
		...inputs,
		'-filter_complex',
		graph,
		...ONE_FRAME,
		'-pix_fmt',
		'rgb24',
		'-pred',
		'mixed',
		file,
	);
}

/**
 * Encodes a clip that can be cut after every whole second and joined to itself. Always seven B frames
 * and the P frame that they need are a group. The first frame is given twice, and its second copy, a
 * B frame that no other needs, is dropped. So frames 7, 15, 23 … are P frames, and the first 24, 48 …
 * frames need none of the later ones.
 */
export function encodeClip(size: FrameSize, layers: Layers, crf: number, file: string): void {
	const rate = String(FRAMES_PER_SECOND);
	const colours = ['-colorspace', '-color_primaries', '-color_trc'].flatMap((o) => [o, 'bt709']);
	// Packets are counted in the order of decoding: I, P, the B frame in the middle, the first B frame.
	const filters = "noise=drop='eq(n,3)',filter_units=remove_types=6";
	ffmpeg(
		...['-i', layers.sky, '-i', layers.land, '-loop', '1', '-r', rate, '-i', layers.meteor],
		...[
			'-filter_complex',
			sceneGraph(size),
			'-frames:v',
			String(LOOP_SECONDS * FRAMES_PER_SECOND + 1),
		],
		...['-c:v', 'libx264', '-preset', 'veryslow', '-tune', 'animation', '-crf', String(crf)],
		...['-bf', '7', '-b_strategy', '0', '-g', '1000', '-sc_threshold', '0'],
		...['-refs', '3', '-direct-pred', 'spatial', ...colours, '-bsf:v', filters],
		...['-map_metadata', '-1', '-fflags', '+bitexact', '-movflags', '+faststart', file],
	);
}

/** Composes the layers. The shooting star falls from 1.3 s to 2.1 s. */
function sceneGraph({ width, height }: FrameSize): string {
	const short = Math.min(width, height);
	const bt709 = 'out_color_matrix=bt709:out_range=tv';
	const x = `${0.62 * width - 0.15 * short}+(t-1.3)*${0.42 * short}`;
	const y = `${0.1 * height}+(t-1.3)*${0.168 * short}`;
	const fades = 'fade=in:st=1.3:d=0.25:alpha=1,fade=out:st=1.75:d=0.35:alpha=1';
	return [
		`[0:v]scale=${bt709},format=yuv420p,scale=${width}:${height}:flags=bicubic+accurate_rnd[sky]`,
		`[1:v]scale=${bt709},format=yuva420p[land]`,
		`[2:v]scale=${bt709},format=yuva420p,${fades}[meteor]`,
		`[sky][meteor]overlay=x='${x}':y='${y}':enable='between(t,1.3,2.1)':format=yuv420:shortest=1[air]`,
		'[air][land]overlay=format=yuv420:eof_action=repeat,setsar=1,tpad=start=1:start_mode=clone',
	].join(';');
}

const ONE_FRAME = ['-frames:v', '1', '-update', '1'];

function ffmpeg(...words: string[]): void {
	execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...words], { stdio: 'inherit' });
}
