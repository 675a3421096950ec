import { BitWriter } from './bits';
import { NAL_TYPE, nalUnit } from './nal';

/** H.264 profile_idc of Baseline; with constraint_set1 set it is Constrained Baseline, which every player has. */
const BASELINE_PROFILE = 66;
const CONSTRAINT_FLAGS = 0b11000000;

/** level_idc, largest frame and largest rate in macroblocks (ITU-T H.264 table A-1). */
const LEVELS = [
	[30, 1620, 40500],
	[31, 3600, 108000],
	[32, 5120, 216000],
	[40, 8192, 245760],
	[50, 22080, 589824],
	[51, 36864, 983040],
	[60, 139264, 4177920],
] as const;

/** The stream-wide headers of one video. */
export interface ParameterSets {
	readonly sps: Uint8Array;
	readonly pps: Uint8Array;
	/** AVCDecoderConfigurationRecord (ISO/IEC 14496-15 §5.3.3.1), the mp4's `avcC`. */
	readonly avcC: Uint8Array;
	/** Codec string as in RFC 6381, such as `avc1.42c01f`. */
	readonly codec: string;
}

/**
 * Writes sequence and picture parameter sets.
 * @param width visible width in pixels, even
 * @param height visible height in pixels, even
 * @param framesPerSecond whole frames per second, constant
 */
export function parameterSets(
	width: number,
	height: number,
	framesPerSecond: number,
): ParameterSets {
	const level = levelFor(width, height, framesPerSecond);
	const sps = nalUnit(NAL_TYPE.sequenceParameters, sequence(width, height, level, framesPerSecond));
	const pps = nalUnit(NAL_TYPE.pictureParameters, picture());
	const version = 1;
	const fourByteLengths = 0xff;
	const oneSps = 0xe1;
	const avcC = Uint8Array.from([
		...[version, BASELINE_PROFILE, CONSTRAINT_FLAGS, level, fourByteLengths],
		...[oneSps, sps.length >> 8, sps.length & 0xff, ...sps],
		...[1, pps.length >> 8, pps.length & 0xff, ...pps],
	]);
	const hex = [BASELINE_PROFILE, CONSTRAINT_FLAGS, level].map((byte) =>
		byte.toString(16).padStart(2, '0'),
	);
	return { sps, pps, avcC, codec: `avc1.${hex.join('')}` };
}

function levelFor(width: number, height: number, framesPerSecond: number): number {
	const macroblocks = Math.ceil(width / 16) * Math.ceil(height / 16);
	const fit = LEVELS.find(
		([, frame, rate]) => macroblocks <= frame && macroblocks * framesPerSecond <= rate,
	);
	return fit?.[0] ?? 62;
}

function sequence(width: number, height: number, level: number, fps: number): Uint8Array {
	const columns = Math.ceil(width / 16);
	const rows = Math.ceil(height / 16);
	const w = new BitWriter();
	w.bits(8, BASELINE_PROFILE);
	w.bits(8, CONSTRAINT_FLAGS);
	w.bits(8, level);
	w.ue(0); // seq_parameter_set_id
	w.ue(0); // log2_max_frame_num_minus4: frame_num has 4 bits
	w.ue(2); // pic_order_cnt_type: output order is decoding order
	w.ue(1); // max_num_ref_frames
	w.bits(1, 0); // gaps_in_frame_num_value_allowed_flag
	w.ue(columns - 1);
	w.ue(rows - 1);
	w.bits(1, 1); // frame_mbs_only_flag
	w.bits(1, 1); // direct_8x8_inference_flag
	const cropRight = (columns * 16 - width) / 2;
	const cropBottom = (rows * 16 - height) / 2;
	w.bits(1, cropRight + cropBottom > 0 ? 1 : 0);
	if (cropRight + cropBottom > 0) for (const crop of [0, cropRight, 0, cropBottom]) w.ue(crop);
	w.bits(1, 1); // vui_parameters_present_flag
	w.bits(4, 0b0000); // aspect ratio, overscan, video signal type, chroma location: absent
	w.bits(1, 1); // timing_info_present_flag
	w.bits(32, 1); // num_units_in_tick, in fields
	w.bits(32, fps * 2); // time_scale
	w.bits(1, 1); // fixed_frame_rate_flag
	w.bits(4, 0b0000); // NAL and VCL HRD, pic_struct, bitstream_restriction: absent
	return w.finish();
}

function picture(): Uint8Array {
	const w = new BitWriter();
	w.ue(0); // pic_parameter_set_id
	w.ue(0); // seq_parameter_set_id
	w.bits(2, 0); // CAVLC; no bottom-field order
	w.ue(0); // num_slice_groups_minus1
	w.ue(0); // num_ref_idx_l0_default_active_minus1
	w.ue(0); // num_ref_idx_l1_default_active_minus1
	w.bits(3, 0); // no weighted prediction
	w.se(0); // pic_init_qp_minus26
	w.se(0); // pic_init_qs_minus26
	w.se(0); // chroma_qp_index_offset
	w.bits(3, 0b100); // deblocking control present; no constrained intra, no redundant pictures
	return w.finish();
}
