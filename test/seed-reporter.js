'use strict';

/** Says after a failure how to repeat it. */
module.exports = class SeedReporter {
	onRunComplete(_contexts, { numFailedTestSuites }) {
		if (numFailedTestSuites === 0) return;
		const seed = process.env.FAST_CHECK_SEED;
		console.error(`\nThe same random values again: FAST_CHECK_SEED=${seed} npx jest …`);
	}
};
