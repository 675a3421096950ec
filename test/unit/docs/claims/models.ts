import { inCi, inNode, inUnit, onN8n } from '../proof';
import { held, untested } from './claim';
import type { Claim } from './claim';

const credential: readonly Claim[] = [
	untested('advice', 'make one at [wavespeed.ai/accesskey]', 'leave `https://api.wavespeed.ai`'),
	held('do no harm', inNode('credential', 'takes a key as it was pasted: %j')),
	untested("WaveSpeedAI's rule", 'may work only after a first top-up'),
	held(
		'The key goes to that address only',
		inNode('credential', 'sends the key to the API only'),
		inNode('key-hygiene', 'a redirect to another origin does not take the key along'),
		inNode('key-hygiene-downloads', 'an output on another host is fetched without the key'),
	),
	held(
		'**Webhook Secret**',
		inUnit('webhook/callback', 'asks for the secret once, and for no newer one'),
		inNode('resume-webhook', 'is used in the place of the one that the API gives'),
	),
];

const offered: readonly Claim[] = [
	held(
		'models of Seedance 1.0, 1.5, 2.0 and 2.5',
		inUnit('docs/readme-figures', 'README says of which generations the models are'),
		inUnit('catalogue/catalogue', 'says why no node offers a model that none offers'),
	),
	held(
		'last in the list and say so',
		inUnit(
			'catalogue/catalogue',
			'has the picker of %s in order: those that stay, then plain ones, then newest generation, then by ID',
		),
		inUnit('catalogue/catalogue', 'labels exactly the models that are being retired'),
	),
	held(
		'Video editing, video extension and the upscaler',
		inUnit('catalogue/catalogue', 'says why no node offers a model that none offers'),
	),
	held(
		'The picker adds the newer Seedance models',
		inNode(
			'model-picker',
			'has models that are newer than this package before those of the catalogue',
		),
		inNode('model-picker', 'names them with price and id'),
	),
	held(
		'Requests are checked against what that list says',
		inUnit('validation/plan-submit-live', "checks values against today's schema"),
		inUnit('validation/plan-submit-live', 'sends one picture as image: %s'),
		inUnit(
			'validation/plan-submit-live',
			'refuses a last frame that the model does not take any more',
		),
		inNode('live-schema', 'gets its one picture as image, where the API has moved on'),
	),
	held(
		'Without the list the nodes work from the catalogue',
		inNode(
			'live-list-trouble',
			'videos are made all the same, and it is not asked for again at once',
		),
		onN8n('catalogue-alone'),
	),
	held(
		'*Schema: Built-In* keeps to it',
		inNode(
			'live-schema',
			"gets the document's shape with Schema: Built-In, whatever the API lists",
		),
	),
	held(
		'Five models follow their published documents exactly',
		inUnit('docs/readme-figures', 'README names the models that follow a document'),
		inUnit('catalogue/check-models-node', 'has nothing to object for $model'),
		inCi('npm run check:models'),
	),
];

export const models: Readonly<Record<string, readonly Claim[]>> = {
	Credential: credential,
	Models: offered,
};
