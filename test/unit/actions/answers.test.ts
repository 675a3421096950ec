/** The answers of webhooks to callbacks that can't be verified, which make the API retry. */
import type { IWebhookFunctions } from 'n8n-workflow';
import { runTriggerWebhook, runResumeWebhook } from '../../../nodes/shared/actions/webhooks';
import { bytes, delivered, secret, signed, vector } from '../../support/webhook/sign';

/** As much of n8n's context as a callback meets. */
function contextOf(more: object = {}) {
	const statuses: number[] = [];
	const response = {
		status(code: number) {
			statuses.push(code);
			return response;
		},
		end: () => response,
	};
	const timestamp = `${Math.floor(Date.now() / 1000)}`;
	const { headers, body } = delivered(signed({ timestamp, body: bytes(vector.body) }));
	const context = {
		getCredentials: async () => ({
			apiKey: 'key',
			baseUrl: 'https://api.test',
			webhookSecret: secret,
		}),
		getRequestObject: () => ({ headers, rawBody: body }),
		getResponseObject: () => response,
		getQueryData: () => ({ signature: 'token' }),
		getNodeParameter: (_: string, fallback: unknown) => fallback,
		getNode: () => ({ id: '1', name: 'Node' }),
		evaluateExpression: () => undefined,
		logger: { warn: () => {} },
		...more,
	};
	return { context: context as unknown as IWebhookFunctions, statuses };
}

const fails = () => {
	throw new Error('out of order');
};

describe.each([
	['Seedance Trigger', runTriggerWebhook, 'getNodeParameter'],
	['a suspended node', runResumeWebhook, 'evaluateExpression'],
] as const)('%s', (_, run, afterTheCheck) => {
	it.each([
		['there is no credential', { getCredentials: async () => fails() }],
		['its base URL is none', { getCredentials: async () => ({ baseUrl: 'nonsense' }) }],
	])('answers 503 while %s: the API calls again when it may be mended', async (_why, more) => {
		const { context, statuses } = contextOf(more);
		expect(await run(context)).toEqual({ noWebhookResponse: true });
		expect(statuses).toEqual([503]);
	});

	it.each(['getRequestObject', afterTheCheck])(
		'answers 500 when %s throws: nothing is lost, the API calls again',
		async (name) => {
			const { context, statuses } = contextOf({ [name]: fails });
			expect(await run(context)).toEqual({ noWebhookResponse: true });
			expect(statuses).toEqual([500]);
		},
	);

	it('answers 401 to what is signed with another secret', async () => {
		const { context, statuses } = contextOf({
			getCredentials: async () => ({ baseUrl: 'https://api.test', webhookSecret: 'whsec_other' }),
		});
		expect(await run(context)).toEqual({ noWebhookResponse: true });
		expect(statuses).toEqual([401]);
	});
});

it('a node that is not suspended answers 200: a retry would not help', async () => {
	const { context, statuses } = contextOf();
	expect(await runResumeWebhook(context)).toEqual({ noWebhookResponse: true });
	expect(statuses).toEqual([200]);
});
