import { callbackParts, signCallback } from '../../../simulator';

// The example of docs/internals/api.md#callback-signature.
const VECTOR = {
	secret: 'whsec_testsecret0123456789abcdefghijklmnopqrstuv=',
	id: '0123456789abcdef0123456789abcdef',
	timestamp: '1760000000',
	body: '{"id":"0123456789abcdef0123456789abcdef","model":"bytedance/seedance-v1-pro-i2v-480p","outputs":["https://example.com/out.mp4"],"status":"completed","error":""}',
};
const SIGNATURE = 'v3,7bf562b92cb49c54333e5c00a6bfce727ad6aca8c806198eb3f588dba652535d';

describe('the signature of a callback', () => {
	it('is that of the test vector', () => {
		expect(signCallback(VECTOR)).toBe(SIGNATURE);
	});

	it('is the same for bytes as for text, and for a timestamp that is a number', () => {
		const body = Buffer.from(VECTOR.body);
		expect(signCallback({ ...VECTOR, body, timestamp: 1_760_000_000 })).toBe(SIGNATURE);
	});

	it.each([
		['the secret', { secret: 'whsec_testsecret0123456789abcdefghijklmnopqrstuw=' }],
		['the id', { id: '0123456789abcdef012345678' }],
		['the timestamp', { timestamp: 1_760_000_001 }],
		['the body', { body: `${VECTOR.body} ` }],
	])('is another one for another value of %s', (_name, change) => {
		const other = signCallback({ ...VECTOR, ...change });
		expect(other).toMatch(/^v3,[0-9a-f]{64}$/);
		expect(other).not.toBe(SIGNATURE);
	});
});

describe('the parts of a callback', () => {
	const right = { ...VECTOR, taskId: VECTOR.id };

	it('carry the first 25 characters of the task id as webhook-id', () => {
		const { headers, body } = callbackParts(right);
		const id = '0123456789abcdef012345678';
		expect(headers).toEqual({
			'content-type': 'application/json',
			'webhook-id': id,
			'webhook-timestamp': '1760000000',
			'webhook-signature': signCallback({ ...VECTOR, id }),
		});
		expect(body).toBe(VECTOR.body);
	});

	it('can be made as the vector says', () => {
		const { headers } = callbackParts(right, { webhookId: VECTOR.id });
		expect(headers['webhook-signature']).toBe(SIGNATURE);
	});

	it('can lack headers, and have others', () => {
		const { headers } = callbackParts(right, {
			headers: { 'Webhook-Signature': undefined, 'X-More': '1' },
		});
		expect(Object.keys(headers).sort()).toEqual([
			'content-type',
			'webhook-id',
			'webhook-timestamp',
			'x-more',
		]);
	});

	it('keep the signature of the body that was changed afterwards', () => {
		const forged = callbackParts(right, { change: (body) => body.replace('completed', 'failed') });
		expect(forged.headers).toEqual(callbackParts(right).headers);
		expect(forged.body).toBe(VECTOR.body.replace('completed', 'failed'));
	});
});
