import type { Canvas, CredentialDialog, ShownFields } from './editor-parts';
import { installBrowserDriver } from './install';
import { owner } from './n8n-rest';
import { keptFolder } from './folders';
import type { ChosenFile } from './picture';
import type { Scene } from './scene';

/** A node of an execution. */
export interface NodeOfExecution {
	readonly workflowId: string;
	readonly executionId: string;
	readonly node: string;
}

/** A video as the browser has loaded it. */
export interface ShownVideo {
	/** In pixels. */
	readonly width: number;
	readonly height: number;
	readonly seconds: number;
}

/** What the editor shows of a node that failed. */
export interface ShownError {
	readonly message: string;
	readonly description: string;
}

/** A node's panel that a person has opened to fill in and run. Fields go by the names of their parameters. */
export interface NodePanel {
	readonly fields: ShownFields;
	/** Opens the model picker, searches it and reads the entries that it shows. */
	searchModels(text: string): Promise<string[]>;
	/** Chooses the entry with this text in it from the open picker. */
	chooseModel(text: string): Promise<void>;
	/** Turns the model to an expression and writes it. */
	giveModelAsExpression(expression: string): Promise<void>;
	/** The text instead of the form from the model's schema. */
	readNotice(): Promise<string>;
	/** The labels of that form. */
	readForm(): Promise<string[]>;
	/** Adds a field to that form. */
	addParameter(label: string): Promise<void>;
	addOption(name: string): Promise<void>;
	/** Adds those of these options that are offered and weren't added yet. */
	addMissingOptions(names: readonly string[]): Promise<void>;
	/** Adds every option that is offered. */
	addAllOptions(): Promise<void>;
	/** Removes an option that was added, by its parameter. */
	removeOption(name: string): Promise<void>;
	/** Chooses a model from the picker by its id. */
	pickModel(id: string): Promise<void>;
	/** Turns a field to an expression, writes it and reads what n8n says that it comes to. */
	giveExpression(field: string, expression: string): Promise<string>;
	/** Begins a new credential for the node. */
	newCredential(): Promise<CredentialDialog>;
	/** Opens the credential that the node uses. */
	openCredential(): Promise<CredentialDialog>;
	valueOf(field: string): Promise<string>;
	fill(field: string, text: string): Promise<void>;
	/** The same, key by key. */
	type(field: string, text: string): Promise<void>;
	/** Makes a choice and returns all choices. */
	choose(field: string, choice: string): Promise<string[]>;
	runPreviousNodes(): Promise<void>;
	close(): Promise<void>;
	/** Closes the panel and opens it again. */
	reopen(): Promise<void>;
	/** Starts the node and does not wait for its end. */
	executeStep(): Promise<void>;
	/** Waits until the output has this text. */
	untilOutputShows(text: string): Promise<void>;
	readError(): Promise<ShownError>;
	/** The hints above the output. */
	readHints(): Promise<string[]>;
	showOutputSchema(): Promise<void>;
	/** What the editor complains about: in notes over the page and in the model picker. */
	readComplaints(): Promise<string[]>;
	takePicture(name: string): Promise<void>;
}

/**
 * A person at a browser, signed in to n8n. Everything that is read is also saved as a screenshot.
 */
export interface Person {
	/** Chooses a file for the field of a form and submits it. */
	submitForm(url: string, label: string, file: ChosenFile): Promise<void>;
	/** Opens a node of an execution and plays its first file in n8n's own preview. */
	watchVideo(place: NodeOfExecution, picture: string): Promise<ShownVideo>;
	/** Opens a node of an execution that failed there. */
	readError(place: NodeOfExecution, picture: string): Promise<ShownError>;
	/** Opens a node of a stored workflow. */
	openNode(workflowId: string, node: string): Promise<NodePanel>;
	/** How long n8n has kept the person waiting so far, in ms. */
	readonly waitedMs: number;
	/** From n8n's first page to the canvas of a new workflow. */
	newWorkflow(): Promise<Canvas>;
	leave(): Promise<void>;
}

/** What a person needs. */
export interface PersonOptions {
	/** Of n8n. */
	readonly url: string;
	readonly email: string;
	readonly password: string;
	/** The folder of the screenshots. */
	readonly folder: string;
	/** Ends their names. */
	readonly suffix: string;
	/** Makes the person leave. */
	readonly signal: AbortSignal;
}

/** What `./editor/person` offers. */
export interface PersonModule {
	openPerson(options: PersonOptions): Promise<Person>;
}

/**
 * The browser driver isn't a dependency of the package. It may have been installed just now, and
 * type checks must work without it, so the module is imported by a name that they can't resolve.
 */
const personModule: string = './editor/person';

/**
 * Runs a person in a browser, by default n8n's owner. The screenshots are kept like those of `npm
 * run n8n`.
 */
export async function withPerson(
	{ stage, signal }: Scene,
	act: (person: Person) => Promise<void>,
	who: { readonly email: string; readonly password: string } = owner,
): Promise<void> {
	await installBrowserDriver(signal);
	const { openPerson }: PersonModule = await import(personModule);
	const { email, password } = who;
	const person = await openPerson({
		url: stage.rest.url,
		email,
		password,
		folder: keptFolder,
		suffix: `-n8n-${stage.line}`,
		signal,
	});
	try {
		await act(person);
	} finally {
		await person.leave();
	}
}
