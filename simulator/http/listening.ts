import type { Server } from 'node:http';

/** The base URL of a server that listens here. */
export function ownUrl(host: string, port: number): string {
	const reachable = host === '0.0.0.0' ? '127.0.0.1' : host;
	return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

/**
 * Starts to listen.
 * @returns the port
 * @throws when the port isn't free
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

/** Accepts no more connections. Those in use stay open, idle ones close. */
export function deafen(server: Server): void {
	server.close();
	server.closeIdleConnections();
}

/** Breaks all connections and closes the server. */
export function close(server: Server): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
}
