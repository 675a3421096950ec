import type {
	IAuthenticate,
	IAuthenticateRuleResponseCode,
	IAuthenticateRuleResponseSuccessBody,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { accountMessages } from '../seedance/errors/accountMessages';
import { balancePath, cleanKey, defaultBaseUrl, parseBaseUrl } from '../seedance/credential';

/** Adds the key to a request, after checking that the request goes to the API's host. */
async function authenticate(
	credentials: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
	const base = parseBaseUrl(String(credentials.baseUrl ?? ''));
	if (!base.ok) throw new Error(`Base URL ${base.problem}`);
	const isRelative = request.url.startsWith('/');
	const target = new URL(isRelative ? `${base.value.url}${request.url}` : request.url);
	if (target.origin !== new URL(base.value.url).origin) {
		throw new Error(`The WaveSpeedAI key is not sent to ${target.origin}`);
	}
	const sent: IHttpRequestOptions = {
		...request,
		url: target.href,
		headers: {
			...request.headers,
			Authorization: `Bearer ${cleanKey(String(credentials.apiKey ?? ''))}`,
		},
		// A redirect must not carry the key anywhere.
		disableFollowRedirect: true,
		sendCredentialsOnCrossOriginRedirect: false,
	};
	// The URL is whole already.
	delete sent.baseURL;
	return sent;
}

/** n8n shows one text, and for these HTTP statuses it would show only their names. */
function onAnswer(
	value: number,
	[message, description]: readonly [string, string],
): IAuthenticateRuleResponseCode {
	const text = `${message}. ${description}`;
	return { type: 'responseCode', properties: { value, message: text } };
}

const wrongKey = onAnswer(401, accountMessages.invalidKey({}));
const testRules: (IAuthenticateRuleResponseCode | IAuthenticateRuleResponseSuccessBody)[] = [
	wrongKey,
	onAnswer(403, accountMessages.forbidden({})),
	onAnswer(404, accountMessages.badBaseUrl({ detail: 'does not lead to the API' })),
	// The same code in the API's envelope (docs/internals/api.md#envelope).
	{ type: 'responseSuccessBody', properties: { ...wrongKey.properties, key: 'code' } },
];

export class WaveSpeedAiApi implements ICredentialType {
	name = 'waveSpeedAiApi';

	displayName = 'WaveSpeedAI API';

	icon = { light: 'file:../icons/seedance.svg', dark: 'file:../icons/seedance.dark.svg' } as const;

	documentationUrl = 'https://github.com/seedance-for-n8n/n8n-nodes-seedance#credential';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			hint: 'Make one at <a href="https://wavespeed.ai/accesskey" target="_blank">wavespeed.ai/accesskey</a>',
			description:
				'A key is shown once, when it is made. A new account may need a first top-up before its key works.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: defaultBaseUrl,
			placeholder: `e.g. ${defaultBaseUrl}`,
			description:
				'Where the API lives. Leave as it is, unless you use a gateway of your own or the simulator. Must begin with https://; http:// is allowed for localhost only.',
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			hint: 'Leave empty: the nodes ask for it with the API key',
			description:
				'What WaveSpeedAI signs its callbacks with; begins with whsec_. Enter it only if the key may not read it.',
		},
	];

	authenticate: IAuthenticate = authenticate;

	test: ICredentialTestRequest = {
		request: { baseURL: '={{ $credentials.baseUrl }}', url: balancePath },
		// n8n's type allows rules of one kind only, but n8n itself checks the kind of each.
		rules: testRules as NonNullable<ICredentialTestRequest['rules']>,
	};
}
