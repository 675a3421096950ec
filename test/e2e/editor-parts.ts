/** What a person meets in the editor besides the panel of a node. */
import type { NodePanel } from './person';

/** The result of a credential test in its dialog. */
export interface ShownTest {
	readonly works: boolean;
	/** The headline and, where there are any, the details. */
	readonly text: string;
}

/** The dialog of a credential. Fields go by the names of their properties. */
export interface CredentialDialog {
	/** Puts a text into a field, as a paste does. */
	paste(field: string, text: string): Promise<void>;
	/** Shows the fields for gateways and the simulator. */
	showAdvanced(): Promise<void>;
	/** The hint that stands below a field. */
	readHint(field: string): Promise<string>;
	/** Saves it and waits for n8n's test: a dialog that works closes by itself, any other stays open. */
	save(): Promise<void>;
	/** Waits until the dialog that has closed shows that the credential is chosen for the node. */
	untilChosen(): Promise<void>;
	/** Waits for the test to end and reads what it came to, details included. */
	readTest(): Promise<ShownTest>;
	takePicture(name: string): Promise<void>;
	close(): Promise<void>;
}

/** A field as the panel shows it. */
export interface ShownField {
	/** Of its parameter. */
	readonly name: string;
	readonly label: string;
	/** The text in it, or whether it is switched on. */
	readonly value: string | boolean;
	/** What can be chosen, where it is a list. */
	readonly choices?: readonly string[];
	/** The minimum and maximum, if it's a number. */
	readonly range?: readonly [number, number];
}

/** A label as the panel draws it. */
export interface ShownLabel {
	readonly label: string;
	/** It ends in "…", because there is no room for all of it. */
	readonly isCut: boolean;
}

/** The fields of an open panel. They go by the names of their parameters. */
export interface ShownFields {
	/** The fields of a node and of the groups that were added, without the model. */
	read(): Promise<ShownField[]>;
	/** Only what they are called, collections included. */
	readLabels(): Promise<string[]>;
	/** The same, each with whether the panel is too narrow for it. */
	readLabelWidths(): Promise<ShownLabel[]>;
	/** The text of the question mark next to a field's label. */
	readTooltip(name: string): Promise<string>;
}

/** A node as the canvas draws it. */
export interface DrawnNode {
	readonly name: string;
	/** The width of the icon's file in pixels; 0 when none is drawn. */
	readonly iconWidth: number;
}

/** A node that was just added. */
export interface Added {
	readonly panel: NodePanel;
	/** From the entry that was found to the open panel. */
	readonly clicks: number;
}

/** The canvas of a workflow that a person builds. */
export interface Canvas {
	/** Searches the list of nodes to add, and reads the names of the results. */
	search(text: string): Promise<string[]>;
	/**
	 * Adds a node that the search has found; n8n opens its panel.
	 * @param action the one to choose, for a node that has several
	 */
	add(name: string, action?: string): Promise<Added>;
	readNodes(): Promise<DrawnNode[]>;
	/** Has n8n put the nodes in order, all in sight. */
	tidyUp(): Promise<void>;
	takePicture(name: string): Promise<void>;
}
