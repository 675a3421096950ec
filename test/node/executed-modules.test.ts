/** How many files somebody reads who follows one plain run through the code. */
import { Session } from 'node:inspector/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { jsonOf, outputOf, runChain, seedance } from './bench';
import { testSimulator } from './test-simulator';
import '../../nodes/shared/running';

const node = 'seedanceTextToVideo';
const root = path.join(__dirname, '..', '..');
const simulator = testSimulator();

/** Only re-exports: its functions are made by the compiler. */
const lazyEntry = 'nodes/shared/running.ts';

/** The package's modules of which a function runs during `work`, by V8's own count. */
async function executedModules(work: () => Promise<void>): Promise<string[]> {
	const session = new Session();
	session.connect();
	try {
		await session.post('Profiler.enable');
		await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
		// Counts begin here, without what the imports executed.
		await session.post('Profiler.takePreciseCoverage');
		await work();
		const { result } = await session.post('Profiler.takePreciseCoverage');
		return result
			.filter(({ functions }) =>
				functions.some(({ ranges }) => ranges.some(({ count }) => count > 0)),
			)
			.map(({ url }) => (url.startsWith('file:') ? fileURLToPath(url) : url))
			.map((file) => path.relative(root, file))
			.filter((file) => /^(nodes|seedance|credentials)\//.test(file) && file !== lazyEntry)
			.sort();
	} finally {
		session.disconnect();
	}
}

it('executes at most 40 modules for the first video of a process, while the list of models is still to come', async () => {
	let arrives = () => {};
	const until = new Promise<void>((resolve) => {
		arrives = resolve;
	});
	simulator.faults.onModels({ kind: 'hold', until });
	const modules = await executedModules(async () => {
		const run = await runChain(simulator.url, [{}], [seedance(node, { prompt: 'A fox' })]);
		const video = expect.objectContaining({ status: 'completed' }) as unknown;
		expect(jsonOf(outputOf(run, node))).toEqual([video]);
	});
	arrives();
	expect(modules).toContain('seedance/run/submitAll.ts');
	expect(modules.length).toBeLessThanOrEqual(40);
});
