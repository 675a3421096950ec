/** Redirects of a download: each URL is checked, and no connection stays open. */
import type { DownloadFault } from '../../simulator';
import type * as time from '../engine/time';
import { outputOf, runChain, seedance } from './bench';
import { httpAnswer, startRawServer } from './sockets';
import { until } from './test-instance';
import { testSimulator } from './test-simulator';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof time>('../engine/time').hurriedWorkflow(),
);

const simulator = testSimulator({ hurry: 100 });
const node = 'seedanceTextToVideo';
const always = { times: Infinity };
async function one() {
	const steps = [seedance(node, { prompt: 'A fox', return: 'file' })];
	const [made] = outputOf(await runChain(simulator.url, [{}], steps), node);
	if (made === undefined) throw new Error('No item');
	return made;
}

describe('redirects', () => {
	const toItself = (): DownloadFault => ({ kind: 'redirect', location: '?again' });

	it('five are followed', async () => {
		simulator.faults.onDownload(toItself(), { times: 5 });
		expect((await one()).binary?.data?.mimeType).toBe('video/mp4');
		expect(simulator.journal.downloads()).toHaveLength(6);
	});

	it('six are not', async () => {
		simulator.faults.onDownload(toItself(), always);
		expect((await one()).json.downloadError).toContain('redirects more than 5 times');
		expect(simulator.journal.downloads()).toHaveLength(6);
	});

	it.each(['ftp://127.0.0.1/x.mp4', 'file:///etc/passwd', 'http://[', 'data:video/mp4;base64,AA'])(
		'to %s is not followed',
		async (location) => {
			simulator.faults.onDownload({ kind: 'redirect', location }, always);
			expect((await one()).json.downloadError).toContain("isn't https://");
			expect(simulator.journal.downloads()).toHaveLength(1);
		},
	);

	it('are left behind, whatever else they would send', async () => {
		let isOpen = true;
		const page = await startRawServer({
			onRequest: (socket) => {
				socket.on('close', () => (isOpen = false));
				const location = `${simulator.url}/outputs/${simulator.journal.accepted()[0]?.taskId}.mp4`;
				const headers = { location, 'content-length': '1000000' };
				socket.write(httpAnswer(302, 'a page that does not end', headers));
			},
		});
		simulator.faults.onTask({ kind: 'replaceUrls', outputs: [`${page.url}/x.mp4`] });
		expect((await one()).binary?.data?.mimeType).toBe('video/mp4');
		await until(() => !isOpen);
		await page.stop();
	});

	it('without an address is told as it is', async () => {
		simulator.faults.onDownload({ kind: 'serverError', status: 302 }, always);
		expect((await one()).json.downloadError).toContain('HTTP 302');
	});

	it('in every try again, from the first address on', async () => {
		const broken = await startRawServer({ onRequest: (socket) => void socket.end() });
		const location = `${broken.url}/x.mp4`;
		simulator.faults.onDownload({ kind: 'redirect', location }, { times: 2 });
		const { binary } = await one();
		await broken.stop();
		expect(binary?.data?.mimeType).toBe('video/mp4');
		expect(simulator.journal.downloads()).toHaveLength(3);
		expect(broken.requests).toHaveLength(2);
	});
});
