/** What the API calls a file in the answer to a ticket request (reference §E). */
export type MediaType = 'image' | 'video' | 'audio';

/** The formats the API takes, by file name extension (reference §E, "Formats"). */
const EXTENSIONS: Readonly<Record<MediaType, readonly string[]>> = {
	image: ['jpg', 'jpeg', 'png', 'webp', 'gif', 'bmp', 'tiff'],
	// webm may be either; a content type says which.
	video: ['mp4', 'avi', 'mov', 'wmv', 'flv', 'webm', 'mkv', '3gp', 'ogv'],
	audio: ['mp3', 'wav', 'ogg', 'aac', 'flac', 'm4a', 'opus'],
};

const TYPES = ['image', 'video', 'audio'] as const;

/** What a file is by its content type, else by its name; undefined when neither tells. */
export function mediaTypeOf(filename: string, contentType = ''): MediaType | undefined {
	const extension = /\.([^.]+)$/.exec(filename)?.[1]?.toLowerCase() ?? '';
	return (
		TYPES.find((type) => contentType.toLowerCase().startsWith(`${type}/`)) ??
		TYPES.find((type) => EXTENSIONS[type].includes(extension))
	);
}
