import { createServer, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { freePort, localAddress } from '../ports';

/** Stands in for a service that takes messages, such as a chat. */
export interface PostBox {
	readonly url: string;
	/** The JSON that was posted, in the order of arrival. */
	readonly letters: readonly unknown[];
}

/** Opens a post box for as long as something goes on. */
export async function withPostBox(use: (box: PostBox) => Promise<void>): Promise<void> {
	const letters: unknown[] = [];
	const take = async (request: IncomingMessage) => letters.push(await json(request));
	const server = createServer((request, response) => {
		void take(request).then(
			() => response.end('{}'),
			() => response.writeHead(400).end(),
		);
	});
	const port = await freePort();
	await new Promise<void>((resolve) => server.listen(port, localAddress, resolve));
	try {
		await use({ url: `http://${localAddress}:${port}/alerts`, letters });
	} finally {
		server.closeAllConnections();
		await new Promise<void>((resolve) => server.close(() => resolve()));
	}
}
