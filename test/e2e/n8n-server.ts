import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { n8nEnvironment, type N8nPlace } from './n8n-environment';
import type { N8nLine } from './n8n-line';
import { localAddress } from './ports';
import { lastLines, startGroup } from './processes';
import { PlainMessage } from './say';

/** A started n8n. */
export interface N8nServer {
	/** Its editor and its REST interface. */
	readonly url: string;
	readonly processId: number;
	/** Resolves when n8n is gone, wanted or not. */
	readonly ended: Promise<string>;
	/** What it logged last. */
	log(): string;
	/** Ends n8n and the task runners it started. */
	stop(): Promise<void>;
	/** Kills all of them at once, as a power cut would. */
	kill(): Promise<void>;
}

const readyWithinMs = 180_000;
const settingsSchema = z.object({ data: z.object({}).passthrough() });

/** Starts n8n and resolves when it answers. */
export async function startN8n(
	line: N8nLine,
	place: N8nPlace,
	signal?: AbortSignal,
): Promise<N8nServer> {
	signal?.throwIfAborted();
	const logFile = join(place.home, 'n8n.log');
	// A server that was here before has left its lines, and it was ready too.
	const logBegin = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
	const group = startGroup({
		program: line.node,
		parameters: [join(line.folder, 'node_modules/n8n/bin/n8n'), 'start'],
		folder: place.home,
		environment: n8nEnvironment(line, place),
		logFile,
	});
	const server: N8nServer = {
		url: `http://${localAddress}:${place.port}`,
		processId: group.processId,
		ended: group.ended,
		log: () => lastLines(logFile, 30),
		stop: async () => await group.stop(),
		kill: async () => await group.kill(),
	};
	const isReady = async () => saysReady(logFile, logBegin) && (await answersSettings(server.url));
	try {
		await becomeReady(server, isReady, signal);
		return server;
	} catch (error) {
		await server.stop();
		throw error;
	}
}

async function becomeReady(
	server: N8nServer,
	isReady: () => Promise<boolean>,
	signal?: AbortSignal,
): Promise<void> {
	let ending: string | undefined;
	void server.ended.then((how) => (ending = how));
	const deadline = Date.now() + readyWithinMs;
	while (!(await isReady())) {
		signal?.throwIfAborted();
		if (ending !== undefined) {
			throw new PlainMessage(
				`n8n ended while starting (${ending}). Its last lines:\n${server.log()}`,
			);
		}
		if (Date.now() > deadline) {
			throw new PlainMessage(
				`n8n did not answer within ${readyWithinMs / 1000} s. Its last lines:\n${server.log()}`,
			);
		}
		await wait(200);
	}
}

/** Makes sure that it is this n8n that answers, and not another one that took the port first. */
function saysReady(logFile: string, from: number): boolean {
	const log = readFileSync(logFile).subarray(from).toString('utf8');
	return log.includes('Editor is now accessible via');
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
