/**
 * The table of causes: cause → message → what to do next. It has every text that a person reads
 * when something fails.
 */
import { defined } from '../result';
import {
	accountMessages,
	charge,
	charges,
	getLater,
	joined,
	site,
	status,
} from './accountMessages';
import type { Text } from './accountMessages';
import { connectionMessages } from './connectionMessages';
import { taskMessages } from './taskMessages';
import type { Cause, Circumstances, Problem } from './problem';

const recent = 'Seedance Get Result → Get Many';
const capital = (text: string) => text.replace(/^./, (letter) => letter.toUpperCase());
const sentence = (text: string) => (/[.!?]"?$/.test(text) ? text : `${text}.`);
const modelOf = ({ model }: Circumstances) => model && `model ${model}`;
const got = (c: Circumstances, rule: string) =>
	c.got === undefined ? rule : `${rule} (got ${c.got})`;

const table: Record<Cause, Text> = {
	...accountMessages,
	...connectionMessages,
	...taskMessages,
	parameterRefused: (c) => [
		c.detail ?? "A setting has a value that isn't allowed",
		joined(c.advice ?? 'Change the value, then run this again.', !c.isList && charges.none),
		[c.fileName && `file ${c.fileName}`, modelOf(c)],
	],
	parametersNotJson: (c) => [
		got(c, 'Parameters (JSON) must be a JSON object'),
		`Use the names from the model's page, for example {"seed": 7}. ${charges.none}`,
	],
	unknownModel: (c) => [
		c.replacement === undefined
			? "WaveSpeedAI doesn't have this model"
			: 'WaveSpeedAI no longer has this model',
		c.replacement === undefined
			? `Choose a model from the list, or check the model ID for typos. ${charges.none}`
			: `Its provider withdrew it. Choose its replacement instead. ${charges.none}`,
		[modelOf(c), c.replacement && `replacement ${c.replacement}`],
	],
	malformedModel: (c) => [
		c.got === undefined ? 'No model is selected' : got(c, 'Model must be a model ID'),
		joined(
			'Choose a model from the list, or enter an ID such as bytedance/seedance-2.0-fast/text-to-video.',
			!c.isList && charges.none,
		),
	],
	wrongMode: (c) => [
		c.detail === undefined
			? "This node can't use this model"
			: `This model needs the ${c.detail} node`,
		joined(
			c.detail === undefined
				? "Choose a model from this node's list."
				: `Use ${c.detail}, or choose a model from this node's list.`,
			charges.none,
		),
		[modelOf(c)],
	],
	modelNotOffered: (c) => [
		"These nodes can't use this model",
		joined(c.detail && sentence(capital(c.detail)), 'Choose a model from the list.', charges.none),
		[modelOf(c)],
	],
	missingTaskId: () => [
		'Task ID is empty',
		'By default, the task ID comes from the incoming item. Connect a Seedance node before this one, enter a task ID, or choose one from the list.',
	],
	malformedTaskId: (c) => [
		got(c, "Task ID isn't valid"),
		'Enter the taskId that a Seedance node returned: one ID on one line, without any other text.',
	],
	unknownOutcome: (c) => [
		"Couldn't confirm that this video was started",
		joined(
			sentence(c.detail ?? 'The connection ended without an answer'),
			charges.maybe,
			"It wasn't sent again, so you aren't charged twice.",
			c.taskId === undefined
				? `Check your recent videos with ${recent} before you run this again.`
				: 'Get it with Seedance Get Result before you run this again.',
			'Retry in Executions looks for it again and starts no second video.',
		),
		[status(c), c.code],
	],
	stillUnknown: () => [
		"Still couldn't confirm that this video was started",
		`An earlier try ended without a clear answer, so nothing was sent again. ${charges.maybe} Check your recent videos with ${recent}. If it isn't there, set Options → Error Handling → If Outcome Is Unknown to Start Again, then retry.`,
	],
	requestKeyUnusable: () => [
		"Couldn't record the Request Key in n8n's database",
		`Without the record, the same key could start a second video. Try again. If it keeps failing, save the workflow, update n8n, or remove Options → Prevent Duplicates → Request Key. ${charges.none}`,
	],
	retryNotRecorded: () => [
		"Couldn't record this retry in n8n's database",
		`Without the record, another retry could start the video a second time. Retry again in a moment. ${charges.none}`,
	],
	retriedBefore: (c) => [
		'Another retry of this execution may have started this video',
		joined(
			`It wasn't started again. ${charges.maybe} Find it with ${recent}. If it isn't there, run the workflow again as a new execution.`,
			c.detail,
		),
	],
	costAboveMaximum: (c) => [
		'This run would cost more than Max Cost allows',
		`Create fewer, shorter or lower-resolution videos, or raise Options → Cost Limits → Max Cost (USD). ${charges.none}`,
		[c.detail],
	],
	priceUnknown: (c) => [
		"Price unknown, so Max Cost can't be checked",
		`${c.advice ? `${sentence(c.advice)} ` : ''}To create the videos anyway, turn on Options → Cost Limits → Allow Unknown Prices: unknown prices then count as $0. ${charges.none}`,
		[c.detail],
	],
	balanceTooLow: (c) => [
		'Your WaveSpeedAI balance is too low',
		`Top up at ${site}, create fewer videos, or lower Options → Cost Limits → Min Balance (USD). ${charges.none}`,
		[c.detail],
	],
	balanceUnknown: (c) => [
		"Couldn't check your WaveSpeedAI balance",
		joined(
			c.detail && sentence(c.detail),
			`Run this again, or remove Options → Cost Limits → Min Balance (USD). ${charges.none}`,
		),
	],
	uploadFailed: (c) => [
		"A file couldn't be uploaded to WaveSpeedAI",
		joined(c.detail && sentence(capital(c.detail)), `Run this again. ${charges.none}`),
		[c.fileName && `file ${c.fileName}`],
	],
	notSubmitted: (c) => [
		"This video wasn't started because another one failed",
		joined(
			c.detail && `The other one: ${sentence(c.detail)}`,
			`Fix that first, then run this item again. ${charges.none}`,
		),
	],
	expressionFailed: (c) => [
		c.said ?? "An expression couldn't be evaluated",
		joined(
			c.advice && sentence(c.advice),
			`Fix the expression${c.detail ? ` in ${c.detail}` : ''}, then run this again.`,
		),
	],
	settingRefused: (c) => [
		c.detail ?? "An option has a value that can't be used",
		c.advice ?? 'Change the value in this node, then run it again.',
	],
	unexpected: () => [
		'This node stopped unexpectedly',
		`Check your recent videos with ${recent} before you run this again. ${charges.maybe}`,
	],
	stopped: (c) => [
		'The execution was stopped',
		c.taskId === undefined
			? joined(
					!c.isList && "This video wasn't started. Run the workflow again to start it.",
					charge(c),
				)
			: `The video is still being generated. ${charges.once} ${getLater}`,
	],
};

/** The causes whose `said` are n8n's words; the others' are the API's. */
const saidByN8n: ReadonlySet<Cause> = new Set(['expressionFailed', 'unexpected']);

function quoteOf(cause: Cause, { said }: Circumstances): string {
	if (said === undefined || said === '' || cause === 'expressionFailed') return '';
	return `${saidByN8n.has(cause) ? 'n8n' : 'WaveSpeedAI'} says: "${said}".`;
}

/** The longest title, in code points. */
const longestTitle = 80;

/** A title that fits, and what didn't: the end "(got …)", or else the whole text. */
function fitted(text: string): { title: string; lead?: string; given?: string } {
	const line = Array.from(text.replace(/\s+/g, ' ').trim());
	if (line.length <= longestTitle) return { title: line.join('') };
	const [, rule = '', given] = /^(.+) \((got .+)\)$/.exec(line.join('')) ?? [];
	if (given !== undefined && Array.from(rule).length <= longestTitle) return { title: rule, given };
	const short = line.slice(0, longestTitle - 1).join('');
	return { title: `${short.replace(/\s+\S*$/, '')}…`, lead: sentence(line.join('')) };
}

/** Returns a problem with its texts. */
export function problem(
	cause: Cause,
	circumstances: Circumstances = {},
	more: Partial<Pick<Problem, 'outcome' | 'parameter'>> = {},
): Problem {
	const [message, text, details = []] = table[cause](circumstances);
	const { taskId, model, status: state, httpStatus, answer } = circumstances;
	const { title, lead, given } = fitted(message);
	const known = [given, taskId && `task ID ${taskId}`, ...details].filter(Boolean);
	return {
		cause,
		message: title,
		description: joined(
			lead,
			text,
			quoteOf(cause, circumstances),
			known.length > 0 && `Details: ${known.join(', ')}.`,
		),
		...defined({ taskId, model, status: state, httpStatus, answer }),
		...more,
	};
}

/** Puts sentences into a description, before what the API said and the details. */
export function withSentences(problem: Problem, ...sentences: readonly string[]): Problem {
	const { description } = problem;
	const end = / (?:WaveSpeedAI|n8n) says: "| Details: /.exec(description)?.index;
	const lead = description.slice(0, end);
	return { ...problem, description: joined(lead, ...sentences) + description.slice(lead.length) };
}

/** Adds to the details at the end of a description. */
export function withDetail(problem: Problem, detail: string): Problem {
	const { description } = problem;
	const hasDetails = / Details: [^"]*\.$/.test(description);
	const end = hasDetails
		? `${description.slice(0, -1)}, ${detail}`
		: `${description} Details: ${detail}`;
	return { ...problem, description: `${end}.` };
}

/** A problem with other sentences about what was charged. */
function charged(problem: Problem, ...sentences: readonly string[]): Problem {
	const description = Object.values(charges).reduce(
		(text, sentence) => text.replace(` ${sentence}`, ''),
		problem.description,
	);
	return withSentences({ ...problem, description }, ...sentences);
}

/** Completes a problem of an item, or of a whole node, that prevented videos from being started. */
export const notStarted = (problem: Problem): Problem =>
	charged({ ...problem, outcome: 'refused' }, charges.none);

/** Completes a problem of an item whose video was started in an earlier try. */
export const startedBefore = (problem: Problem, taskId: string): Problem =>
	withDetail(
		charged(
			{ ...problem, taskId, outcome: 'accepted' },
			"This item's video was started before.",
			charges.once,
			getLater,
		),
		`task ID ${taskId}`,
	);

/**
 * Completes a problem that stops a run in which other videos were started.
 * @param others how many
 * @param ids their task IDs, as a list
 */
export function withOthers(problem: Problem, others: number, ids: string): Problem {
	const description = problem.description.replace(
		charges.none,
		"You weren't charged for this item.",
	);
	const [were, them] =
		others === 1 ? ['1 other video was', 'it'] : [`${others} other videos were`, 'them'];
	const told = withSentences(
		{ ...problem, description },
		`${were} started and charged. To get ${them} without a new charge, use Retry in Executions.`,
	);
	return withDetail(told, `other task IDs ${ids}`);
}

/** The last sentence of an unknown outcome: what the search among the recent tasks found. */
export function lookText(candidates: number | undefined): string {
	if (candidates === undefined) return "Your recent videos couldn't be checked.";
	return candidates > 0
		? 'It may be one of the tasks below.'
		: "So far, it isn't among your recent videos.";
}
