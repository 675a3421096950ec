/** What a test of the credential may find. */
import { problem } from './messages';

export const invalidKey = problem('invalidKey');

export const forbidden = problem('forbidden');

export const badBaseUrl = problem('badBaseUrl', { detail: 'does not lead to the API' });
