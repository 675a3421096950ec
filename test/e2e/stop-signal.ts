/** Ctrl-C arrives up to three times at once: from the terminal, from npm and from tsx. */
const sameKeyPressMs = 1000;

/** Aborts on Ctrl-C, on `kill` and when the terminal closes; a second Ctrl-C ends at once. */
export function stopSignal(): AbortSignal {
	const controller = new AbortController();
	let firstAt = 0;
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(name, () => {
			if (!controller.signal.aborted) firstAt = Date.now();
			else if (Date.now() - firstAt > sameKeyPressMs) process.exit(130);
			controller.abort();
		});
	}
	return controller.signal;
}
