/**
 * Where the random numbers of the property tests come from. Every run takes other ones (jest.config.js
 * draws a seed for all its processes); to repeat a run set FAST_CHECK_SEED to the seed that its failure
 * names.
 */
import { randomInt } from 'node:crypto';

const given = process.env['FAST_CHECK_SEED'];
if (given !== undefined && !/^\d+$/.test(given)) throw new Error('FAST_CHECK_SEED is not a number');

export const seed = given === undefined ? randomInt(2 ** 31) : Number(given);
