/** The files that an item brings along, found the way people name them. */
import type { IBinaryData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { decodeBase64, restoredBase64 } from '../../../seedance/media/dataUri';
import { kindOfName } from '../../../seedance/media/fileType';
import type { FileType, MediaFile, MediaKind } from '../../../seedance/media/fileType';
import { percentDecoded } from '../../../seedance/media/source';
import type { ItemFiles } from '../../../seedance/media/source';
import { z } from '../../../seedance/zod';

/** Bytes as a Code node leaves them: a Buffer, or what JSON makes of one. */
const bytesSchema = z.union([
	z.instanceof(Uint8Array),
	z
		.object({ type: z.literal('Buffer'), data: z.array(z.number().int().min(0).max(255)) })
		.transform(({ data }) => Uint8Array.from(data)),
]);

const unknownType = 'application/octet-stream';

/** A file as n8n has it: in its store under an id, or in the item itself. */
const binarySchema = z.object({
	mimeType: z.string(),
	// With a store it names the store. Other objects with a type and an id, such as a file of Google
	// Drive's, have none.
	data: z.string(),
	id: z.string().optional(),
	fileName: z.string().optional().catch(undefined),
});

/** The same in the place for files, where nothing but a file is meant: its type may be missing. */
const attachedSchema = binarySchema.extend({
	mimeType: z.string().catch(unknownType),
	data: z.union([
		z.string(),
		bytesSchema.transform((bytes) => Buffer.from(bytes).toString('base64')),
	]),
	id: z.string().optional().catch(undefined),
});

const bytesAsFile = bytesSchema.transform((bytes): IBinaryData => ({
	mimeType: unknownType,
	data: Buffer.from(bytes).toString('base64'),
}));

function asBinary(value: unknown): IBinaryData | undefined {
	const parsed = z.union([binarySchema, bytesAsFile]).safeParse(value);
	return parsed.success ? parsed.data : undefined;
}

const entriesSchema = z.record(z.unknown()).catch({});

/** The files among the values of an object, by their names. */
const filesIn = (value: unknown, schema: z.ZodType<IBinaryData, z.ZodTypeDef, unknown>) =>
	Object.entries(entriesSchema.parse(value)).flatMap(([name, entry]) => {
		const file = schema.safeParse(entry);
		return file.success ? [[name, file.data] as const] : [];
	});

/** What the fields for one picture are preset to. */
const presetName = 'data';

const saysNothing = /^(?:(?:application|binary)\/octet-stream)?$/;

/** What a file is by its type, or by its name where the type says nothing; its bytes are read later. */
function kindOf(file: IBinaryData | undefined): FileType['kind'] | undefined {
	if (file === undefined) return undefined;
	const mimeType = file.mimeType.trim().toLowerCase();
	if (saysNothing.test(mimeType)) return kindOfName(file.fileName ?? '');
	const [kind] = mimeType.split('/');
	return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'other';
}

/** Where n8n keeps the files of an item in its json, with the workflow setting Binary Mode: Combined. */
const inJson = '_files';

/** What n8n tells of a file in its place: its Form Trigger in the json, its expressions as `$binary.photo`. */
const mentionSchema = z.union([
	z
		.object({ filename: z.string(), mimetype: z.string() })
		.transform(({ filename: fileName, mimetype: mimeType }) => ({
			fileName,
			mimeType,
			id: undefined,
		})),
	z.object({
		mimeType: z.string(),
		fileName: z.string().optional(),
		id: z.string().optional(),
		url: z.undefined(),
	}),
]);

/** How n8n's Form Trigger names the binary field of a form field. */
const formName = (label: string) => label.replace(/\W/g, '_');

/** The value at a path such as "form.photo" or `_files["photo"]`, where n8n keeps files when it is set to have them in the json. */
function atPath(json: IDataObject, path: string): unknown {
	return path
		.replace(/\[["']?([^\]"']+)["']?\]/g, '.$1')
		.split('.')
		.reduce<unknown>(
			(value, key) =>
				typeof value === 'object' && value !== null && Object.hasOwn(value, key)
					? (value as Record<string, unknown>)[key]
					: undefined,
			json,
		);
}

/** An item of a node that n8n does not check may be without. */
const jsonOf = ({ json = {} }: Partial<INodeExecutionData>): IDataObject => json;

/** The files of an item, with what an expression has given in their place. */
export class BinaryFiles implements ItemFiles {
	private readonly files: Map<string, IBinaryData>;

	constructor(private readonly item: INodeExecutionData) {
		this.files = new Map([
			...filesIn(jsonOf(item)[inJson], binarySchema),
			...filesIn(item.binary, attachedSchema),
		]);
	}

	get names(): string[] {
		return [...this.files.keys()];
	}

	/** The file of a name that this object has given. */
	get(name: string): IBinaryData | undefined {
		return this.files.get(name);
	}

	find(text: string, kind: MediaKind, isList: boolean): string[] {
		const found = this.named(text);
		if (found.length > 0) return this.onlyOtherOfKind(found, kind) ?? found;
		if (isList && text.includes(',')) {
			const parts = text.split(',').map((part) => this.named(part.trim()));
			if (parts.every((names) => names.length > 0)) return parts.flat();
		}
		// Whatever the field is called: the one picture that there is must be the one that is meant.
		const ofKind = this.ofKind(kind);
		if (ofKind.length === 1) return ofKind;
		// Nor is another file of use: then its bytes tell what it is, whatever it is called.
		return ofKind.length === 0 && this.files.size === 1 ? this.names : [];
	}

	/**
	 * A parameter's value with the names of files in the place of the files themselves, which an
	 * expression such as `{{ $binary.photo }}` or `{{ $json.Photo }}` of a form gives.
	 */
	withNames(value: unknown): unknown {
		if (Array.isArray(value)) return value.map((entry) => this.nameOf(entry) ?? entry);
		return this.nameOf(value) ?? value;
	}

	private ofKind(kind: MediaKind): string[] {
		return this.names.filter((name) => kindOf(this.get(name)) === kind);
	}

	/**
	 * The only file of a kind, where the name is the preset one and the file of that name is of another kind
	 * for sure: a form with a document and a picture calls the document "data".
	 */
	private onlyOtherOfKind([name, ...others]: string[], kind: MediaKind): string[] | undefined {
		if (name !== presetName || others.length > 0) return undefined;
		const is = kindOf(this.get(name));
		const isOther = is !== undefined && is !== kind;
		const ofKind = this.ofKind(kind);
		return isOther && ofKind.length === 1 ? ofKind : undefined;
	}

	private named(text: string): string[] {
		if (this.files.has(text)) return [text];
		const atItsPath = asBinary(atPath(jsonOf(this.item), text));
		if (atItsPath !== undefined) return [this.add(atItsPath, text)];
		const name = formName(text);
		if (this.files.has(name)) return [name];
		const decoded = percentDecoded(text);
		const byFileName = this.names.filter((other) => {
			const { fileName } = this.get(other) ?? {};
			return fileName !== undefined && percentDecoded(fileName) === decoded;
		});
		if (text !== '' && byFileName.length === 1) return byFileName;
		// A form field for several files: name_0, name_1, …
		const numbered = this.names.filter((other) => /^_\d+$/.test(other.slice(name.length)));
		return numbered.filter((other) => other.startsWith(name));
	}

	private nameOf(value: unknown): string | undefined {
		if (typeof value !== 'object' || value === null) return undefined;
		const binary = asBinary(value);
		if (binary !== undefined) return this.add(binary);
		const mention = mentionSchema.safeParse(value);
		if (!mention.success) return undefined;
		const { fileName, mimeType, id } = mention.data;
		const meant = this.names.filter((name) => {
			const known = this.get(name);
			if (id !== undefined) return known?.id === id;
			return known?.fileName === fileName && known?.mimeType === mimeType;
		});
		return meant.length === 1 ? meant[0] : undefined;
	}

	/** @param name by default the file's own */
	private add(binary: IBinaryData, name = binary.fileName ?? 'file'): string {
		const isSame = ({ id, data }: IBinaryData) =>
			binary.id === undefined ? data === binary.data : id === binary.id;
		const known = this.names.find((name) => {
			const file = this.get(name);
			return file !== undefined && isSame(file);
		});
		if (known !== undefined) return known;
		const free = this.files.has(name) ? `${name} (${this.files.size})` : name;
		this.files.set(free, binary);
		return free;
	}
}

// n8n's files as the domain reads them: piece by piece, as often as needed.

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
