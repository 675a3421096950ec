import './engine/home';
// n8n gives BigInt a toJSON: the package never runs without n8n, and all files of a worker share it.
import 'n8n-workflow';
import { Container } from '@n8n/di';
import fc from 'fast-check';
import { seed } from './seed';

// n8n's engine logs every failing node, but the tests check the errors themselves.
process.env.N8N_LOG_LEVEL ??= 'silent';
// Nothing in a test may ever use a real key.
delete process.env.WAVESPEED_API_KEY;
// n8n's engine is shared, too (jest.config.js): each file begins with new services and settings.
Container.reset();
// One seed for all property tests of a run, so that FAST_CHECK_SEED repeats it.
fc.configureGlobal({ seed });
