'use strict';

/**
 * Jest's environment without a realm for each test file: all files of a worker share its built-ins,
 * and the packages that shared-package.js hands out. Loading n8n for each file took a third of the
 * time of `npm test`. As in a real n8n, our errors and objects are instances of n8n's classes. What
 * this repository holds is still loaded for each file.
 */
const { Script } = require('node:vm');
const { ModuleMocker } = require('jest-mock');

const { runInContext } = Script.prototype;
// Jest runs each module in the context of its environment. Node has no such handle for its own.
Script.prototype.runInContext = function (context, options) {
	return context === globalThis
		? this.runInThisContext(options)
		: runInContext.call(this, context, options);
};

// For shared-package.js, whose code runs where `require` is jest's.
globalThis[Symbol.for('seedance.require')] = require;

/** What jest and tests replace. The next file of the worker finds the original. */
const originals = [
	[globalThis, 'console'],
	[globalThis, 'fetch'],
	[globalThis, 'setTimeout'],
	[process, 'exit'],
	[Date, 'now'],
	[Math, 'random'],
	[globalThis.AbortSignal, 'timeout'],
].map(([owner, name]) => ({ owner, name, original: owner[name] }));

module.exports = class WorkerEnvironment {
	constructor({ projectConfig }) {
		this.global = globalThis;
		this.moduleMocker = new ModuleMocker(globalThis);
		// No test uses jest's timers.
		this.fakeTimers = null;
		this.fakeTimersModern = null;
		this.names = new Set(Object.keys(globalThis));
		this.variables = { ...process.env };
		Object.assign(globalThis, projectConfig.globals);
	}

	async setup() {}

	async teardown() {
		for (const { owner, name, original } of originals) owner[name] = original;
		for (const name of Object.keys(globalThis)) {
			if (!this.names.has(name)) delete globalThis[name];
		}
		for (const name of Object.keys(process.env)) {
			if (!(name in this.variables)) delete process.env[name];
		}
		Object.assign(process.env, this.variables);
	}

	exportConditions() {
		return ['node', 'node-addons'];
	}

	getVmContext() {
		return globalThis;
	}
};
