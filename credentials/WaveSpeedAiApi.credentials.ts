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
import type { Text } from '../seedance/errors/accountMessages';
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
		throw new Error(`The WaveSpeedAI API key isn't sent to ${target.origin}`);
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
	[message, description]: ReturnType<Text>,
): IAuthenticateRuleResponseCode {
	const text = `${message}. ${description}`;
	return { type: 'responseCode', properties: { value, message: text } };
}

const wrongKey = onAnswer(401, accountMessages.invalidKey({}));
const testRules: (IAuthenticateRuleResponseCode | IAuthenticateRuleResponseSuccessBody)[] = [
	wrongKey,
	onAnswer(403, accountMessages.forbidden({})),
	onAnswer(404, accountMessages.badBaseUrl({ detail: "isn't the API's" })),
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
			hint: 'Create a key at <a href="https://wavespeed.ai/accesskey" target="_blank">wavespeed.ai/accesskey</a>. New accounts may need a top-up first.',
		},
		{
			displayName: 'Advanced',
			name: 'advanced',
			type: 'boolean',
			default: false,
			description: 'Whether to show the settings for gateways, the simulator, and restricted keys',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: defaultBaseUrl,
			placeholder: `e.g. ${defaultBaseUrl}`,
			displayOptions: { show: { advanced: [true] } },
			description:
				'Only change this for a gateway of your own or the simulator. Must start with https://, or http:// for localhost.',
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { advanced: [true] } },
			hint: 'Leave empty. The nodes get it with your API key.',
			description:
				'The secret that signs callbacks. It starts with whsec_. Only needed if your key can’t read it.',
		},
	];

	authenticate: IAuthenticate = authenticate;

	test: ICredentialTestRequest = {
		request: { baseURL: '={{ $credentials.baseUrl }}', url: balancePath },
		// n8n's type allows rules of one kind only, but n8n itself checks the kind of each.
		rules: testRules as NonNullable<ICredentialTestRequest['rules']>,
	};
}
