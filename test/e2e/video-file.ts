import { openSync, readSync, closeSync, statSync } from 'node:fs';
import { PlainMessage } from './say';

/** Checks that a file exists and begins like an MP4, and returns its size in bytes. */
export function checkVideoFile(file: string): number {
	const size = statSync(file, { throwIfNoEntry: false })?.size;
	if (size === undefined) throw new PlainMessage(`The workflow left no file at ${file}.`);
	const begin = Buffer.alloc(8);
	const descriptor = openSync(file, 'r');
	readSync(descriptor, begin);
	closeSync(descriptor);
	if (begin.toString('latin1', 4) !== 'ftyp') {
		throw new PlainMessage(`${file} (${size} bytes) does not begin as an MP4 does.`);
	}
	return size;
}
