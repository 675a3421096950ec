/**
 * All fields and options that aren't model parameters: name in the panel, allowed values, default.
 * The panels take their bounds from here, and a test compares the rest.
 */
import type { IWebhookDescription } from 'n8n-workflow';
import type { Setting } from '../../../seedance/request/setting';

export type Settings = Readonly<Record<string, Setting>>;

/**
 * In minutes, at most 7 days, because the API deletes tasks then (docs/internals/api.md#retention).
 */
const minutes = { kind: 'number', minimum: 0.01, maximum: 10_080, unit: 'minutes' } as const;
const usd = { kind: 'number', minimum: 0, unit: 'USD' } as const;
/** The names of the choice for executions that a person starts in the editor. */
const inManual = ['In Manual Executions', 'Manual Executions', 'In Manual Runs', 'Manual'] as const;
const errorOrItem = {
	kind: 'choice',
	choices: { error: ['Error'], item: ['Return Item', 'Item'] },
} as const;

const simplify = { kind: 'switch', displayName: 'Simplify', unset: true } as const;

export const timeoutMinutes = { ...minutes, displayName: 'Timeout (Minutes)', unset: 60 } as const;

export const waitUsing = {
	kind: 'choice',
	displayName: 'Wait By',
	choices: {
		polling: ['Polling', 'Poll'],
		suspend: ['Pausing the Execution', 'Pausing', 'Pause', 'Suspended Execution', 'Suspended'],
	},
	unset: 'polling',
} as const;

/** The options that apply to a whole run. */
export const runOptions = {
	binaryPropertyName: { kind: 'text', displayName: 'Output Field', unset: 'data' },
	combineIntoOneItem: { kind: 'switch', displayName: 'Combine Into One Item', unset: false },
	ifDownloadFails: { ...errorOrItem, displayName: 'If Download Fails', unset: 'item' },
	ifFlaggedNsfw: {
		kind: 'choice',
		displayName: 'If Flagged NSFW',
		choices: { error: ['Error'], continue: ['Return Item', 'Item', 'Continue'] },
		unset: 'error',
	},
	ifOutcomeIsUnknown: {
		kind: 'choice',
		displayName: 'If Outcome Is Unknown',
		choices: { stop: ['Stop'], submitAgain: ['Start Again', 'Submit Again'] },
		unset: 'stop',
	},
	ifTaskFails: { ...errorOrItem, displayName: 'If Task Fails', unset: 'error' },
	ifTimeoutIsReached: {
		kind: 'choice',
		displayName: 'If Timeout Is Reached',
		choices: { ...errorOrItem.choices, cancel: ['Cancel Task', 'Cancel'] },
		unset: 'error',
	},
	includeInputFields: {
		kind: 'choice',
		displayName: 'Include Input Fields',
		choices: { all: ['All'], none: ['None'], selected: ['Selected'] },
		yes: 'all',
		no: 'none',
		unset: 'none',
	},
	inputFieldsToInclude: {
		kind: 'list',
		displayName: 'Fields to Include',
		mayBeBlank: true,
		unset: [],
	},
	maximumFileSizeMb: {
		kind: 'number',
		displayName: 'Max File Size (MB)',
		minimum: 0.01,
		unit: 'MB',
		unset: 1024,
	},
	notifyWhenDone: {
		kind: 'choice',
		displayName: 'Notify When Ready',
		choices: {
			url: ['Custom URL', 'URL'],
			nothing: ['Nothing', 'Nobody', 'None'],
			execution: ['This Execution', 'Execution'],
		},
		no: 'nothing',
	},
	recheckMinutes: {
		kind: 'number',
		displayName: 'Re-Check (Minutes)',
		// n8n's own timer runs once a minute (docs/internals/n8n.md#wake-up-timer).
		minimum: 1,
		maximum: 1_440,
		unit: 'minutes',
		unset: 1,
	},
	simplify,
	submitDeadlineMinutes: { ...minutes, displayName: 'Retry For (Minutes)', unset: 60 },
	submitsAtOnce: {
		kind: 'number',
		displayName: 'Videos at Once',
		isWhole: true,
		minimum: 1,
		maximum: 50,
		unset: 5,
	},
	timeoutMinutes,
	uploadUrlsFirst: { kind: 'switch', displayName: 'Upload URLs First', unset: false },
	waitUsing,
} as const satisfies Settings;

/** The same for Get Result, where a failed task is a result as well. */
export const resultOptions = {
	...runOptions,
	ifTaskFails: { ...runOptions.ifTaskFails, unset: 'item' },
} as const satisfies Settings;

/** The options about cost limits. */
export const moneyOptions = {
	allowUnknownPrices: { kind: 'switch', displayName: 'Allow Unknown Prices', unset: false },
	keepBalanceAboveUsd: { ...usd, displayName: 'Min Balance (USD)' },
	liveQuote: {
		kind: 'choice',
		displayName: 'Live Quote',
		choices: { manual: inManual, always: ['Always'], never: ['Never', 'Off'] },
		yes: 'always',
		no: 'never',
		unset: 'manual',
	},
	maximumCostUsd: { ...usd, displayName: 'Max Cost (USD)' },
	previewOnly: {
		kind: 'choice',
		displayName: 'Preview Only (Dry Run)',
		choices: { manual: inManual, always: ['Always'], never: ['Never', 'Off'] },
		yes: 'always',
		no: 'never',
		unset: 'never',
	},
} as const satisfies Settings;

/** The options that are evaluated for each item. */
export const itemOptions = {
	fileName: { kind: 'text', displayName: 'File Name', mayBeBlank: true },
	requestKey: { kind: 'text', displayName: 'Request Key', isKey: true },
	videosPerItem: {
		kind: 'number',
		displayName: 'Videos per Item',
		isWhole: true,
		minimum: 1,
		maximum: 10,
		unset: 1,
	},
} as const satisfies Settings;

const fileOrUrl = { file: ['Video File', 'File'], url: ['Video URL', 'URL'] } as const;

/** The field of the submit nodes that applies to a whole run. */
export const submitFields = {
	return: {
		kind: 'choice',
		displayName: 'Return',
		choices: { ...fileOrUrl, taskId: ["Task ID (Don't Wait)", 'Task ID'] },
		unset: 'file',
	},
} as const satisfies Settings;

/** The fields of the nodes that read tasks. */
export const readFields = {
	return: { kind: 'choice', displayName: 'Return', choices: fileOrUrl, unset: 'file' },
	operation: {
		kind: 'choice',
		displayName: 'Operation',
		choices: {
			get: ['Get'],
			getAll: ['Get Many'],
			delete: ['Delete or Cancel', 'Delete', 'Cancel'],
		},
		unset: 'get',
	},
	returnAll: { kind: 'switch', displayName: 'Return All', unset: false },
	timeoutMinutes,
	waitUsing,
} as const satisfies Settings;

/** The setting of Get Many for each item that isn't a filter. */
export const listLimit = {
	kind: 'number',
	displayName: 'Limit',
	isWhole: true,
	minimum: 1,
	unset: 50,
} as const satisfies Setting;

export const includeOtherModels = {
	kind: 'switch',
	displayName: 'Include Other Models',
	unset: false,
} as const satisfies Setting;

/** Which schema is used to check an item. */
export const schemaChoice = {
	kind: 'choice',
	displayName: 'Schema',
	choices: { automatic: ['Automatic'], builtIn: ['Built-In'] },
	unset: 'automatic',
} as const satisfies Setting;

export const triggerFields = {
	events: {
		kind: 'list',
		displayName: 'Trigger On',
		choices: { completed: ['Completed'], failed: ['Failed'] },
		unset: ['completed', 'failed'],
	},
} as const satisfies Settings;

export const triggerOptions = {
	models: { kind: 'list', displayName: 'Models', mayBeBlank: true, unset: [] },
	simplify,
	verifyState: { kind: 'switch', displayName: 'Verify Status With API', unset: true },
} as const satisfies Settings;

// What nodes declare to n8n other than their fields.

export const credentialType = 'waveSpeedAiApi';

/** The credential of every Seedance node. */
export const credentials = [{ name: credentialType, required: true }];

/** The path of our webhooks, after n8n's own part of the URL. */
export const callbackPath = 'seedance';

/**
 * The webhook of a node that may be suspended. It's open only while the node waits
 * (`restartWebhook`), so there is nothing to register. Its own path keeps a late callback from
 * waking n8n's Wait node, which has none (docs/internals/n8n.md#wake-up-call).
 */
export const resumeWebhooks: IWebhookDescription[] = [
	{
		name: 'default',
		httpMethod: 'POST',
		responseMode: 'onReceived',
		// Without this n8n answers with the text "firstEntryJson".
		responseData: 'noData',
		path: callbackPath,
		restartWebhook: true,
		isFullPath: true,
	},
];
