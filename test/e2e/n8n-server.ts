import { z } from 'zod';
import { n8nEnvironment, type N8nPlace } from './n8n-environment';
import type { N8nLine } from './n8n-line';
import { startN8nProcess, type N8nProcess } from './n8n-process';
import { localAddress } from './ports';

/** A started n8n with its editor. */
export interface N8nServer extends N8nProcess {
	/** Its editor and its REST interface. */
	readonly url: string;
}

const settingsSchema = z.object({ data: z.object({}).passthrough() });

/**
 * Starts n8n and resolves when it answers.
 * @param settings environment variables besides those that every n8n of a run has
 * @param nodeParameters what Node.js itself is given, such as "--inspect"
 */
export async function startN8n(
	line: N8nLine,
	place: N8nPlace,
	signal?: AbortSignal,
	settings: Readonly<Record<string, string>> = {},
	nodeParameters: readonly string[] = [],
): Promise<N8nServer> {
	const url = `http://${localAddress}:${place.port}`;
	const started = await startN8nProcess(
		line,
		{
			name: 'start',
			nodeParameters,
			home: place.home,
			environment: { ...n8nEnvironment(line, place), ...settings },
			saysWhenReady: 'Editor is now accessible via',
			answers: async () => await answersSettings(url),
		},
		signal,
	);
	return { ...started, url };
}

/** An open port and HTTP 200 come too early: while starting, n8n answers 200 with a page. */
async function answersSettings(url: string): Promise<boolean> {
	try {
		const response = await fetch(`${url}/rest/settings`, { signal: AbortSignal.timeout(5000) });
		return settingsSchema.safeParse(await response.json()).success;
	} catch {
		return false;
	}
}
