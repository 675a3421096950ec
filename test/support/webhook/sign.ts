/**
 * Signs callbacks (docs/internals/api.md#callback-signature), without using the code under test.
 */
import { createHmac } from 'node:crypto';
import type { Delivery } from '../../../seedance/webhook/callback';
import type { SignedParts } from '../../../seedance/webhook/signature';

/** The reference's test vector. */
export const vector = {
	secret: 'whsec_testsecret0123456789abcdefghijklmnopqrstuv=',
	id: '0123456789abcdef0123456789abcdef',
	timestamp: '1760000000',
	body: '{"id":"0123456789abcdef0123456789abcdef","model":"bytedance/seedance-v1-pro-i2v-480p","outputs":["https://example.com/out.mp4"],"status":"completed","error":""}',
	signature: 'v3,7bf562b92cb49c54333e5c00a6bfce727ad6aca8c806198eb3f588dba652535d',
};

export const { secret } = vector;
export const otherSecret = 'whsec_another0123456789abcdefghijklmnopqrstuvw=';

/** The moment of the vector, in ms since the epoch. */
export const now = Number(vector.timestamp) * 1000;

export const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');

/** HMAC-SHA256 in hexadecimal digits; the key is used as it is given. */
export const hmac = (key: string | Uint8Array, ...parts: ReadonlyArray<string | Uint8Array>) =>
	parts.reduce((mac, part) => mac.update(part), createHmac('sha256', key)).digest('hex');

export const keyOf = (whsec: string) => whsec.replace('whsec_', '');

export type Unsigned = Omit<SignedParts, 'signature'>;

/** The three parts with a right signature. */
export function signed(parts: Partial<Unsigned> = {}, whsec = secret): SignedParts {
	const { id = vector.id, timestamp = vector.timestamp, body = bytes(vector.body) } = parts;
	const digits = hmac(keyOf(whsec), `${id}.${timestamp}.`, body);
	return { id, timestamp, body, signature: `v3,${digits}` };
}

/** The same as a request. */
export const delivered = ({ id, timestamp, signature, body }: SignedParts): Delivery => ({
	headers: {
		host: 'n8n.example',
		'content-type': 'application/json',
		'webhook-id': id,
		'webhook-timestamp': timestamp,
		'webhook-signature': signature,
	},
	body,
});

/** A genuine callback with some other headers; undefined removes one. */
export function altered(headers: Readonly<Record<string, unknown>>): Delivery {
	const genuine = delivered(signed());
	return { ...genuine, headers: { ...genuine.headers, ...headers } };
}

/** A byte changed into another one. */
export function spoilt(body: Uint8Array, at: number, by: number): Uint8Array {
	return body.map((byte, index) => (index === at ? byte ^ by : byte));
}
