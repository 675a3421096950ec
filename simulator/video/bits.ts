/** Writes single bits and the Exp-Golomb codes of ITU-T H.264 §9.1 into a growing byte buffer. */
export class BitWriter {
	private bytes = new Uint8Array(4096);

	private length = 0;

	private current = 0;

	private filled = 0;

	/** Appends the low `count` bits (0..32) of `value`, most significant first. */
	bits(count: number, value: number): void {
		for (let shift = count - 1; shift >= 0; shift--) {
			this.current = (this.current << 1) | ((value >>> shift) & 1);
			this.filled += 1;
			if (this.filled === 8) this.flushByte();
		}
	}

	/** Appends an unsigned Exp-Golomb code, ue(v). */
	ue(value: number): void {
		const coded = value + 1;
		const width = 32 - Math.clz32(coded);
		this.bits(width - 1, 0);
		this.bits(width, coded);
	}

	/** Appends a signed Exp-Golomb code, se(v). */
	se(value: number): void {
		this.ue(value > 0 ? 2 * value - 1 : -2 * value);
	}

	/** Fills up to the next byte boundary with zero bits (none if already there). */
	alignZero(): void {
		while (this.filled !== 0) this.bits(1, 0);
	}

	/** Appends whole bytes. The writer must stand on a byte boundary. */
	append(data: Uint8Array): void {
		this.reserve(data.length);
		this.bytes.set(data, this.length);
		this.length += data.length;
	}

	/** Closes the payload with rbsp_trailing_bits (a one bit, then zeros) and returns a copy of it. */
	finish(): Uint8Array {
		this.bits(1, 1);
		this.alignZero();
		return this.bytes.slice(0, this.length);
	}

	private flushByte(): void {
		this.reserve(1);
		this.bytes[this.length] = this.current & 0xff;
		this.length += 1;
		this.current = 0;
		this.filled = 0;
	}

	private reserve(extra: number): void {
		if (this.length + extra <= this.bytes.length) return;
		const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + extra));
		grown.set(this.bytes.subarray(0, this.length));
		this.bytes = grown;
	}
}
