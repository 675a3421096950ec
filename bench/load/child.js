'use strict';
/**
 * One measurement in a process of its own: how long all of the package takes to load, in the way n8n
 * does it. Plain JavaScript, because whatever translates TypeScript would translate the package, too.
 */
const path = require('node:path');
const { performance } = require('node:perf_hooks');

const root = path.join(__dirname, '..', '..');
const { nodes, credentials } = require('../../package.json').n8n;
require('n8n-workflow');

const begun = performance.now();
for (const file of [...nodes, ...credentials]) {
	// n8n finds a class by the name of its file.
	const [className] = path.basename(file).split('.');
	new (require(path.join(root, file))[className])();
}
console.log(performance.now() - begun);
