/**
 * What a test of the credential may find. Plain data: the build works it out, because n8n's start waits for
 * the credential, which then needs none of the other messages.
 */
import { problem } from './messages';

export const invalidKey = problem('invalidKey');

export const forbidden = problem('forbidden');

export const badBaseUrl = problem('badBaseUrl', { detail: 'does not lead to the API' });
