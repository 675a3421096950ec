import type { Body } from '../http/readAnswer';

/** Enough for every signature of a file type; what is shorter is read whole. */
const wanted = 4_096;

export interface Head {
	readonly bytes: Buffer;
	/** Whether that is all: then nothing is left in the stream. */
	readonly isWhole: boolean;
}

/**
 * Looks at the first bytes of a stream and puts them back, so that whoever reads it next gets them.
 * @throws what the stream breaks with
 */
export async function readHead(body: Body): Promise<Head> {
	const chunks: Buffer[] = [];
	let size = 0;
	return await new Promise((resolve, reject) => {
		const leave = () => {
			body.off('readable', take).off('end', end).off('error', fail).off('close', fail);
			return Buffer.concat(chunks);
		};
		const end = () => resolve({ bytes: leave(), isWhole: true });
		const fail = (error: unknown = new Error('The stream closed')) => {
			leave();
			reject(error);
		};
		const take = () => {
			for (let chunk: unknown = body.read(); chunk !== null; chunk = body.read()) {
				if (!Buffer.isBuffer(chunk)) return fail(new Error('The stream holds no bytes'));
				chunks.push(chunk);
				size += chunk.length;
				if (size < wanted) continue;
				const bytes = leave();
				// In the same turn as the read: a stream that has ended meanwhile takes nothing back.
				body.unshift(bytes);
				return resolve({ bytes, isWhole: false });
			}
		};
		body.on('readable', take).once('end', end).once('error', fail).once('close', fail);
	});
}
