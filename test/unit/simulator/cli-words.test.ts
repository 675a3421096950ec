import type { Delivery, JournalEntry } from '../../../simulator';
import { describe as inWords, describeCallback, HELP, welcome } from '../../../simulator/cli-words';

const entry: JournalEntry = {
	number: 1,
	route: 'submit',
	method: 'POST',
	path: '/api/v3/some/model',
	atMs: 0,
	keyOk: true,
	authorizationSent: true,
	accepted: true,
	status: 200,
	note: 'task abc',
};

describe('what the command line prints', () => {
	it.each<readonly [Partial<JournalEntry>, string]>([
		[{}, 'submit accepted: task abc'],
		[{ accepted: false, status: 302, note: undefined }, 'submit not accepted'],
		[{ status: 400, note: 'bad' }, 'refused POST /api/v3/some/model with 400: bad'],
		[{ status: undefined }, 'no answer to POST /api/v3/some/model: task abc'],
		[{ route: 'read' }, 'status read: task abc'],
		[{ route: 'models', note: '3 models' }, 'models listed: 3 models'],
		[{ route: 'price', note: '0.08 USD for x' }, 'price told: 0.08 USD for x'],
		[{ route: 'secret', note: undefined }, 'callback secret read'],
		[{ route: 'ticket' }, 'upload ticket given: task abc'],
		[{ route: 'media', authorizationSent: false }, 'file served: task abc'],
		[{ route: 'upload' }, 'file received: task abc (warning: an Authorization header was sent)'],
		[{ route: 'download' }, 'video served: task abc (warning: an Authorization header was sent)'],
	])('%j', (change, words) => {
		expect(inWords({ ...entry, ...change })).toMatch(new RegExp(`^\\d\\d:\\d\\d:\\d\\d  `));
		expect(inWords({ ...entry, ...change }).slice(10)).toBe(words);
	});

	it('tells how to point n8n at it', () => {
		const text = welcome('http://127.0.0.1:8787', 'test-key', 3);
		expect(text).toContain('Base URL to http://127.0.0.1:8787');
		expect(text).toContain('test-key');
	});

	it.each<readonly [Partial<Delivery>, string]>([
		[{ status: 200 }, 'callback sent: task abc to http://localhost:5678/webhook/x → 200'],
		[
			{ attempt: 2 },
			'callback sent (attempt 2): task abc to http://localhost:5678/webhook/x → no answer',
		],
	])('tells of a callback, without what may be secret in its URL: %j', (change, words) => {
		const url = 'http://me:pass@localhost:5678/webhook/x?signature=123';
		const text = describeCallback({ taskId: 'abc', url, attempt: 1, atMs: 0, ...change });
		expect(text).toMatch(/^\d\d:\d\d:\d\d {2}/);
		expect(text.slice(10)).toBe(words);
	});

	it('tells in the help that it calls back, serves the secret and takes files', () => {
		expect(HELP).toContain('?webhook=');
		expect(HELP).toContain('/api/v3/webhook/secret');
		expect(HELP).toContain('/api/v3/media/uploads');
		expect(HELP).toContain('/api/v3/models');
		expect(HELP).toContain('/api/v3/model/price');
	});
});
