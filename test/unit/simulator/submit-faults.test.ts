import type { SubmitFault } from '../../../simulator';
import {
	BODY,
	briefMs,
	envelope,
	prediction,
	start,
	stopAll,
} from '../../support/simulator/client';

afterEach(stopAll);

describe('submit faults that answer', () => {
	const cases: ReadonlyArray<readonly [SubmitFault, number, number | undefined, RegExp, boolean]> =
		[
			[{ kind: 'unauthorized' }, 401, 401, /Invalid authentication/, false],
			[{ kind: 'forbidden' }, 403, 403, /not permitted/, false],
			[{ kind: 'forbidden', errorCode: 'role_denied' }, 403, 403, /role_denied/, false],
			[{ kind: 'insufficientCredits' }, 400, 400, /Insufficient credits.*top up/, false],
			[{ kind: 'rateLimited' }, 429, 429, /Too many/, false],
			[{ kind: 'serverError' }, 500, 500, /./, false],
			[{ kind: 'serverError', status: 503 }, 503, 503, /./, false],
			[{ kind: 'serverError', status: 502, envelope: false }, 502, undefined, /^internal/, false],
			[{ kind: 'envelopeError' }, 200, 500, /./, false],
			[{ kind: 'envelopeError', code: 400, message: 'odd' }, 200, 400, /odd/, false],
			[{ kind: 'html' }, 200, undefined, /<html>/, false],
			[{ kind: 'html', accept: true }, 200, undefined, /<html>/, true],
			[{ kind: 'malformedJson' }, 200, undefined, /^\{"code"/, true],
			[{ kind: 'malformedJson', accept: false }, 200, undefined, /^\{"code"/, false],
			[{ kind: 'noId' }, 200, 200, /created/, true],
			[{ kind: 'errorAfterAccept' }, 500, 500, /./, true],
			[{ kind: 'errorAfterAccept', status: 504, envelope: false }, 504, undefined, /./, true],
			[{ kind: 'redirect', location: 'http://127.0.0.1:1/x' }, 302, undefined, /^$/, false],
		];

	it.each(cases)('%j', async (fault, status, code, text, accepted) => {
		const { simulator, submit } = await start();
		simulator.faults.onSubmit(fault);
		const answer = await submit();
		expect(answer.status).toBe(status);
		expect(answer.text).toMatch(text);
		if (code === undefined) expect(() => envelope(answer)).toThrow();
		else expect(envelope(answer).code).toBe(code);
		if (fault.kind === 'redirect') expect(answer.headers.location).toBe(fault.location);
		expect(simulator.journal.accepted()).toHaveLength(accepted ? 1 : 0);
		expect(simulator.journal.submits()[0]?.fault).toBe(fault.kind);
		// Used up: the next submit is fine.
		expect(prediction(await submit()).status).toBe('created');
	});

	it('sends Retry-After only when asked to', async () => {
		const { simulator, submit } = await start();
		simulator.faults.onSubmit({ kind: 'rateLimited', retryAfterSeconds: 7 });
		simulator.faults.onSubmit({ kind: 'rateLimited' });
		expect((await submit()).headers['retry-after']).toBe('7');
		expect((await submit()).headers['retry-after']).toBeUndefined();
	});
});

describe('submit faults that do not answer', () => {
	it.each([
		['resetBeforeAccept', /other side closed|ECONNRESET/, 0],
		['resetAfterAccept', /other side closed|ECONNRESET/, 1],
		['timeoutAfterAccept', /Headers Timeout/, 1],
	] as const)('%s', async (kind, error, accepted) => {
		const { simulator, submit, readTask } = await start({ taskMs: 0 }, briefMs);
		simulator.faults.onSubmit({ kind });
		await expect(submit()).rejects.toThrow(error);
		expect(simulator.journal.accepted()).toHaveLength(accepted);
		const [entry] = simulator.journal.submits();
		expect(entry?.status).toBeUndefined();
		// What was accepted is a real task, there to be found.
		if (entry?.taskId !== undefined)
			expect((await readTask(entry.taskId)).status).toBe('completed');
	});

	it('waits before or after accepting', async () => {
		const { simulator, submit } = await start();
		for (const [kind, acceptedMeanwhile] of [
			['delay', 0],
			['delayAfterAccept', 1],
		] as const) {
			simulator.journal.clear();
			simulator.faults.onSubmit({ kind, ms: 100 });
			const answer = submit();
			while (simulator.journal.submits()[0]?.fault === undefined) {
				await new Promise((resolve) => setImmediate(resolve));
			}
			expect(simulator.journal.accepted()).toHaveLength(acceptedMeanwhile);
			expect(prediction(await answer).status).toBe('created');
			expect(simulator.journal.accepted()).toHaveLength(1);
		}
	});
});

describe('the script', () => {
	it('plays faults in order, as often as told, where they fit', async () => {
		const { simulator, submit } = await start();
		const { faults } = simulator;
		faults.onSubmit({ kind: 'rateLimited' }, { times: 2 });
		faults.onSubmit({ kind: 'serverError' });
		faults.onSubmit({ kind: 'forbidden' }, { match: ({ body }) => body.prompt === 'bad' });
		expect(faults.pending).toBe(4);
		const statuses: number[] = [];
		for (let at = 0; at < 4; at++) statuses.push((await submit()).status);
		expect(statuses).toEqual([429, 429, 500, 200]);
		expect(faults.pending).toBe(1);
		expect((await submit({ ...BODY, prompt: 'bad' })).status).toBe(403);
		expect(faults.pending).toBe(0);
	});

	it('can repeat for ever and be cleared', async () => {
		const { simulator, submit } = await start();
		simulator.faults.onSubmit({ kind: 'serverError' }, { times: Infinity });
		for (let at = 0; at < 3; at++) expect((await submit()).status).toBe(500);
		expect(simulator.faults.pending).toBe(0);
		simulator.faults.clear();
		expect((await submit()).status).toBe(200);
	});

	it('is not used up by requests that are refused anyway', async () => {
		const { simulator, submit } = await start();
		simulator.faults.onSubmit({ kind: 'serverError' });
		await submit({ ...BODY, duration: 99 });
		expect(simulator.faults.pending).toBe(1);
	});
});
