/** The callback URLs that planned items get, and why some get none. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { addCallbackUrls } from '../../../nodes/shared/actions/callbackUrls';
import type { CheckedApi } from '../../../nodes/shared/n8n/client';
import { problem } from '../../../seedance/errors/messages';
import type { Item } from '../../../seedance/run/itemState';
import { answer, model } from '../../support/api/replies';
import { scriptedApi } from '../../support/api/scriptedApi';

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

/** An execution that n8n resumes at this URL, with these options of the node. */
const contextOf = (options: IDataObject, resumeUrl?: unknown) =>
	({
		getNode: () => ({ parameters: { options } }),
		getInputData: () => [{ json: {} }, { json: {} }],
		getNodeParameter: () => {
			throw new Error('no such node');
		},
		getWorkflowDataProxy: () => ({ $execution: { resumeUrl } }),
	}) as unknown as IExecuteFunctions;

/** Adds URLs to items. @returns the number of hints, or the problem; and what was asked of the API */
async function add(
	items: readonly Item[],
	context: IExecuteFunctions,
	notify: 'execution' | 'url',
	api = checked,
) {
	const scripted = scriptedApi(() => answer(404));
	const added = await addCallbackUrls(context, items, api, scripted.ports, notify);
	return [added.ok ? added.value.length : added.problem.cause, scripted.sent.length];
}

const urlOf = ({ now }: Item) => (now.state === 'planned' ? now.request.callbackUrl : now.state);

describe('this execution', () => {
	it('is called with its token where the API can reach it', async () => {
		const item = plannedAt(0);
		const context = contextOf({}, `${resume}?signature=abc`);
		expect(await add([item], context, 'execution')).toEqual([0, 0]);
		expect(urlOf(item)).toBe(`${resume}/seedance?signature=abc`);
	});

	it.each([
		['n8n gives no URL', undefined],
		['its URL is none', 'nonsense'],
		['it is in a private network', 'https://10.0.0.1/webhook-waiting/7?signature=abc'],
		['its URL has no token', resume],
	])('is not called where %s, and a hint says so', async (_name, resumeUrl) => {
		const item = plannedAt(0);
		expect(await add([item], contextOf({}, resumeUrl), 'execution')).toEqual([1, 0]);
		expect(urlOf(item)).toBeUndefined();
	});

	it('needs no hint when nothing is submitted', async () => {
		expect(await add([failedAt(0)], contextOf({}, undefined), 'execution')).toEqual([0, 0]);
	});
});

describe('a Callback URL', () => {
	it('is what the API calls, and asks for no secret', async () => {
		const items = [plannedAt(0), failedAt(1)];
		const own = { ...checked, webhookSecret: '' };
		const context = contextOf({ callbackUrl: custom, reference: '' });
		expect(await add(items, context, 'url', own)).toEqual([0, 0]);
		expect(items.map(urlOf)).toEqual([custom, 'failed']);
	});

	it('has the signed Reference', async () => {
		const item = plannedAt(0);
		const context = contextOf({ callbackUrl: custom, reference: 'row 7' });
		expect(await add([item], context, 'url')).toEqual([0, 0]);
		expect(urlOf(item)).toMatch(/\/abc\?seedance_reference=row[+%]\w*7&seedance_signature=\w{64}$/);
	});

	it.each([
		['a URL that is none', { callbackUrl: 'nonsense' }],
		['a URL whose expression fails', { callbackUrl: '={{ $json.x }}' }],
		['a URL that is none, with a Reference', { callbackUrl: 'nonsense', reference: 'r' }],
		['a Reference whose expression fails', { callbackUrl: custom, reference: '={{ $json.x }}' }],
		['a Reference that is too long', { callbackUrl: custom, reference: 'r'.repeat(600) }],
	])('%s fails its item before the submit', async (_name, options) => {
		const item = plannedAt(0);
		expect(await add([item], contextOf(options), 'url')).toEqual([0, 0]);
		expect(item.now).toMatchObject({
			state: 'failed',
			problem: { outcome: 'refused' },
			notBegun: true,
		});
	});

	it('that is a test URL has one hint for all items', async () => {
		const items = [plannedAt(0), plannedAt(1)];
		const context = contextOf({ callbackUrl: 'https://n8n.example.com/webhook-test/abc' });
		expect(await add(items, context, 'url')).toEqual([1, 0]);
	});

	it('gets no Reference without a secret, and nothing is submitted', async () => {
		const own = { ...checked, account: 'without a secret', webhookSecret: '' };
		const context = contextOf({ callbackUrl: custom, reference: 'r' });
		const [cause, sent] = await add([plannedAt(0)], context, 'url', own);
		expect(typeof cause).toBe('string');
		expect(sent).toBeGreaterThan(0);
	});
});
