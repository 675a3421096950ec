/** The callback URLs that planned items get, and why some get none. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { addCallbackUrls } from '../../../nodes/shared/actions/callbackUrls';
import type { CheckedApi } from '../../../nodes/shared/n8n/client';
import { problem } from '../../../seedance/errors/messages';
import type { Item } from '../../../seedance/run/itemState';
import { answer, model } from '../../support/api/replies';
import { scriptedApi } from '../../support/api/scriptedApi';
import { inGroups } from '../../support/panel';

const checked: CheckedApi = {
	ok: true,
	account: 'an account',
	baseUrl: 'https://api.test',
	isLoopback: false,
	webhookSecret: 'whsec_given',
	withoutKey: (text) => text,
};
const custom = 'https://n8n.example.com/webhook/abc';
const resume = 'https://n8n.example.com/webhook-waiting/7';

const plannedAt = (index: number): Item => ({
	index,
	key: `${index}`,
	now: { state: 'planned', request: { model, body: {} }, media: [], origins: {} },
});
const failedAt = (index: number): Item => ({
	index,
	key: `${index}`,
	now: { state: 'failed', problem: problem('parameterRefused'), notBegun: true },
});

/**
 * An execution that n8n resumes at this URL, with these options of the node.
 * @param urls what an expression for the Callback URL comes to, by item
 */
const contextOf = (options: IDataObject, resumeUrl?: unknown, urls?: readonly string[]) =>
	({
		getNode: () => ({ parameters: { options: inGroups(options) } }),
		getInputData: () => [{ json: {} }, { json: {} }],
		getNodeParameter: (_path: string, index: number) => {
			if (urls === undefined) throw new Error('no such node');
			return urls[index];
		},
		getWorkflowDataProxy: () => ({ $execution: { resumeUrl } }),
	}) as unknown as IExecuteFunctions;

/** Adds URLs to items. @returns the hints, or the cause; and the number of requests to the API */
async function add(
	items: readonly Item[],
	context: IExecuteFunctions,
	notify: 'execution' | 'url',
	api = checked,
) {
	const scripted = scriptedApi(() => answer(404));
	const added = await addCallbackUrls(context, items, api, scripted.ports, notify);
	return [added.ok ? added.value : added.problem.cause, scripted.sent.length];
}

const urlOf = ({ now }: Item) => (now.state === 'planned' ? now.request.callbackUrl : now.state);

describe('this execution', () => {
	it('is called with its token where the API can reach it', async () => {
		const item = plannedAt(0);
		const context = contextOf({}, `${resume}?signature=abc`);
		expect(await add([item], context, 'execution')).toEqual([[], 0]);
		expect(urlOf(item)).toBe(`${resume}/seedance?signature=abc`);
	});

	it.each([
		['n8n gives no URL', undefined, 'WEBHOOK_URL'],
		['its URL is none', 'nonsense', 'WEBHOOK_URL'],
		['it is in a private network', 'https://10.0.0.1/wait/7?signature=abc', 'https://10.0.0.1'],
		['its URL has no token', resume, '2.14'],
	])('is not called where %s, and a hint says so', async (_name, resumeUrl, tells) => {
		const item = plannedAt(0);
		const hints = [expect.stringContaining(tells)];
		expect(await add([item], contextOf({}, resumeUrl), 'execution')).toEqual([hints, 0]);
		expect(urlOf(item)).toBeUndefined();
	});

	it('needs no hint when nothing is submitted', async () => {
		expect(await add([failedAt(0)], contextOf({}, undefined), 'execution')).toEqual([[], 0]);
	});
});

describe('a Callback URL', () => {
	it('is what the API calls, and asks for no secret', async () => {
		const items = [plannedAt(0), failedAt(1)];
		const own = { ...checked, webhookSecret: '' };
		const context = contextOf({ callbackUrl: custom, reference: '' });
		expect(await add(items, context, 'url', own)).toEqual([[], 0]);
		expect(items.map(urlOf)).toEqual([custom, 'failed']);
	});

	it('has the signed Reference', async () => {
		const item = plannedAt(0);
		const context = contextOf({ callbackUrl: custom, reference: 'row 7' });
		expect(await add([item], context, 'url')).toEqual([[], 0]);
		expect(urlOf(item)).toMatch(/\/abc\?seedance_reference=row[+%]\w*7&seedance_signature=\w{64}$/);
	});

	it.each([
		['a URL that is none', { callbackUrl: 'nonsense' }, 'parameterRefused'],
		['a URL whose expression fails', { callbackUrl: '={{ $json.x }}' }, 'expressionFailed'],
		[
			'a URL that is none, with a Reference',
			{ callbackUrl: 'nonsense', reference: 'r' },
			'parameterRefused',
		],
		[
			'a Reference whose expression fails',
			{ callbackUrl: custom, reference: '={{ $json.x }}' },
			'expressionFailed',
		],
		[
			'a Reference that is too long',
			{ callbackUrl: custom, reference: 'r'.repeat(600) },
			'parameterRefused',
		],
	])('%s fails its item before the submit', async (_name, options, cause) => {
		const item = plannedAt(0);
		expect(await add([item], contextOf(options), 'url')).toEqual([[], 0]);
		expect(item.now).toMatchObject({
			state: 'failed',
			problem: { cause, outcome: 'refused' },
			notBegun: true,
		});
	});

	it.each([
		[
			'all items',
			['https://n8n.example.com/webhook-test/a', 'https://n8n.example.com/webhook-test/b'],
		],
		['one item', [custom, 'https://n8n.example.com/webhook-test/b']],
	])('that is a test URL for %s has one hint', async (_name, urls) => {
		const items = [plannedAt(0), plannedAt(1)];
		const context = contextOf({ callbackUrl: '={{ $json.url }}' }, undefined, urls);
		const hints = [expect.stringContaining('Production URL')];
		expect(await add(items, context, 'url')).toEqual([hints, 0]);
		expect(items.map(urlOf)).toEqual(urls);
	});

	it('gets no Reference without a secret, and nothing is submitted', async () => {
		const own = { ...checked, account: 'without a secret', webhookSecret: '' };
		const context = contextOf({ callbackUrl: custom, reference: 'r' });
		const [cause, sent] = await add([plannedAt(0)], context, 'url', own);
		expect(typeof cause).toBe('string');
		expect(sent).toBeGreaterThan(0);
	});
});
