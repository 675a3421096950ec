'use strict';

/**
 * A jest transformer for packages that a worker loads once for all its test files: the module is the
 * worker's own (see environment.js).
 */
const { createHash } = require('node:crypto');

const codeOf = (filename) =>
	`module.exports = globalThis[Symbol.for('seedance.require')](${JSON.stringify(filename)});`;

module.exports = {
	process: (_, filename) => ({ code: codeOf(filename) }),
	getCacheKey: (_, filename) => createHash('sha256').update(codeOf(filename)).digest('hex'),
};
