/** Under Nodes: what all have in common, the submit nodes, and files. */
import { inNode, inUnit, onN8n } from '../proof';
import { held, untested } from './claim';
import type { Claim } from './claim';

const common: readonly Claim[] = [
	held(
		'*Options* to simplify the output',
		inUnit('fields/output-options', '%s: simplify the output, carry input fields along'),
		inNode('text-to-video', 'carries input fields along: %s'),
		inNode('error-table', 'Stop Workflow: $name'),
		inNode('error-table', 'Continue: $name'),
		inNode('get-result', '%s: item by item'),
		inNode('n8n-facts', 'an item whose json holds nothing but `error` leaves by the error output'),
	),
	held('Error items have one key', inNode('error-table', 'Continue: $name')),
	held(
		'`status: "skipped"`',
		inNode(
			'request-key',
			'whose task nobody knows is skipped; the item says why, and names the newest tasks',
		),
	),
	held(
		'Success items:',
		inNode('text-to-video', 'turns a prompt and nothing else into a finished task'),
		inNode('errors', 'is an item when the person chose so'),
		inNode('wait-for-completion', 'is an item at the deadline when the person chose so'),
	),
	held(
		'have `estimatedCostUsd`',
		inNode('cost', 'is the published price, and what the API charges'),
		inNode('cost', 'is absent where no price was published'),
	),
	held(
		'Items of a dry run have',
		inNode(
			'dry-run',
			'gives the method, the address, the body, the price and where each value comes from',
		),
	),
];

const textToVideo: readonly Claim[] = [
	held(
		'The fields follow the model',
		inUnit(
			'fields/visible-fields',
			'shows one row for each panel parameter that the model has, in order',
		),
		inUnit('catalogue/check-models-node', 'has nothing to object for $model'),
		onN8n('document-fields'),
	),
	held(
		'What is not in the panel is under *Model Options*',
		inUnit('fields/visible-fields', 'offers one model option for each other parameter'),
	),
	held(
		'A model given by an ID that is new',
		inUnit(
			'fields/unlisted-ids',
			'shows only prompt, picture and the form for an id that is not listed',
		),
		inUnit('fields/unlisted-ids', 'shows only prompt, picture and the form for any expression'),
		inNode('model-form', 'has a field for each parameter that the panel has none for'),
	),
	held(
		'All items are checked, and priced if you set a maximum',
		inNode('bad-input', 'names the bad item among good ones and submits none'),
		inNode(
			'cost',
			'submits nothing when the items together cost more, and shows the sum and the items',
		),
	),
	held(
		'Then they are submitted a few at a time',
		inUnit('task/submit-all', 'never more than %d under way, each sent once, in order'),
		inUnit('task/wait-for', 'takes as long as its slowest task, not the sum'),
	),
	held(
		'Values may come as a spreadsheet has them',
		inNode('text-to-video', 'reads values as a spreadsheet has them'),
	),
	held(
		'Empty optional values are left out',
		inNode('text-to-video', 'leaves out what an expression leaves empty'),
	),
];

const imageToVideo: readonly Claim[] = [
	held(
		'**Image** takes the name of a binary field',
		inNode('media-in', 'can be given %s'),
		inNode(
			'media-in',
			'is uploaded, and its address submitted: a new node needs a prompt and nothing else',
		),
		inNode('image-to-video', 'animates %s to the end'),
	),
	held('that one is taken whatever its field is called', inNode('media-in', 'can be given %s')),
	held(
		'takes up to four under **Images**',
		inNode('media-in', 'takes any mix as %s, in order'),
		inNode('media-in', 'takes all files of a form field, and no more than the model does'),
		inNode('live-schema', 'is refused with %d pictures there, before anything is sent'),
	),
	held(
		'*Last Image* is under *Model Options*',
		inUnit('fields/visible-fields', 'offers one model option for each other parameter'),
	),
	untested('a link', '[Pictures in, videos out](docs/media.md).'),
	held(
		'Files are looked at before anything is submitted',
		inNode(
			'media-in',
			'what is no picture for the model is refused before anything is uploaded or submitted',
		),
		onN8n('form-picture-refused'),
	),
	held('each once in a run', inNode('media-in', 'that all items share goes to the store once')),
];

const files: readonly Claim[] = [
	held(
		'**Download Video** puts the finished video into the item',
		inNode('text-to-video', 'puts the video into the item, fetched without the key'),
		inUnit('fields/file-fields', 'about files, when %s'),
		inUnit(
			'fields/file-fields',
			'ask about flagged videos only while it waits, about uploads always',
		),
	),
	held(
		'A broken download is tried three times',
		inNode('download-faults', '%j, always: three tries, and the item says why'),
	),
	held(
		"What still fails leaves the task's data in the item",
		inNode('text-to-video', 'keeps the finished task when the download fails'),
		inNode('download-failure', 'is an error that names the task and says that it is paid for'),
		inNode('download-failure', 'Retry execution only downloads'),
		inNode('download-failure', 'so does Retry On Fail'),
	),
];

export const nodes: readonly Claim[] = [...common, ...textToVideo, ...imageToVideo, ...files];
