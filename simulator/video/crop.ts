/**
 * The frame size in the headers of an H.264 stream. A stream of one size shows as a smaller one when
 * its sequence parameter set says how much of each frame to leave out: so one clip serves many sizes.
 */

/** Profiles whose parameter set names the chroma format (ITU-T H.264 §7.3.2.1.1); of those, x264 writes High. */
const HIGH_PROFILE = 100;

/**
 * States another frame size in an AVCDecoderConfigurationRecord (ISO/IEC 14496-15 §5.3.3.1), the
 * mp4's `avcC`, with one sequence parameter set.
 * @param width even, at most the width of the coded frame; what is over is cut off on the right
 * @param height even, likewise; cut off at the bottom
 */
export function cropped(avcC: Uint8Array, width: number, height: number): Uint8Array {
	const spsLength = new DataView(avcC.buffer, avcC.byteOffset).getUint16(6);
	const sps = croppedSps(avcC.subarray(8, 8 + spsLength), width, height);
	const length = [sps.length >> 8, sps.length & 0xff];
	return Uint8Array.from([
		...[...avcC.subarray(0, 6), ...length, ...sps],
		...avcC.subarray(8 + spsLength),
	]);
}

/** Replaces only the cropping in a sequence parameter set (ITU-T H.264 §7.3.2.1.1). */
function croppedSps(nal: Uint8Array, width: number, height: number): Uint8Array {
	const sps = new BitText(nal);
	sps.skip(8); // NAL unit header
	const profile = sps.bits(8);
	sps.skip(16); // constraint flags, level_idc
	sps.ue(); // seq_parameter_set_id
	if (profile === HIGH_PROFILE) {
		sps.expect(sps.ue() === 1, '4:2:0');
		sps.ue(); // bit_depth_luma_minus8
		sps.ue(); // bit_depth_chroma_minus8
		sps.skip(1); // qpprime_y_zero_transform_bypass_flag
		sps.expect(sps.bits(1) === 0, 'no scaling matrix');
	}
	sps.ue(); // log2_max_frame_num_minus4
	const orderType = sps.ue();
	sps.expect(orderType !== 1, 'picture order count of type 0 or 2');
	if (orderType === 0) sps.ue(); // log2_max_pic_order_cnt_lsb_minus4
	sps.ue(); // max_num_ref_frames
	sps.skip(1); // gaps_in_frame_num_value_allowed_flag
	const codedWidth = 16 * (sps.ue() + 1);
	const codedHeight = 16 * (sps.ue() + 1);
	sps.expect(sps.bits(1) === 1, 'whole frames, no fields');
	sps.skip(1); // direct_8x8_inference_flag
	const before = sps.taken();
	if (sps.bits(1) === 1) for (let side = 0; side < 4; side++) sps.ue();
	// Cropping counts pairs of pixels, left, right, top, bottom, as 4:2:0 has one chroma sample for two.
	const crop = [0, (codedWidth - width) / 2, 0, (codedHeight - height) / 2];
	sps.expect(Math.min(...crop) >= 0, `at least ${width}×${height}`);
	return escaped(`${before}1${crop.map(ueBits).join('')}${sps.rest()}`);
}

/** The bits of a NAL unit as a text of 0 and 1, because a parameter set has only some 30 bytes. */
class BitText {
	private readonly text: string;

	private at = 0;

	constructor(nal: Uint8Array) {
		// The third byte of 00 00 03 only prevents start codes (ITU-T H.264 §7.4.1).
		const payload = nal.filter(
			(byte, i) => byte !== 3 || i < 2 || nal[i - 1] !== 0 || nal[i - 2] !== 0,
		);
		this.text = [...payload].map((byte) => byte.toString(2).padStart(8, '0')).join('');
	}

	skip(count: number): void {
		this.at += count;
	}

	bits(count: number): number {
		this.at += count;
		return parseInt(this.text.slice(this.at - count, this.at), 2);
	}

	/** Reads an unsigned Exp-Golomb code (ITU-T H.264 §9.1): so many zeros, a one, so many bits. */
	ue(): number {
		const zeros = this.text.indexOf('1', this.at) - this.at;
		this.skip(zeros);
		return this.bits(zeros + 1) - 1;
	}

	taken(): string {
		return this.text.slice(0, this.at);
	}

	/** Returns the remaining bits, without the one bit and the zeros that end a payload. */
	rest(): string {
		return this.text.slice(this.at, this.text.lastIndexOf('1'));
	}

	expect(holds: boolean, what: string): void {
		if (!holds) throw new Error(`the clip's parameter set is not as expected: ${what}`);
	}
}

function ueBits(value: number): string {
	const coded = (value + 1).toString(2);
	return '0'.repeat(coded.length - 1) + coded;
}

/** Ends a payload, and escapes 00 00 00..03 in it. */
function escaped(bits: string): Uint8Array {
	const text = `${bits}1`.padEnd(8 * Math.ceil((bits.length + 1) / 8), '0');
	const out: number[] = [];
	for (const [byte] of text.matchAll(/.{8}/g)) {
		const value = parseInt(byte, 2);
		if (value <= 3 && out.at(-1) === 0 && out.at(-2) === 0) out.push(3);
		out.push(value);
	}
	return Uint8Array.from(out);
}
