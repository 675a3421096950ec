/** `npm run catalogue:sync` reports where the API's model list differs from the catalogue. */
import { sync } from './sync';

const surroundings = {
	env: process.env,
	say: (text: string) => console.log(text),
	complain: (sentence: string) => console.error(sentence),
};

sync(process.argv.slice(2), surroundings).then(
	(exitCode) => {
		process.exitCode = exitCode;
	},
	() => {
		// The error isn't printed, because it may hold what was sent.
		console.error('The comparison broke off: this is a fault of catalogue:sync.');
		process.exitCode = 2;
	},
);
