import { installBrowserDriver } from './install';
import { owner } from './n8n-rest';
import type { Stage } from './stage';

/** What a person saw of one choice that changes the fields of a panel. */
export interface Repaint {
	/** The model, or the text of the choice. */
	readonly chosen: string;
	/** From the click on it to the frame with the last change of the panel that can be seen, in ms. */
	readonly ms: number;
}

/** What the editor loads when it opens: its description of this package's nodes, in bytes. */
export interface LoadedTypes {
	readonly nodes: number;
	/** Of the same nodes as tools of an AI Agent, which n8n adds. */
	readonly tools: number;
}

/** What a choice makes of the fields. */
export type FieldsAfter = 'others' | 'same';

/** A browser with the editor in it. */
export interface RepaintWatch {
	/** Chooses models in a node of ours, each of which must do so. */
	changeModel(
		workflowId: string,
		models: readonly string[],
		fieldsAfter: FieldsAfter,
	): Promise<Repaint[]>;
	/** The same with the choices of a field, in any node; the fields must be others after each. */
	changeChoice(workflowId: string, field: string, choices: readonly string[]): Promise<Repaint[]>;
	loadedTypes(): Promise<LoadedTypes>;
	close(): Promise<void>;
}

/** What `./editor/repaint` offers. */
export interface RepaintModule {
	openRepaintWatch(
		place: { readonly url: string; readonly email: string; readonly password: string },
		signal: AbortSignal,
	): Promise<RepaintWatch>;
}

/** Loaded by a name that type checks do not follow, as in person.ts: its browser driver may be missing. */
const repaintModule: string = './editor/repaint';

/** Opens the editor of a stage to measure its panels. */
export async function watchPanels(stage: Stage, signal: AbortSignal): Promise<RepaintWatch> {
	await installBrowserDriver(signal);
	const { openRepaintWatch }: RepaintModule = await import(repaintModule);
	return await openRepaintWatch({ url: stage.rest.url, ...owner }, signal);
}
