/** The type of a file in the answer to a ticket request (docs/internals/api.md#uploads). */
export type MediaType = 'image' | 'video' | 'audio';

/**
 * The formats that the API accepts, by file name extension (docs/internals/api.md#file-formats).
 */
const EXTENSIONS: Readonly<Record<MediaType, readonly string[]>> = {
	image: ['jpg', 'jpeg', 'png', 'webp', 'gif', 'bmp', 'tiff'],
	// webm may be video or audio; a content type says which.
	video: ['mp4', 'avi', 'mov', 'wmv', 'flv', 'webm', 'mkv', '3gp', 'ogv'],
	audio: ['mp3', 'wav', 'ogg', 'aac', 'flac', 'm4a', 'opus'],
};

const TYPES = ['image', 'video', 'audio'] as const;

/** The type of a file by its content type, else by its name; undefined when neither says. */
export function mediaTypeOf(filename: string, contentType = ''): MediaType | undefined {
	const extension = /\.([^.]+)$/.exec(filename)?.[1]?.toLowerCase() ?? '';
	return (
		TYPES.find((type) => contentType.toLowerCase().startsWith(`${type}/`)) ??
		TYPES.find((type) => EXTENSIONS[type].includes(extension))
	);
}
