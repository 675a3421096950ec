'use strict';
/**
 * One measurement in a process of its own: how long the whole package takes to load the way n8n
 * loads it. It's plain JavaScript, because a TypeScript loader would transpile the package as well.
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
