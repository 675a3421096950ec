/** What README says of the example workflows. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { readText } from './proof';

const folder = path.join(__dirname, '..', '..', '..', 'examples');
const names = readdirSync(folder).filter((file) => file.endsWith('.json'));

const words = [
	'No|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve|Thirteen|Fourteen|Fifteen',
].flatMap((text) => text.split('|'));

const workflowSchema = z.object({
	nodes: z.array(
		z.object({ name: z.string(), type: z.string(), credentials: z.record(z.unknown()).optional() }),
	),
});

it('README says how many there are', () => {
	const [, count] = /\[(\w+) workflows to import\]/.exec(readText('README.md')) ?? [];
	expect(count).toBe(words[names.length]);
});

it.each(names)('%s: no credential but ours, and each node of ours has it', (name) => {
	const { nodes } = workflowSchema.parse(JSON.parse(readText(`examples/${name}`)));
	const kinds = nodes.map(({ type, credentials = {} }) => [type, ...Object.keys(credentials)]);
	const isOurs = ([type = '']: string[]) => type.startsWith('n8n-nodes-seedance.');
	const ours = kinds.filter(isOurs);
	expect(ours).toEqual(ours.map(([type]) => [type, 'waveSpeedAiApi']));
	expect(kinds.filter((kind) => !isOurs(kind) && kind.length > 1)).toEqual([]);
});
