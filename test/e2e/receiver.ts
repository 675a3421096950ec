import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { localAddress } from './ports';

/** A local replacement for an outside service, which accepts any posted JSON. */
export interface Receiver {
	readonly url: string;
	/** The bodies so far, in the order of their arrival. */
	readonly received: readonly unknown[];
	close(): Promise<void>;
}

/** Starts one on a free port. */
async function openReceiver(): Promise<Receiver> {
	const received: unknown[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			received.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
			response.end('taken');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, localAddress, resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://${localAddress}:${port}`,
		received,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Runs something that needs a receiver, and ends the receiver. */
export async function withReceiver(act: (receiver: Receiver) => Promise<void>): Promise<void> {
	const receiver = await openReceiver();
	try {
		await act(receiver);
	} finally {
		await receiver.close();
	}
}
