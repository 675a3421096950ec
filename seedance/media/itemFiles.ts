import type { MediaKind } from '../models';

/** The files of one item, by name. Where they are kept is the caller's affair. */
export interface ItemFiles {
	/** For messages: what there is. */
	readonly names: readonly string[];
	/**
	 * The files that a text stands for; none when it stands for nothing here.
	 * @param isList whether the text may stand for several
	 */
	find(text: string, kind: MediaKind, isList: boolean): readonly string[];
}

/** An item without files. */
export const noFiles: ItemFiles = { names: [], find: () => [] };
