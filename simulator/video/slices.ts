import { BitWriter } from './bits';
import { NAL_TYPE, nalUnit } from './nal';
import type { Scene } from './scene';

/** Size of a coded picture in macroblocks of 16×16 pixels. */
export interface MacroblockGrid {
	readonly columns: number;
	readonly rows: number;
}

const I_PCM = 25;
const INTRA_16X16_VERTICAL = 1;
const CHROMA_VERTICAL = 2;
/** In a P slice the intra macroblock types come after the five inter types (ITU-T H.264 table 7-13). */
const INTER_TYPES = 5;

/**
 * A key frame that needs no other frame: the first row and the disc are raw samples (I_PCM), every
 * other macroblock copies the pixels above it (Intra 16×16, vertical prediction, no residual).
 * @param frame index in the video, for what the scene shows
 * @param idrPicId must differ between neighbouring key frames
 */
export function keyFrame(
	scene: Scene,
	grid: MacroblockGrid,
	frame: number,
	idrPicId: number,
): Uint8Array {
	const w = new BitWriter();
	const allIntra = 7;
	sliceStart(w, allIntra, 0);
	w.ue(idrPicId);
	w.bits(2, 0); // no_output_of_prior_pics_flag, long_term_reference_flag
	sliceEnd(w);

	const disc = scene.discArea(frame);
	const isRaw = (column: number, row: number): boolean =>
		row === 0 ||
		(row >= disc.top && row <= disc.bottom && column >= disc.left && column <= disc.right);
	for (let row = 0; row < grid.rows; row++) {
		for (let column = 0; column < grid.columns; column++) {
			if (isRaw(column, row)) {
				w.ue(I_PCM);
				rawSamples(w, scene.macroblock(frame, column, row));
				continue;
			}
			w.ue(INTRA_16X16_VERTICAL);
			w.ue(CHROMA_VERTICAL);
			w.se(0); // mb_qp_delta
			// coeff_token for "no coefficients" depends on the neighbours' counts, of which I_PCM has
			// 16 per block (§9.2.1): any raw neighbour lifts nC to 8 or more, a 6-bit code.
			const rawNeighbour = isRaw(column, row - 1) || (column > 0 && isRaw(column - 1, row));
			if (rawNeighbour) w.bits(6, 0b000011);
			else w.bits(1, 1);
		}
	}
	return nalUnit(NAL_TYPE.idrSlice, w.finish());
}

/**
 * A frame told as its difference to the one before: macroblocks that changed are raw samples, all
 * others are skipped. Skipped ones keep a zero motion vector, as no macroblock here ever has another.
 * @param sinceKeyFrame frames since the last key frame, at least 1
 */
export function changedFrame(
	scene: Scene,
	grid: MacroblockGrid,
	frame: number,
	sinceKeyFrame: number,
): Uint8Array {
	const w = new BitWriter();
	const allPredicted = 5;
	sliceStart(w, allPredicted, sinceKeyFrame % 16);
	w.bits(1, 0); // num_ref_idx_active_override_flag
	w.bits(1, 0); // ref_pic_list_modification_flag_l0
	w.bits(1, 0); // adaptive_ref_pic_marking_mode_flag
	sliceEnd(w);

	let skipped = 0;
	const before = scene.discArea(frame - 1);
	const now = scene.discArea(frame);
	const top = Math.min(before.top, now.top);
	const bottom = Math.max(before.bottom, now.bottom);
	const left = Math.min(before.left, now.left);
	const right = Math.max(before.right, now.right);
	skipped = top * grid.columns;
	for (let row = top; row <= bottom; row++) {
		skipped += left;
		for (let column = left; column <= right; column++) {
			const samples = scene.macroblock(frame, column, row);
			if (Buffer.compare(samples, scene.macroblock(frame - 1, column, row)) === 0) {
				skipped += 1;
				continue;
			}
			w.ue(skipped);
			w.ue(I_PCM + INTER_TYPES);
			rawSamples(w, samples);
			skipped = 0;
		}
		skipped += grid.columns - 1 - right;
	}
	skipped += (grid.rows - 1 - bottom) * grid.columns;
	if (skipped > 0) w.ue(skipped);
	return nalUnit(NAL_TYPE.slice, w.finish());
}

function sliceStart(w: BitWriter, sliceType: number, frameNum: number): void {
	w.ue(0); // first_mb_in_slice
	w.ue(sliceType);
	w.ue(0); // pic_parameter_set_id
	w.bits(4, frameNum);
}

function sliceEnd(w: BitWriter): void {
	w.se(0); // slice_qp_delta
	w.ue(1); // disable_deblocking_filter_idc: raw samples must stay as they are
}

function rawSamples(w: BitWriter, samples: Uint8Array): void {
	w.alignZero();
	w.append(samples);
}
