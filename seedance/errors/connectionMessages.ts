/** The texts about requests that don't arrive, or that get no usable answer. */
import { api, charge, charges, isReading, joined, keys, site, status } from './accountMessages';
import type { Text } from './accountMessages';

const kept = 'We kept retrying until the time limit.';

export const connectionMessages = {
	rateLimited: (c) => [
		isReading(c)
			? 'WaveSpeedAI is limiting how often you can check your videos'
			: 'WaveSpeedAI is limiting how fast you can start videos',
		isReading(c)
			? `${kept} Wait a minute, then try again. ${charge(c)}`
			: `${kept} New accounts can start 2 videos a minute. Start fewer at a time, raise Options → Batching → Retry For (Minutes), or top up for a higher limit. ${charge(c)}`,
	],
	requestRefused: (c) => [
		'WaveSpeedAI refused this request',
		isReading(c)
			? `Try again later. ${charge(c)}`
			: joined(
					c.model === undefined
						? 'Check the settings.'
						: `Check the settings against the model's page: ${site}/models/${c.model}.`,
					charges.none,
				),
		[status(c)],
	],
	unreachable: (c) => [
		"WaveSpeedAI couldn't be reached",
		`Check your network, your proxy and the Base URL in the credential. Then try again. ${charge(c)}`,
		[c.detail],
	],
	tls: (c) => [
		"Couldn't make a secure connection to WaveSpeedAI",
		`A proxy or firewall may be replacing certificates. Ask whoever runs your n8n to check its TLS settings. ${charge(c)}`,
		[c.detail],
	],
	proxyRefused: (c) => [
		"The proxy didn't connect n8n to WaveSpeedAI",
		`Ask whoever runs your n8n to check the URL, user name and password of its proxy (HTTPS_PROXY). ${charge(c)}`,
		[c.detail ?? `HTTP ${c.httpStatus ?? 407}`],
	],
	proxyAnswered: (c) => [
		'A proxy or firewall answered instead of WaveSpeedAI',
		`Ask whoever runs your network to allow ${api}, and check the Base URL in the credential. ${charge(c)}`,
		[status(c)],
	],
	blockedByN8n: (c) => [
		'n8n blocks requests to the Base URL in the credential',
		`Set Base URL to ${api}, or ask whoever runs your n8n to allow it (SSRF protection). ${charge(c)}`,
	],
	invalidKeyCharacters: (c) => [
		'The API key in the credential has invalid characters',
		`Paste the key again, as plain text on one line. You can create a key at ${keys}. ${charge(c)}`,
	],
	redirected: (c) => [
		'The Base URL in the credential redirects elsewhere',
		`Set Base URL to ${api}. The redirect wasn't followed, to keep your API key safe. ${charge(c)}`,
		[status(c)],
	],
	apiUnavailable: (c) => [
		"WaveSpeedAI isn't available right now",
		`${isReading(c) ? `${kept} Try again later.` : 'Run this again later.'} ${charge(c)}`,
		[status(c)],
	],
	malformedAnswer: (c) => [
		"Couldn't read WaveSpeedAI's answer",
		joined(
			'It was incomplete or in an unknown format.',
			c.taskId === undefined && 'Try again in a few minutes.',
			`If this keeps happening, check that the Base URL in the credential is ${api}.`,
			charge(c),
		),
		[c.detail],
	],
	webhookSecretUnavailable: (c) => [
		"Couldn't get your webhook secret from WaveSpeedAI",
		`The secret signs the callback's Reference, so the video wasn't started. Try again in a few minutes. If this keeps happening, enter Webhook Secret in the credential, under Advanced, or leave Options → Callback → Reference empty. ${charges.none}`,
		[c.detail],
	],
} satisfies Record<string, Text>;
