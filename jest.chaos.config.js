/** `npm run test:chaos`: the same test as in `npm test`, with ten times as many videos. */
const base = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...base,
	roots: ['<rootDir>/test/chaos'],
	globals: { CHAOS_TASKS: 2000 },
};
