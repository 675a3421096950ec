/** The files that an item brings along, found the way people name them. */
import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { MediaKind } from '../../../seedance/catalogue';
import type { ItemFiles } from '../../../seedance/media/itemFiles';
import { z } from '../../../seedance/zod';

/** A file as n8n has it: in its store under an id, or in the item itself. */
const binarySchema = z.object({
	mimeType: z.string(),
	// With a store it names the store. Other objects with a type and an id, such as a file of Google
	// Drive's, have none.
	data: z.string(),
	id: z.string().optional(),
});

const asBinary = (value: unknown): IBinaryData | undefined =>
	binarySchema.safeParse(value).success ? (value as IBinaryData) : undefined;

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

/** The value at a path such as "form.photo", where n8n keeps files when it is set to have them in the json. */
function atPath(json: IDataObject, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>(
			(value, key) =>
				typeof value === 'object' && value !== null && Object.hasOwn(value, key)
					? (value as Record<string, unknown>)[key]
					: undefined,
			json,
		);
}

/** The files of an item, with what an expression has given in their place. */
export class BinaryFiles implements ItemFiles {
	private readonly files: Map<string, IBinaryData>;

	constructor(private readonly item: INodeExecutionData) {
		this.files = new Map(Object.entries(item.binary ?? {}));
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
		if (found.length > 0) return found;
		if (isList && text.includes(',')) {
			const parts = text.split(',').map((part) => this.named(part.trim()));
			if (parts.every((names) => names.length > 0)) return parts.flat();
		}
		// Whatever the field is called: the one picture that there is must be the one that is meant.
		const ofKind = this.names.filter((name) => this.get(name)?.mimeType.startsWith(`${kind}/`));
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

	private named(text: string): string[] {
		if (this.files.has(text)) return [text];
		const inJson = asBinary(atPath(this.item.json, text));
		if (inJson !== undefined) {
			this.files.set(text, inJson);
			return [text];
		}
		const name = formName(text);
		if (this.files.has(name)) return [name];
		// A form field for several files: name_0, name_1, …
		const numbered = this.names.filter((other) => /^_\d+$/.test(other.slice(name.length)));
		return numbered.filter((other) => other.startsWith(name));
	}

	private nameOf(value: unknown): string | undefined {
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

	private add(binary: IBinaryData): string {
		const isSame = ({ id, data }: IBinaryData) =>
			binary.id === undefined ? data === binary.data : id === binary.id;
		const known = this.names.find((name) => {
			const file = this.get(name);
			return file !== undefined && isSame(file);
		});
		if (known !== undefined) return known;
		const name = binary.fileName ?? 'file';
		const free = this.files.has(name) ? `${name} (${this.files.size})` : name;
		this.files.set(free, binary);
		return free;
	}
}
