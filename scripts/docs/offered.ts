/** The models that the submit nodes offer, each with its node. */
import { offeredModels } from '../../seedance/models';
import type { ModelRecord, OfferedMode } from '../../seedance/models';
import { nodeNames, offeredModes } from '../../seedance/models/modes';

/** A record that a node offers. */
export type OfferedRecord = ModelRecord & { readonly node: OfferedMode };

/** The names of the nodes' modes for people. */
export const modeName = (mode: OfferedMode) => nodeNames[mode].replace('Seedance ', '');

export const modes: readonly OfferedMode[] = offeredModes;

/** The models of a node, in the order of its picker. */
export const offeredIn = (mode: OfferedMode): readonly OfferedRecord[] =>
	offeredModels(mode).map((record) => ({ ...record, node: mode }));
