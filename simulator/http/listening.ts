import type { Server } from 'node:http';

/** The base URL of a server by where it listens. */
export function ownUrl(host: string, port: number): string {
	const reachable = host === '0.0.0.0' ? '127.0.0.1' : host;
	return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

/**
 * Begins to listen, and tells on which port.
 * @throws when the port cannot be had
 */
export function listen(server: Server, host: string, port: number): Promise<number> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, () => {
			server.off('error', reject);
			const address = server.address();
			resolve(address === null || typeof address === 'string' ? port : address.port);
		});
	});
}

/** Takes no more connections. Those in use stay, idle ones end. */
export function deafen(server: Server): void {
	server.close();
	server.closeIdleConnections();
}

/** Breaks all connections and ends. */
export function close(server: Server): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
}
