/** n8n's files as the domain reads them: piece by piece, as often as needed. */
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { decodeBase64, restoredBase64 } from '../../../seedance/media/base64';
import type { MediaFile } from '../../../seedance/media/mediaFile';

/** In bytes: few steps for 10 MB, and little in memory. */
const pieceSize = 256 * 1024;

/**
 * In bytes: what one run keeps in memory from the check of its files to their upload. Enough for one
 * picture, which is what most runs have: read twice, it leaves twice its size to the garbage collector.
 */
const mostHeld = 10 * 1024 * 1024;

/** A file that is written out in the item itself: as base64, or as a data URI. */
async function* decoded(text: string): AsyncGenerator<Uint8Array> {
	const [header = ''] = /^\s*data:[^,]{0,500},/i.exec(text) ?? [];
	yield* decodeBase64(restoredBase64(text.slice(header.length)));
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield bytes;
}

type Context = Pick<IExecuteFunctions, 'helpers' | 'getInputData'>;

/** A file of an item, or one that an expression has taken from elsewhere. */
export interface FoundFile {
	readonly binary: IBinaryData;
	/** Of the binary field, for a file without a name of its own. */
	readonly name: string;
	readonly itemIndex: number;
}

export type OpenFile = (found: FoundFile) => MediaFile;

/** The files of one run: the same object for the same file, so that it is read once for all items. */
export function openFiles(context: Context): OpenFile {
	const files = new Map<string, MediaFile>();
	let room = mostHeld;

	/** The bytes of a stored file that may be held. */
	async function heldBytes(id: string, found: FoundFile): Promise<Buffer | undefined> {
		const { name, itemIndex } = found;
		// n8n gives only the fields of an item in one piece.
		if (context.getInputData()[itemIndex]?.binary?.[name]?.id !== id) return undefined;
		const { fileSize } = await context.helpers.getBinaryMetadata(id);
		if (fileSize > room) return undefined;
		room -= fileSize;
		return await context.helpers.getBinaryDataBuffer(itemIndex, name);
	}

	function fileOf(found: FoundFile): MediaFile {
		const { id, data, fileName } = found.binary;
		let held: Promise<Buffer | undefined> | undefined;
		return {
			fileName: fileName ?? found.name,
			async open() {
				// Without a store the file is in the item itself.
				if (id === undefined) return decoded(data);
				const bytes = await (held ??= heldBytes(id, found));
				return bytes === undefined
					? await context.helpers.getBinaryStream(id, pieceSize)
					: whole(bytes);
			},
		};
	}

	return (found) => {
		const key = found.binary.id ?? found.binary.data;
		const file = files.get(key) ?? fileOf(found);
		files.set(key, file);
		return file;
	};
}
