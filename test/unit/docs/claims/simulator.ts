import { inCi, inNode, inUnit, onN8n } from '../proof';
import { held, untested } from './claim';
import type { Claim } from './claim';

const limits: readonly Claim[] = [
	held(
		['A wait by polling keeps the execution running', 'the tasks go on, and *Get Many* finds them'],
		onN8n('kill-9'),
	),
	untested('what is not promised', 'Prices are estimates', 'The limits keep mistakes small'),
	held(
		"Not every model's price is published",
		inNode('cost', 'is absent where no price was published'),
		inUnit('catalogue/prices', 'exist for these models and for no other'),
	),
];

const withoutKey: readonly Claim[] = [
	untested('it runs on this machine and has nothing to charge', 'It charges nothing'),
	held(
		'A simulator stands in for the API',
		inNode('video-file', 'plays: its frames and its size are those that were asked for'),
		inUnit(
			'simulator/models',
			'has every entry in the documented shape, each property told in words',
		),
		inUnit('simulator/price', 'come out as published'),
		inUnit('simulator/price', 'told nothing is the base price of the list, for every model'),
	),
	held(
		'You need Node.js',
		inUnit('docs/readme-figures', 'README names a Node.js that everything here runs on: %s'),
	),
	held("an example workflow in n8n's engine", inCi('npm run demo, both modes')),
	held('a real n8n with its editor', inCi('npm run n8n -- --once')),
	held(
		'the simulator alone, to point your own n8n at',
		inUnit('simulator/cli-words', 'tells how to point n8n at it'),
	),
	held(
		'a C++ compiler',
		inUnit('commands/compilers', 'are asked for by name where they are missing'),
	),
	held(
		'a key in the environment alone never does',
		inUnit('commands/demo-arguments', 'a key in the environment alone changes nothing'),
		inUnit('commands/demo-arguments', 'the real API takes --live and --yes'),
	),
];

export const simulator: Readonly<Record<string, readonly Claim[]>> = {
	'Limits of this version': limits,
	'Try it without a key': withoutKey,
};
