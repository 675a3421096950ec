/** Finds the files of an item by the names that people use. */
import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { defined } from '../../../seedance/result';
import { kindOfName } from '../../../seedance/media/fileType';
import type { FileType, MediaKind } from '../../../seedance/media/fileType';
import { percentDecoded } from '../../../seedance/media/source';
import type { ItemFiles } from '../../../seedance/media/source';
import { z } from '../../../seedance/zod';

/** Bytes from a Code node: a Buffer, or a Buffer in JSON. */
const bytesSchema = z.union([
	z.instanceof(Uint8Array),
	z
		.object({ type: z.literal('Buffer'), data: z.array(z.number().int().min(0).max(255)) })
		.transform(({ data }) => Uint8Array.from(data)),
]);

const unknownType = 'application/octet-stream';

/** n8n's form of a file: in its store under an ID, or in the item itself. */
const storedFile = z.object({
	mimeType: z.string(),
	// With a store, `data` names the store. Other objects with a type and an ID, such as a file of
	// Google Drive, have no `data`.
	data: z.string(),
	id: z.string().optional(),
	fileName: z.string().optional().catch(undefined),
});
const binarySchema = storedFile.transform((file): IBinaryData => defined(file));

/** The same among the item's binary data, where the type may be missing. */
const attachedSchema = storedFile
	.extend({
		mimeType: z.string().catch(unknownType),
		data: z.union([
			z.string(),
			bytesSchema.transform((bytes) => Buffer.from(bytes).toString('base64')),
		]),
		id: z.string().min(1).optional().catch(undefined),
	})
	.transform((file): IBinaryData => defined(file));

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

/** The default of the fields for one image or video. */
export const presetName = 'data';

const saysNothing = /^(?:(?:application|binary)\/octet-stream)?$/;

/**
 * The kind of a file by its type, or by its name when the type is generic. Its bytes are read
 * later.
 */
function kindOf(file: IBinaryData | undefined): FileType['kind'] | undefined {
	if (file === undefined) return undefined;
	const mimeType = file.mimeType.trim().toLowerCase();
	if (saysNothing.test(mimeType)) return kindOfName(file.fileName ?? '');
	const [kind] = mimeType.split('/');
	return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'other';
}

/**
 * The json key with the files of an item, with the workflow setting Binary Mode: Combined
 * (docs/internals/n8n.md#binary-data).
 */
const inJson = '_files';

/**
 * n8n's descriptions of a file: those of its Form Trigger in the json, and expressions such as
 * `$binary.photo`.
 */
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

/** The binary field of a form field in n8n's Form Trigger. */
const formName = (label: string) => label.replace(/\W/g, '_');

/** The value at a path such as "form.photo" or `_files["photo"]`. */
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

/** The json of an item, which may be missing, because n8n doesn't check the items of every node. */
const jsonOf = ({ json = {} }: Partial<INodeExecutionData>): IDataObject => json;

/** The files of an item, and those that an expression has returned. */
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

	/** Whether a file is of a kind, or may be, because nothing says what it is. */
	mayHave(kind: MediaKind): boolean {
		return [...this.files.values()].map(kindOf).some((one) => one === undefined || one === kind);
	}

	/** The file of a name that this object has returned. */
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
		// A single image must be the one that is meant, whatever the field's name.
		const ofKind = this.ofKind(kind);
		if (ofKind.length === 1) return ofKind;
		// A single file of another kind is used as well, because its bytes decide what it is.
		return ofKind.length === 0 && this.files.size === 1 ? this.names : [];
	}

	/**
	 * Replaces files in a parameter's value by their names. An expression such as `{{ $binary.photo
	 * }}` or `{{ $json.Photo }}` of a form returns files.
	 */
	withNames(value: unknown): unknown {
		if (Array.isArray(value)) return value.map((entry) => this.nameOf(entry) ?? entry);
		return this.nameOf(value) ?? value;
	}

	private ofKind(kind: MediaKind): string[] {
		return this.names.filter((name) => kindOf(this.get(name)) === kind);
	}

	/**
	 * The only file of a kind, when the name is the default and the file with that name is certainly
	 * of another kind: a form with a document and an image may name the document "data".
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
		// A form field with several files has name_0, name_1, …
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
