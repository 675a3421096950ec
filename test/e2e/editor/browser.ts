import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, selectors, type Page } from 'playwright-core';
import { localAddress } from '../ports';
import { PlainMessage } from '../say';

/** One page in a headless Chromium that reaches this machine only. */
export interface Browser {
	page: Page;
	close(): Promise<void>;
}

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macFolder = '/Applications/Google Chrome.app/Contents/MacOS';
const flags = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** How long a page or an element may take, in ms. It's long, because the machine may be busy. */
const patienceMs = 90_000;

/** Starts the Chromium of this machine; the signal closes it, whatever it is doing. */
export async function openBrowser(
	width: number,
	height: number,
	signal: AbortSignal,
): Promise<Browser> {
	// n8n marks its elements with data-test-id, Playwright expects data-testid.
	selectors.setTestIdAttribute('data-test-id');
	const browser = await chromium.launch({
		executablePath: findChromium(),
		args: flags,
		handleSIGINT: false,
		handleSIGTERM: false,
		handleSIGHUP: false,
	});
	const abort = () => void browser.close();
	signal.addEventListener('abort', abort, { once: true });
	const context = await browser.newContext({
		viewport: { width, height },
		reducedMotion: 'reduce',
		locale: 'en-US',
	});
	context.setDefaultTimeout(patienceMs);
	await context.route(
		(url) => url.hostname !== localAddress,
		async (route) => await route.abort(),
	);
	return {
		page: await context.newPage(),
		close: async () => {
			signal.removeEventListener('abort', abort);
			await browser.close();
		},
	};
}

function findChromium(): string {
	const folders = (process.env.PATH ?? '').split(delimiter);
	const candidates = [
		...folders.flatMap((folder) => names.map((name) => join(folder, name))),
		join(macFolder, 'Google Chrome'),
	];
	const found = candidates.find(isExecutable);
	if (found !== undefined) return found;
	throw new PlainMessage(
		'The pictures are taken with Chromium, and there is none here: install it ' +
			'(Debian, Ubuntu: `apt-get install chromium fonts-dejavu-core`), then run this again.',
	);
}

function isExecutable(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
