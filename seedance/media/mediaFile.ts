/** A file whose bytes can be read from their beginning as often as needed. */
export interface MediaFile {
	/** With its extension, without a folder: "photo.jpg". */
	readonly fileName: string;
	/** The bytes in order. Whoever stops before their end returns the iterator, as `for await` does. */
	open(): Promise<AsyncIterable<Uint8Array>>;
}
