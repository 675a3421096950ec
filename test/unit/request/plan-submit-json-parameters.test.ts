/** Parameters (JSON) as language models, word processors and other nodes write them. */
import { parseJsonParameters } from '../../../seedance/request/planSubmit';

const seven = { ok: true, value: { seed: 7 } };

it.each([
	'{"seed": 7}',
	'```json\n{"seed": 7}\n```',
	'```\n{"seed": 7}\n```',
	'```JSON\r\n{"seed": 7}\r\n```\r\n',
	' ```json\n{\n  "seed": 7\n}\n```',
	'Here are the parameters:\n\n```json\n{"seed": 7}\n```\nAnything else?',
	'```{"seed": 7}```',
	'``` json {"seed": 7} ```',
	'```json{"seed": 7}\n```',
	'\ufeff{"seed": 7}',
	'\u00a0{ \u00a0"seed":\u202f7 }',
	'{“seed”: 7}',
	'{„seed“: 7}',
	JSON.stringify('{"seed": 7}'),
	JSON.stringify(' {"seed": 7}'),
	'It is ```{"seed": 7}```, no more',
])('%j is taken', (given) => {
	expect(parseJsonParameters(given)).toEqual(seven);
});

it('leaves quotes and fences within texts as they are', () => {
	const parameters = { prompt: 'A “quoted” word and ```code```\n```js\nx\n```', seed: 7 };
	expect(parseJsonParameters(JSON.stringify(parameters))).toEqual({ ok: true, value: parameters });
	const around = `\ufeff${JSON.stringify(parameters)}\u00a0`;
	expect(parseJsonParameters(around)).toEqual({ ok: true, value: parameters });
	const fenced = `\`\`\`json\n${JSON.stringify({ prompt: 'A “word”' })}\n\`\`\``;
	expect(parseJsonParameters(fenced)).toEqual({ ok: true, value: { prompt: 'A “word”' } });
});

it.each([
	'{seed: 7}',
	"{'seed': 7}",
	'```json\n{"seed": 7',
	'```json\n{"seed": 7}\n```\n```json\n{"seed": 8}\n```',
	'seed=7',
	'"seed"',
	'"7"',
	'[{"seed": 7}]',
	'[object Object]',
	'7',
	'```json\nnull\n```',
])('%j is refused', (given) => {
	expect(parseJsonParameters(given)).toMatchObject({
		ok: false,
		problem: { cause: 'parametersNotJson' },
	});
});
