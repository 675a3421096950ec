import './engine/home';
import fc from 'fast-check';
import { seed } from './seed';

// n8n's engine logs every failing node, but the tests check the errors themselves.
process.env.N8N_LOG_LEVEL ??= 'silent';
// Nothing in a test may ever use a real key.
delete process.env.WAVESPEED_API_KEY;
// One seed for all property tests of a run, so that FAST_CHECK_SEED repeats it.
fc.configureGlobal({ seed });
