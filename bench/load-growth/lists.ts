/** Hostile lists of models, as an API could answer them. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A model outside the catalogue: a run of it waits for the list. */
export const model = 'bytedance/seedance-9/text-to-video';

const repeated = (count: number, make: (i: number) => string) =>
	Array.from({ length: count }, (_, i) => make(i)).join(',');

const entry = (schema: string, id = model) =>
	`{"model_id":"${id}","type":"text-to-video","api_schema":{"api_schemas":[{"type":"model_run","request_schema":${schema}}]}}`;
const withProperties = (properties: string) => `{"type":"object","properties":{${properties}}}`;

function nested(width: number, depth: number): string {
	const inner = depth === 0 ? '{"type":"string"}' : nested(width, depth - 1);
	return withProperties(repeated(width, (i) => `"p${i}":${inner}`));
}

/** Each list has a valid model at its end. */
const lists: Readonly<Record<string, () => string>> = {
	'6^7 objects in one another': () => entry(nested(6, 6)),
	'a million models': () =>
		repeated(1_000_000, (i) => `{"model_id":"a/${i}"}`).slice(0, 19_000_000),
	'100,000 Seedance models': () =>
		repeated(100_000, (i) => `{"model_id":"bytedance/seedance-${i}","type":"text-to-video"}`),
	'200,000 choices': () =>
		entry(withProperties(`"style":{"enum":[${repeated(200_000, (i) => `"choice ${i}"`)}]}`)),
	'choices as many as an entry may have': () =>
		entry(withProperties(`"style":{"enum":[${repeated(25_000, (i) => `"${i}"`)}]}`)),
	'a text of 15 MB': () =>
		entry(withProperties(`"prompt":{"description":"${'a '.repeat(7_500_000)}"}`)),
	'15 MB of brackets': () => `${'['.repeat(7_500_000)}${']'.repeat(7_500_000)}`,
	'15 MB of escapes': () => `"${'\\"'.repeat(7_500_000)}"`,
	'names of other objects': () =>
		entry(
			withProperties(
				`"prompt":{"type":"string"},"__proto__":{"type":"string"},"constructor":{"type":"object"}`,
			),
		),
};

export const names = Object.keys(lists);

const accepted = JSON.stringify({
	code: 200,
	message: 'success',
	data: { id: 'a'.repeat(32), status: 'created', outputs: [] },
});

/** Serves one of the lists, and accepts every submit. */
export async function serveList(name: string) {
	const good = entry(
		withProperties('"prompt":{"type":"string"}'),
		'bytedance/seedance-8/text-to-video',
	);
	const hostile = lists[name]?.() ?? '';
	const list = Buffer.from(`{"code":200,"message":"success","data":[${hostile},${good}]}`);
	let served = 0;
	const server = createServer((request, response) => {
		request.resume();
		response.setHeader('content-type', 'application/json');
		const isList = request.url === '/api/v3/models';
		served += isList ? 1 : 0;
		response.end(isList ? list : accepted);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		bytes: list.length,
		served: () => served,
		stop() {
			server.closeAllConnections();
			server.close();
		},
	};
}
