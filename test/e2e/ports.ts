import { createServer, type AddressInfo } from 'node:net';
import { PlainMessage } from './say';

/** The address every server of a run listens on. */
export const localAddress = '127.0.0.1';

/** The wanted port if it is free, or a free one. */
export async function freePort(preferred = 0): Promise<number> {
	return (await tryPort(preferred)) ?? (await requirePort(0));
}

/** The wanted port; refuses when something else listens on it. */
export async function requirePort(port: number): Promise<number> {
	const free = await tryPort(port);
	if (free !== undefined) return free;
	throw new PlainMessage(
		`Port ${port} is taken: stop what uses it, or choose another with --port.`,
	);
}

async function tryPort(port: number): Promise<number | undefined> {
	return await new Promise((resolve) => {
		const probe = createServer();
		probe.once('error', () => resolve(undefined));
		probe.listen(port, localAddress, () => {
			const { port: found } = probe.address() as AddressInfo;
			probe.close(() => resolve(found));
		});
	});
}
