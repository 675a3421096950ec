/**
 * The promise "never pay twice" for random replies. What may be sent again is decided here a second
 * time, from docs/internals/decisions.md#unknown-outcomes and not from the code.
 */
import fc from 'fast-check';
import { parseSubmitReply } from '../../../seedance/api/submit';
import { answer, lost, model, now } from '../../support/api/replies';

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function json(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The id that an object names, as text. */
function idOf(value: unknown): string[] {
	if (!isObject(value)) return [];
	const { id } = value;
	return typeof id === 'string' || typeof id === 'number' ? [String(id).trim()] : [];
}

const asNumber = (value: unknown) => (typeof value === 'number' ? value : undefined);

function envelopeCode(text: string): number | undefined {
	const body = json(text);
	const code = isObject(body) ? body.code : undefined;
	return typeof code === 'string' && /^\s*\d+\s*$/.test(code) ? Number(code) : asNumber(code);
}

const isRefusalStatus = (code: number) => code >= 400 && code < 500 && code !== 408;
/** Those that the documents give a failed task, but for the two that may come after a task was made. */
const taskCodes = [1200, 1400, 1401, 1402, 1403, 1405, 1406, 1407, 5003];
const isRefusalCode = (code: number) => isRefusalStatus(code) || taskCodes.includes(code);

/** Whether the API may have accepted the submit, judging by the reply. */
function mayBeAccepted(status: number, text: string): boolean {
	const code = envelopeCode(text);
	if (status >= 500 || status === 408 || status < 200) return true;
	if (status >= 300) return false;
	return code === undefined || !isRefusalCode(code);
}

const status = fc.oneof(
	fc.integer({ min: 100, max: 599 }),
	fc.constantFrom(200, 201, 204, 302, 400, 401, 403, 404, 407, 408, 429, 500, 502, 503, 504),
);
const taskCode = fc.constantFrom(1200, 1400, 1401, 1402, 1407, 5000, 5003, 5004);
const odd = fc.oneof(fc.jsonValue(), fc.constantFrom<unknown>(null, '', [], {}, 0, 'x'));
const task = fc.record(
	{ id: fc.oneof(fc.string(), odd), status: fc.oneof(fc.string(), odd), code: odd, error: odd },
	{ requiredKeys: [] },
);
const envelope = fc.record(
	{
		code: fc.oneof(status, taskCode, odd),
		message: fc.oneof(fc.string(), odd),
		error: odd,
		detail: odd,
		error_code: odd,
		data: fc.oneof(task, odd),
		id: odd,
	},
	{ requiredKeys: [] },
);
const text = fc.oneof(
	fc.string(),
	fc.json(),
	task.map((value) => JSON.stringify(value)),
	envelope.map((value) => JSON.stringify(value)),
);
const headers = fc.oneof(
	fc.constant({}),
	fc.oneof(fc.string(), fc.nat().map(String)).map((value) => ({ 'retry-after': value })),
);
const runs = { numRuns: 1000 };

describe('parseSubmitReply, whatever comes back', () => {
	it('never throws, and always names one of the three outcomes', () => {
		fc.assert(
			fc.property(status, text, headers, (s, body, h) => {
				const { outcome } = parseSubmitReply(answer(s, body, h), model, now);
				expect(['accepted', 'refused', 'unknown']).toContain(outcome);
			}),
			runs,
		);
	});

	it('accepts only a 2xx that names an id, and hands on that id', () => {
		fc.assert(
			fc.property(status, text, (s, body) => {
				const verdict = parseSubmitReply(answer(s, body), model, now);
				if (verdict.outcome !== 'accepted') return;
				expect(s).toBeGreaterThanOrEqual(200);
				expect(s).toBeLessThan(300);
				const whole = json(body);
				const named = [whole, isObject(whole) ? whole.data : undefined].flatMap(idOf);
				expect(named).toContain(verdict.task.id);
			}),
			runs,
		);
	});

	it('never allows a resend, nor says "refused", where the API may have accepted', () => {
		fc.assert(
			fc.property(status, text, headers, (s, body, h) => {
				fc.pre(mayBeAccepted(s, body));
				const verdict = parseSubmitReply(answer(s, body, h), model, now);
				expect(verdict).not.toHaveProperty('resend');
				expect(verdict.outcome).not.toBe('refused');
			}),
			runs,
		);
	});

	it('allows a resend only after 429', () => {
		fc.assert(
			fc.property(status, text, (s, body) => {
				const verdict = parseSubmitReply(answer(s, body), model, now);
				if (verdict.outcome !== 'refused' || verdict.resend === undefined) return;
				const isOk = s >= 200 && s < 300;
				expect(isOk ? envelopeCode(body) : s).toBe(429);
			}),
			runs,
		);
	});
});

describe('parseSubmitReply without an answer', () => {
	const phases = ['connecting', 'tls', 'proxy', 'blocked', 'invalidRequest', 'sent'] as const;
	const code = fc.oneof(
		fc.string(),
		fc.constantFrom('ENOTFOUND', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'EPROTO'),
	);

	it('goes by how far it got and never by the code', () => {
		fc.assert(
			fc.property(code, fc.constantFrom(...phases), (c, phase) => {
				const verdict = parseSubmitReply(lost(c, phase), model, now);
				expect(verdict.outcome).toBe(phase === 'sent' ? 'unknown' : 'refused');
				expect('resend' in verdict).toBe(phase === 'connecting' || phase === 'proxy');
			}),
			runs,
		);
	});
});
