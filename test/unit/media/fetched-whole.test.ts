import fc from 'fast-check';
import { fileType } from '../../../seedance/media/fileType';
import { startWholeCheck } from '../../../seedance/api/fetchOutput';

const box = (name: string, size: number, fill = 'x') => {
	const header = Buffer.alloc(8);
	header.writeUInt32BE(size + 8, 0);
	header.write(name, 4, 'latin1');
	return Buffer.concat([header, Buffer.alloc(size, fill)]);
};
const longBox = (name: string, size: number) => {
	const header = Buffer.alloc(16);
	header.writeUInt32BE(1, 0);
	header.write(name, 4, 'latin1');
	header.writeBigUInt64BE(BigInt(size + 16), 8);
	return Buffer.concat([header, Buffer.alloc(size)]);
};
const ftyp = Buffer.concat([box('ftyp', 0).subarray(4), Buffer.from('isom\0\0\0\0isom')]);
const start = Buffer.concat([Buffer.from([0, 0, 0, ftyp.length + 4]), ftyp]);

/** Whether a file in chunks counts as complete. */
function isWhole(file: Uint8Array, piece = 1_000): boolean | undefined {
	const type = fileType(file);
	const check = type && startWholeCheck(type);
	for (let at = 0; at < file.length; at += piece) check?.feed(file.subarray(at, at + piece));
	return check?.end();
}

const mp4s: ReadonlyArray<[name: string, file: Buffer]> = [
	['that can be streamed', Buffer.concat([start, box('moov', 300), box('mdat', 5_000)])],
	['whose index is at its end', Buffer.concat([start, box('mdat', 5_000), box('moov', 300)])],
	['with a long box', Buffer.concat([start, box('moov', 300), longBox('mdat', 5_000)])],
	['with free space', Buffer.concat([start, box('free', 9), box('moov', 300), box('mdat', 5_000)])],
];

describe.each(mp4s)('an MP4 %s', (_, file) => {
	it('is whole', () => {
		expect(isWhole(file)).toBe(true);
		expect(isWhole(Buffer.concat([file, box('free', 50).subarray(0, 20)]))).toBe(true);
		expect(isWhole(Buffer.concat([file, Buffer.from('\0\0\0\0trailer')]))).toBe(true);
	});

	it('is not whole wherever it is cut behind its index or its pictures began', () => {
		const from = start.length + 330;
		const cuts = fc.tuple(
			fc.integer({ min: from, max: file.length - 1 }),
			fc.integer({ min: 1, max: 700 }),
		);
		fc.assert(
			fc.property(cuts, ([cut, piece]) => {
				expect(isWhole(file.subarray(0, cut), piece)).toBe(false);
			}),
		);
	});
});

it('leaves alone what is not made of boxes, or has no length', () => {
	expect(isWhole(Buffer.concat([start, Buffer.alloc(500)]))).toBe(true);
	const open = Buffer.concat([start, box('moov', 300), Buffer.from('\0\0\0\0mdatxxxx', 'latin1')]);
	expect(isWhole(open)).toBe(true);
	expect(isWhole(Buffer.from('GIF89a', 'latin1'))).toBeUndefined();
});

it("misses the pictures of a fragment whose index is the file's last box", () => {
	const whole = Buffer.concat([start, box('moov', 300), box('moof', 50), box('mdat', 500)]);
	expect(isWhole(whole)).toBe(true);
	expect(isWhole(Buffer.concat([whole, box('moof', 50)]))).toBe(false);
	expect(isWhole(Buffer.concat([whole, box('moof', 50), box('mdat', 500).subarray(0, 4)]))).toBe(
		false,
	);
});
