import { deepEqual, equal } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { itemStatuses, itemTaskIds } from '../batch';
import { repositoryFolder } from '../folders';
import { listTasks } from '../recent-tasks';
import type { Case } from '../scene';

const manifestSchema = z.object({
	name: z.string(),
	n8n: z.object({ nodes: z.array(z.string()) }),
});

/** The node types that the package promises, with the variants that n8n makes of them for AI agents. */
function promisedTypes(): string[] {
	const text = readFileSync(join(repositoryFolder, 'package.json'), 'utf8');
	const { name, n8n } = manifestSchema.parse(JSON.parse(text));
	return n8n.nodes.flatMap((file) => {
		const className = basename(file, '.node.js');
		const type = `${name}.${className.charAt(0).toLowerCase()}${className.slice(1)}`;
		return type.endsWith('Trigger') ? [type] : [type, `${type}Tool`];
	});
}

export const loadAndRun: Case = {
	name: 'load-and-run',
	shows: 'Every node type is loaded, also as a tool; two rows are submitted, polled and listed',
	lines: [1],
	play: async (scene) => {
		const loaded = await scene.stage.rest.nodeTypes();
		const ours = loaded.filter((type) => type.startsWith('n8n-nodes-seedance.'));
		deepEqual([...new Set(ours)].sort(), promisedTypes().sort());

		const since = new Date().toISOString();
		const batch = await scene.publish('load-and-run');
		const done = await batch.run(2);
		equal(done.status, 'success');
		deepEqual(itemStatuses(done), ['completed', 'completed']);
		deepEqual(batch.paid(2), [1, 1]);
		deepEqual(itemTaskIds(done), batch.taskIds(2));
		// Started by hand, as in the editor.
		deepEqual((await listTasks(scene, since)).sort(), batch.taskIds(2).sort());
	},
};
