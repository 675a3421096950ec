/** Files that are too large are not read to their end, and no file is held whole. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { inspect } from '../../../seedance/media/inspect';
import { endlessFile, fileOf } from '../../support/media/files';
import { jpeg } from '../../support/media/jpegs';
import { noise, png } from '../../support/media/images';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('a file that is too large', () => {
	const piece = 64 * 1024;
	const mostBytes = 10 * 1024 * 1024;

	it('is left as soon as it has more bytes than it may have', async () => {
		// 200 MB, were it read to its end.
		const bytes = noise(piece);
		const file = endlessFile(jpeg({ end: noise(9000) }), () => bytes, 3200);
		const inspection = await inspect(file, mostBytes);
		expect(inspection).toMatchObject({
			isTooLarge: true,
			type: { name: 'JPEG' },
			width: 640,
			isWhole: true,
		});
		expect(inspection.sha256).toBeUndefined();
		expect(inspection.size).toBeGreaterThan(mostBytes);
		expect(file.pulled()).toBe(Math.ceil(mostBytes / piece) + 1);
		expect(file.wasLeft()).toBe(true);
	});

	it('is not one that has exactly as many bytes as it may have', async () => {
		const bytes = png();
		const file = fileOf(bytes, [100]);
		expect(await inspect(file, bytes.length)).toMatchObject({ isTooLarge: false, isWhole: true });
		expect(file.wasLeft()).toBe(false);
		expect(await inspect(file, bytes.length - 1)).toMatchObject({ isTooLarge: true });
		expect(file.wasLeft()).toBe(true);
	});

	it('tells its type even when it is left within its first bytes', async () => {
		const inspection = await inspect(fileOf(png(), [50]), 40);
		expect(inspection).toMatchObject({ isTooLarge: true, type: { name: 'PNG' }, width: 640 });
	});

	/** The most pieces that were in memory at a time while 101 of them went through. */
	async function mostPieces(kept: Uint8Array[] | undefined): Promise<number> {
		const seen: Array<WeakRef<Uint8Array>> = [];
		let most = 0;
		const next = async () => {
			if (seen.length % 50 === 0) {
				// What was looked at in one turn of the event loop is kept up to its end.
				await nextTurn();
				collectGarbage();
				most = Math.max(most, seen.filter((one) => one.deref() !== undefined).length);
			}
			const bytes = new Uint8Array(piece);
			seen.push(new WeakRef(bytes));
			kept?.push(bytes);
			return bytes;
		};
		const file = endlessFile(jpeg({ end: noise(9000) }), next, 102);
		expect(await inspect(file, mostBytes)).toMatchObject({ isTooLarge: false });
		return most;
	}

	it('was never held whole', async () => {
		expect(await mostPieces(undefined)).toBeLessThan(5);
		// This happens when a caller holds them.
		expect(await mostPieces([])).toBe(100);
	});
});
