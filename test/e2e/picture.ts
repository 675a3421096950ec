import { png as grey } from '../support/media/images';

/** A file that a person chooses in a form. */
export interface ChosenFile {
	readonly name: string;
	readonly mimeType: string;
	readonly bytes: Buffer;
}

/** An image of this size, in pixels. */
export const png = (name: string, width: number, height: number): ChosenFile => ({
	name,
	mimeType: 'image/png',
	bytes: grey(width, height),
});
