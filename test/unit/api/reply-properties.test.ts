/** For any JSON answer to a read, nothing is thrown, and no existing ID is lost. */
import fc from 'fast-check';
import { openEnvelope, parseTaskReply, parseReply } from '../../../seedance/api/reply';
import { parseListReply } from '../../../seedance/api/list';
import { parseFormUploadReply, parseTicketReply } from '../../../seedance/api/upload';
import { readQuote } from '../../../seedance/api/prices';
import { answer, now } from '../../support/api/replies';

const id = fc.stringMatching(/^[0-9a-f]{8,32}$/);
const odd = fc.oneof(fc.jsonValue(), fc.constantFrom<unknown>(null, '', [], {}, 0, -1, 'x', true));
const field = fc.oneof(odd, fc.string(), fc.webUrl());
const fields = ['status', 'outputs', 'error', 'code', 'urls', 'model', 'timings', 'created_at'];
const more = fc.dictionary(
	fc.constantFrom(...fields, 'message', 'detail', 'items', 'price'),
	field,
);
const ticket = fc.record({
	download_url: field,
	upload: fc.oneof(odd, fc.record({ method: field, url: field, headers: field })),
});
const status = fc.constantFrom(200, 201, 203, 400, 401, 404, 408, 429, 500, 503);
const body = fc.oneof(
	odd,
	more,
	ticket,
	fc.record({ code: field, message: field, data: fc.oneof(odd, more, ticket) }),
);
const runs = { numRuns: 500 };

const price = { find: readQuote, circumstances: {}, notFound: 'unknownModel' } as const;

it('nothing is thrown', () => {
	fc.assert(
		fc.property(status, fc.oneof(body, fc.array(more)), (s, json) => {
			const reply = answer(s, JSON.stringify(json) ?? '');
			for (const { kind } of [
				parseTaskReply(reply, 'a', now),
				parseListReply(reply, now),
				parseTicketReply(reply, now),
				parseFormUploadReply(reply, now),
				parseReply(reply, price, now),
			]) {
				expect(['read', 'transient', 'permanent']).toContain(kind);
			}
		}),
		runs,
	);
});

it('nothing is thrown for JSON that is nested without an end', () => {
	for (const open of ['[', '{"a":', '{"data":', '{"error":', '{"outputs":[', '{"task":']) {
		const close = open.endsWith('[') ? (open.startsWith('{') ? ']}' : ']') : '}';
		const text = `${open.repeat(20_000)}1${close.repeat(20_000)}`;
		for (const s of [200, 400]) {
			expect(parseTaskReply(answer(s, text), 'a', now).kind).not.toBe('read');
			expect(parseTicketReply(answer(s, text), now).kind).not.toBe('read');
			expect(parseListReply(answer(s, text), now)).toBeDefined();
		}
	}
});

const naming = fc.constantFrom<(taskId: string, rest: object) => object>(
	(taskId, rest) => ({ ...rest, id: taskId }),
	(taskId, rest) => ({ ...rest, task_id: taskId }),
	(taskId, rest) => ({ ...rest, prediction_id: taskId }),
	(taskId, rest) => ({ ...rest, urls: { get: `https://x/api/v3/predictions/${taskId}/result` } }),
	(taskId, rest) => ({ ...rest, task: { id: taskId } }),
);
const wrapping = fc.constantFrom<(task: object) => unknown>(
	(task) => task,
	(task) => ({ code: 200, message: 'success', data: task }),
	(task) => ({ code: '200', data: task }),
	(task) => ({ data: task }),
	(task) => ({ code: 200, data: JSON.stringify(task) }),
);

it('a read keeps the id that is there', () => {
	fc.assert(
		fc.property(id, more, naming, wrapping, (taskId, rest, name, wrap) => {
			const task = name(taskId, { ...rest, status: 'processing', message: undefined });
			const verdict = parseTaskReply(answer(200, JSON.stringify(wrap(task))), 'a', now);
			expect(verdict).toMatchObject({ kind: 'read', task: { id: taskId } });
		}),
		runs,
	);
});

it('a list keeps every entry, and the ids that are there', () => {
	const entries = fc.array(fc.tuple(id, more, naming), { maxLength: 5 });
	fc.assert(
		fc.property(entries, fc.array(odd, { maxLength: 3 }), (named, others) => {
			const items = [...named.map(([taskId, rest, name]) => name(taskId, rest)), ...others];
			const reply = answer(200, JSON.stringify({ code: 200, data: { page: 1, items } }));
			const verdict = parseListReply(reply, now);
			if (verdict.kind !== 'read') throw new Error('not read');
			expect(verdict.tasks).toHaveLength(items.length);
			const ids = verdict.tasks.slice(0, named.length).map((task) => task.id);
			expect(ids).toEqual(named.map(([taskId]) => taskId));
		}),
		runs,
	);
});

it('words are never longer than a message may be', () => {
	fc.assert(
		fc.property(body, fc.nat({ max: 3 }), (json, grow) => {
			const text = JSON.stringify(json, (_, value: unknown) =>
				typeof value === 'string' ? value.repeat(1 + grow * 300) : value,
			);
			expect([...(openEnvelope(text ?? '').message ?? '')].length).toBeLessThanOrEqual(500);
		}),
		runs,
	);
});
