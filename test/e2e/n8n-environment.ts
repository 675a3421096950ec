import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { N8nLine } from './n8n-line';
import { localAddress } from './ports';

/** Where one n8n server lives. */
export interface N8nPlace {
	/** Its home folder: n8n keeps its database in .n8n and may write files to .n8n-files. */
	home: string;
	port: number;
	/** Port for its task runners. */
	brokerPort: number;
}

/** Passed on from the caller; everything else would make runs differ between machines. */
const passedOn = ['PATH', 'LANG', 'LC_ALL', 'TMPDIR', 'SHELL', 'USER', 'TERM'];

/**
 * The environment of a server without outgoing calls, with n8n's defaults for everything that a
 * workflow can notice. It may read and write files in ~/.n8n-files, as on a user's machine.
 */
export function n8nEnvironment(line: N8nLine, place: N8nPlace): NodeJS.ProcessEnv {
	const kept = passedOn.flatMap((name) => {
		const value = process.env[name];
		return value === undefined ? [] : [[name, value] as const];
	});
	return {
		...Object.fromEntries(kept),
		HOME: place.home,
		N8N_USER_FOLDER: place.home,
		N8N_HOST: localAddress,
		N8N_LISTEN_ADDRESS: localAddress,
		N8N_PROTOCOL: 'http',
		N8N_PORT: String(place.port),
		N8N_RUNNERS_BROKER_PORT: String(place.brokerPort),
		N8N_SECURE_COOKIE: 'false',
		N8N_ENCRYPTION_KEY: 'end-to-end-run',
		DB_TYPE: 'sqlite',
		DB_SQLITE_POOL_SIZE: '2',
		GENERIC_TIMEZONE: 'UTC',
		N8N_LOG_LEVEL: 'info',
		...quiet,
		...(line.major === 2
			? { N8N_DISABLED_MODULES: knownModules(line).join() }
			: { N8N_RUNNERS_ENABLED: 'true' }),
	};
}

/** The modules that call other hosts. An n8n without them refuses to start when they are named. */
function knownModules({ folder }: N8nLine): readonly string[] {
	const file = 'node_modules/@n8n/backend-common/dist/modules/modules.config.js';
	const known = readFileSync(join(folder, file), 'utf8');
	const calling = ['mcp-registry', 'instance-ai', 'instance-reporting'];
	return calling.filter((name) => known.includes(`'${name}'`));
}

/** It has no telemetry, surveys or pop-ups. */
const quiet = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_DIAGNOSTICS_CONFIG_FRONTEND: '',
	N8N_DIAGNOSTICS_CONFIG_BACKEND: '',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_ONBOARDING_FLOW_DISABLED: 'true',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
	N8N_PYTHON_ENABLED: 'false',
	N8N_MFA_ENABLED: 'false',
	EXTERNAL_FRONTEND_HOOKS_URLS: '',
};
