/** Ways to run the command: in this process, against the simulator, against one answer. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sync } from '../../../scripts/catalogue-sync/sync';
import { startSimulator } from '../../../simulator';
import type { SimulatorOptions } from '../../../simulator';

/** The simulator's key. */
export const key = 'wsk_0123456789';

export interface Run {
	readonly exitCode: number;
	readonly stdout: string;
	readonly stderr: string;
}

export async function run(
	words: readonly string[],
	env: Readonly<Record<string, string | undefined>>,
	folder?: string,
): Promise<Run> {
	const [said, complained]: [string[], string[]] = [[], []];
	const exitCode = await sync(words, {
		env,
		say: (text) => said.push(text),
		complain: (sentence) => complained.push(sentence),
		...(folder !== undefined && { folder }),
	});
	return { exitCode, stdout: said.join('\n'), stderr: complained.join('\n') };
}

export async function against(options: SimulatorOptions, ...words: string[]): Promise<Run> {
	const simulator = await startSimulator({ apiKeys: [key], ...options });
	try {
		return await run(['--base-url', simulator.url, ...words], { WAVESPEED_API_KEY: key });
	} finally {
		await simulator.stop();
	}
}

/** A server that gives one answer to everything, or hangs up. "SEEN" in it is what it was sent. */
export async function againstAnswer(status: number, text: string | undefined): Promise<Run> {
	const server = createServer((request, response) => {
		if (text === undefined) return void request.socket.destroy();
		const seen = `${request.method} ${request.url} ${request.headers.authorization}`;
		response.writeHead(status, { location: '/elsewhere' }).end(text.replaceAll('SEEN', seen));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	try {
		return await run(['--base-url', `http://127.0.0.1:${port}`], { WAVESPEED_API_KEY: key });
	} finally {
		await new Promise((resolve) => server.close(resolve));
	}
}
