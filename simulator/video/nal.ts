/** nal_unit_type values used here (ITU-T H.264 table 7-1). */
export const NAL_TYPE = {
	slice: 1,
	idrSlice: 5,
	sequenceParameters: 7,
	pictureParameters: 8,
} as const;

/**
 * Wraps a payload as a NAL unit: header byte plus the payload with emulation prevention bytes
 * (ITU-T H.264 §7.4.1: no 00 00 00..03 may appear inside).
 */
export function nalUnit(type: number, payload: Uint8Array): Uint8Array {
	const REFERENCE = 3 << 5;
	const out = new Uint8Array(1 + payload.length + Math.ceil(payload.length / 2));
	out[0] = REFERENCE | type;
	let length = 1;
	let zeros = 0;
	for (const byte of payload) {
		if (zeros >= 2 && byte <= 3) {
			out[length++] = 3;
			zeros = 0;
		}
		out[length++] = byte;
		zeros = byte === 0 ? zeros + 1 : 0;
	}
	return out.slice(0, length);
}

/** Prefixes a NAL unit with its 4-byte length, the form samples of an mp4 have (ISO/IEC 14496-15). */
export function lengthPrefixed(nal: Uint8Array): Uint8Array {
	const out = new Uint8Array(4 + nal.length);
	new DataView(out.buffer).setUint32(0, nal.length);
	out.set(nal, 4);
	return out;
}
