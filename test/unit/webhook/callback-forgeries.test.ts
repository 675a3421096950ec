/** One forgery for each check, in a callback that is genuine otherwise. */
import fc from 'fast-check';
import { verifyCallback } from '../../../seedance/webhook/callback';
import type { Delivery } from '../../../seedance/webhook/callback';
import type { SignedParts } from '../../../seedance/webhook/signature';
import { found, sourceOf } from '../../support/webhook/secretSources';
import {
	altered,
	bytes,
	delivered,
	hmac,
	keyOf,
	now,
	otherSecret,
	secret,
	signed,
	vector,
} from '../../support/webhook/sign';

const checks = async (delivery: Delivery, secrets = sourceOf()) =>
	await verifyCallback(delivery, secrets, now);

const genuine = signed();
const withParts = (parts: Partial<SignedParts>) => delivered({ ...genuine, ...parts });

describe('a forgery', () => {
	const { signature, id, timestamp } = genuine;
	const digits = signature.slice('v3,'.length);
	const decoded = Buffer.from(keyOf(secret), 'base64');
	const old = (seconds: number) => signed({ timestamp: String(now / 1000 + seconds) });
	const headerNames = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;
	const given = {
		'webhook-id': id,
		'webhook-timestamp': timestamp,
		'webhook-signature': signature,
	};

	const plain: ReadonlyArray<readonly [string, Delivery]> = [
		['version v1', withParts({ signature: `v1,${digits}` })],
		['version V3', withParts({ signature: `V3,${digits}` })],
		['no version', withParts({ signature: digits })],
		['truncated digits', withParts({ signature: signature.slice(0, -1) })],
		['upper-case digits', withParts({ signature: `v3,${digits.toUpperCase()}` })],
		['a time 301 s ago', delivered(old(-301))],
		['a time in 301 s', delivered(old(301))],
		...headerNames.flatMap((name): Array<readonly [string, Delivery]> => [
			[`no ${name}`, altered({ [name]: undefined })],
			[`an empty ${name}`, altered({ [name]: '' })],
			[`${name} twice`, altered({ [name]: [given[name], given[name]] })],
			[`${name} as a list of one`, altered({ [name]: [given[name]] })],
		]),
	];
	it.each(plain)('with %s: unauthorized, and no secret is asked for', async (_name, delivery) => {
		const secrets = sourceOf();
		expect(await checks(delivery, secrets)).toEqual({ kind: 'unauthorized' });
		expect(secrets.asked).toEqual({ current: 0, renewed: 0 });
	});

	it.each<readonly [string, Delivery]>([
		['wrong digits', withParts({ signature: `v3,${'0'.repeat(64)}` })],
		['another secret', delivered(signed({}, otherSecret))],
		[
			'the secret decoded from base64',
			withParts({ signature: `v3,${hmac(decoded, `${id}.${timestamp}.`, vector.body)}` }),
		],
		['a changed byte', withParts({ body: bytes(vector.body.replace('out.mp4', 'our.mp4')) })],
		['a space added to the body', withParts({ body: bytes(`${vector.body} `) })],
		['another id', withParts({ id: id.replace('0', '1') })],
		['a newer time', withParts({ timestamp: String(now / 1000 + 1) })],
		['a body that was cut off', withParts({ body: bytes(vector.body.slice(0, -1)) })],
	])('with %s: unauthorized, also by a newer secret', async (_name, delivery) => {
		const secrets = sourceOf(undefined, () => found('whsec_newer'));
		expect(await checks(delivery, secrets)).toEqual({ kind: 'unauthorized' });
		expect(secrets.asked).toEqual({ current: 1, renewed: 1 });
	});

	it.each([-300, 300])('is none when it is %d s from now', async (seconds) => {
		expect(await checks(delivered(old(seconds)))).toMatchObject({ kind: 'genuine' });
	});
});

it('throws nothing, whatever comes', async () => {
	const value = fc.oneof(
		fc.anything(),
		fc.constantFrom(...Object.values(delivered(genuine).headers)),
	);
	const headers = fc.record({
		'content-type': fc.oneof({ weight: 5, arbitrary: fc.constant('application/json') }, value),
		'webhook-id': value,
		'webhook-timestamp': fc.oneof(fc.constant(vector.timestamp), value),
		'webhook-signature': fc.oneof(fc.constant(vector.signature), value),
	});
	await fc.assert(
		fc.asyncProperty(headers, fc.uint8Array(), async (some, body) => {
			const { kind } = await checks({ headers: some, body });
			expect(['malformed', 'unauthorized']).toContain(kind);
		}),
	);
});
