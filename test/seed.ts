/**
 * The seed of the property tests. Every run has another one (jest.config.js draws it for all its
 * processes). To repeat a run, set FAST_CHECK_SEED to the seed in its failure.
 */
import { randomInt } from 'node:crypto';

const given = process.env['FAST_CHECK_SEED'];
if (given !== undefined && !/^\d+$/.test(given)) throw new Error('FAST_CHECK_SEED is not a number');

export const seed = given === undefined ? randomInt(2 ** 31) : Number(given);
