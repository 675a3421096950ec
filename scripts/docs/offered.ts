/** The models that the submit nodes offer, each with its node. */
import { offeredModels } from '../../seedance/models';
import type { ModelRecord, OfferedMode } from '../../seedance/models';

/** A record that a node offers. */
export type OfferedRecord = ModelRecord & { readonly mode: OfferedMode };

/** The names of the modes for people. */
export const modeNames: Readonly<Record<OfferedMode, string>> = {
	'text-to-video': 'Text to Video',
	'image-to-video': 'Image to Video',
};

export const modes: readonly OfferedMode[] = ['text-to-video', 'image-to-video'];

/** The models of a mode, in the order of its picker. */
export const offeredIn = (mode: OfferedMode): readonly OfferedRecord[] =>
	offeredModels(mode).map((record) => ({ ...record, mode }));
