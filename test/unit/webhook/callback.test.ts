/** Requests that claim to be callbacks of the API. */
import { awaitedTask, verifyCallback, largestBody } from '../../../seedance/webhook/callback';
import type { Delivery } from '../../../seedance/webhook/callback';
import { found, none, sourceOf } from '../../support/webhook/secretSources';
import {
	altered,
	bytes,
	delivered,
	now,
	otherSecret,
	secret,
	signed,
	vector,
} from '../../support/webhook/sign';

const checks = async (delivery: Delivery, secrets = sourceOf()) =>
	await verifyCallback(delivery, secrets, now);

/** Signed rightly. */
const saying = (body: string | Uint8Array) =>
	delivered(signed({ body: typeof body === 'string' ? bytes(body) : body }));
/** A genuine body of so many bytes. */
const sized = (size: number) => vector.body.padEnd(size, ' ');

describe('a genuine callback', () => {
	it('gives the task as its body describes it, and the secret', async () => {
		expect(await checks(delivered(signed()))).toEqual({
			kind: 'genuine',
			secret,
			ids: [vector.id],
			task: expect.objectContaining({
				id: vector.id,
				status: 'completed',
				model: 'bytedance/seedance-v1-pro-i2v-480p',
				outputs: ['https://example.com/out.mp4'],
				raw: JSON.parse(vector.body),
			}),
		});
	});

	it('may begin with a byte order mark', async () => {
		expect(await checks(saying(`\ufeff${vector.body}`))).toMatchObject({ ids: [vector.id] });
	});

	it('keeps such a mark within its texts', async () => {
		const body = JSON.stringify({ id: vector.id, status: 'completed', model: 'a\ufeffb' });
		expect(await checks(saying(body))).toMatchObject({ task: { raw: { model: 'a\ufeffb' } } });
	});

	it('asks for the secret once, and for no newer one', async () => {
		const secrets = sourceOf();
		await checks(delivered(signed()), secrets);
		expect(secrets.asked).toEqual({ current: 1, renewed: 0 });
	});

	it.each([
		'application/json',
		'application/json; charset=utf-8',
		'application/json;charset=UTF-8',
		'Application/JSON ; charset=utf-8',
	])('may have the content type %s', async (type) => {
		expect(await checks(altered({ 'content-type': type }))).toMatchObject({ kind: 'genuine' });
	});

	it('may have an id of its own in webhook-id', async () => {
		const parts = signed({ id: vector.id.slice(0, 25) });
		expect(await checks(delivered(parts))).toMatchObject({ task: { id: vector.id } });
	});

	it('need not say a status: then the task is not known to be finished', async () => {
		expect(await checks(saying('{"id":"abc"}'))).toMatchObject({
			kind: 'genuine',
			task: { id: 'abc', statusKind: 'running' },
		});
	});

	it.each([1_048_577, 2_000_000, 30_000_000])(
		'may have %i bytes: it brings along what was submitted, data URIs of pictures too',
		async (size) => {
			const picture = 'A'.repeat(size - 300);
			const input = { image: `data:image/png;base64,${picture}` };
			const body = JSON.stringify({ id: vector.id, status: 'completed', input });
			expect(body.length).toBeGreaterThan(size - 300);
			expect(await checks(saying(body))).toMatchObject({
				kind: 'genuine',
				task: { id: vector.id, status: 'completed' },
			});
		},
	);

	it('may be as large as 64 MiB', async () => {
		expect(largestBody).toBe(67_108_864);
		expect(await checks(saying(sized(largestBody)))).toMatchObject({ kind: 'genuine' });
	});

	it('may lie anywhere in a larger piece of memory', async () => {
		const body = bytes(`....${vector.body}....`).subarray(4, -4);
		expect(await checks(saying(body))).toMatchObject({ task: { id: vector.id } });
	});

	it('passes again when it comes again: whoever acts on it must know', async () => {
		const delivery = delivered(signed());
		expect(await checks(delivery)).toEqual(await checks(delivery));
	});
});

describe('the ids of its task', () => {
	const whole = '4f8a1c0e9b7d6a5f3e2d1c0b9a8f7e6d';
	const short = whole.slice(0, 25);
	const idsOf = async (body: object) => {
		const verdict = await checks(saying(JSON.stringify({ status: 'completed', ...body })));
		return verdict.kind === 'genuine' ? [verdict.task.id, ...verdict.ids] : verdict.kind;
	};
	const at = (get: unknown) => ({ urls: { get } });
	const api = 'https://api.wavespeed.ai/api/v3/predictions';

	it.each<[string, object, string[]]>([
		['the body alone', { id: whole }, [whole]],
		['both, which are the same', { id: whole, ...at(`${api}/${whole}/result`) }, [whole]],
		[
			'the address, which has more of it',
			{ id: short, ...at(`${api}/${whole}/result`) },
			[whole, short],
		],
		['the other form of the address', { id: short, ...at(`${api}/${whole}`) }, [whole, short]],
		[
			'an address with a query',
			{ id: short, ...at(`${api}/${whole}/result?a=b/c#d/e`) },
			[whole, short],
		],
		[
			'an address that is only a path',
			{ id: short, ...at(`/predictions/${whole}/result/`) },
			[whole, short],
		],
		[
			'an address elsewhere: it is never asked',
			{ id: short, ...at(`http://10.0.0.1/${whole}`) },
			[whole, short],
		],
		['no address at all', { id: whole, ...at('') }, [whole]],
		['an address without a path', { id: whole, ...at('result') }, [whole]],
		['an address that is one word', { id: whole, ...at('another') }, [whole]],
		['an address of odd letters', { id: whole, ...at(`${api}/a%2Fb/result`) }, [whole]],
		['an address that is no text', { id: whole, ...at(7) }, [whole]],
		['urls that are none', { id: whole, urls: null }, [whole]],
	])('are those of %s', async (_, body, ids) => {
		expect(await idsOf(body)).toEqual([ids[0], ...ids]);
	});

	it.each([
		['the same', [whole], [whole], whole],
		['one of two', ['x', whole], [whole, 'other'], whole],
		['the beginning of one', [short], [whole, 'other'], whole],
		['the beginning of one, beside another', ['another', short], [whole], whole],
		['the first 16 characters of one', [whole.slice(0, 16)], [whole], whole],
		['short', ['ab'], ['abc', 'ab'], 'ab'],
		['the beginning of another one', [short], [whole, short], short],
		['the beginning of two', [short], [whole, `${short}0000000`], undefined],
		['another one', ['another'], [whole], undefined],
		['too little of one', [whole.slice(0, 15)], [whole], undefined],
		['nothing that is awaited', [whole], [], undefined],
	])('find the awaited task where it is %s', (_, ids, awaiting, found) => {
		expect(awaitedTask(ids, awaiting)).toBe(found);
	});
});

describe('what is no callback', () => {
	const outright: ReadonlyArray<readonly [string, Delivery]> = [
		['no body', { ...delivered(signed()), body: undefined }],
		['an empty body', saying('')],
		['a huge body', saying(sized(largestBody + 1))],
		['no content type', altered({ 'content-type': undefined })],
		['text/plain', altered({ 'content-type': 'text/plain' })],
		['a form', altered({ 'content-type': 'application/x-www-form-urlencoded' })],
		['another JSON type', altered({ 'content-type': 'application/json-seq' })],
		['JSON among others', altered({ 'content-type': 'text/plain, application/json' })],
		['two content types', altered({ 'content-type': ['application/json', 'application/json'] })],
	];
	it.each(outright)('%s: malformed, and no secret is asked for', async (_name, delivery) => {
		const secrets = sourceOf();
		expect(await checks(delivery, secrets)).toEqual({ kind: 'malformed' });
		expect(secrets.asked).toEqual({ current: 0, renewed: 0 });
	});

	it.each([
		['no JSON', 'id=abc'],
		['cut off', vector.body.slice(0, -1)],
		['no text', Uint8Array.of(0xff, 0xfe)],
		['null', 'null'],
		['a list', `[${vector.body}]`],
		['a text', '"abc"'],
		['no id', '{"status":"completed"}'],
		['an empty id', '{"id":"","status":"completed"}'],
		['a path for an id', '{"id":"../balance","status":"completed"}'],
		['an id over two lines', '{"id":"a\\nb","status":"completed"}'],
		['an id that is too long', `{"id":"${'a'.repeat(257)}","status":"completed"}`],
		['an id that nobody can enter', '{"id":"\\"abcdef\\"","status":"completed"}'],
		['an id in an address that is none', '{"urls":{"get":"https://a.example/b/abc"}}'],
		['deep nesting', '['.repeat(500_000)],
	])('rightly signed, with %s in the body: malformed', async (_name, body) => {
		expect(await checks(saying(body))).toEqual({ kind: 'malformed' });
	});

	it.each([
		['an envelope', `{"code":200,"data":{"id":"abc","status":"completed"}}`, 'abc'],
		['a number for an id', '{"id":7,"status":"completed"}', '7'],
		['space around the id', '{"id":" abc","status":"completed"}', 'abc'],
	])('rightly signed, with %s in the body: genuine', async (_name, body, id) => {
		const task = { id, statusKind: 'succeeded' };
		expect(await checks(saying(body))).toMatchObject({ kind: 'genuine', task });
	});
});

describe('the secret', () => {
	it('that changed meanwhile is read anew, once', async () => {
		const secrets = sourceOf(
			() => found(otherSecret),
			() => found(secret),
		);
		expect(await checks(delivered(signed()), secrets)).toMatchObject({ kind: 'genuine', secret });
		expect(secrets.asked).toEqual({ current: 1, renewed: 1 });
	});

	it.each([
		['there is none newer', () => undefined],
		['a newer one is not to be had', () => none],
		['asking for a newer one throws', () => fail()],
	])('is not the right one, and %s: unauthorized', async (_name, renewed) => {
		const secrets = sourceOf(() => found(otherSecret), renewed);
		expect(await checks(delivered(signed()), secrets)).toEqual({ kind: 'unauthorized' });
	});

	it.each([
		['is not to be had', () => none],
		['throws', () => fail()],
	])('%s: nobody can tell', async (_name, current) => {
		const secrets = sourceOf(current);
		expect(await checks(delivered(signed()), secrets)).toMatchObject({
			kind: 'noSecret',
			problem: { cause: 'webhookSecretUnavailable' },
		});
		expect(secrets.asked).toEqual({ current: 1, renewed: 0 });
	});
});

function fail(): never {
	throw new Error('no secret today');
}
