import { randomUUID } from 'node:crypto';
import type { Workflow } from './examples';

/** A node of ours, as it stands behind the trigger. */
export interface ManualNode {
	name: string;
	/** Type name without the package's. */
	type: string;
	parameters: Record<string, unknown>;
}

/** A workflow that a person starts: Manual Trigger → one of our nodes. */
export function manualWorkflow(title: string, own: ManualNode, credentialId: string): Workflow {
	const trigger = 'When clicking Execute workflow';
	return {
		name: title,
		nodes: [
			{
				id: randomUUID(),
				name: trigger,
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: randomUUID(),
				name: own.name,
				type: `n8n-nodes-seedance.${own.type}`,
				typeVersion: 1,
				position: [260, 0],
				parameters: own.parameters,
				credentials: { waveSpeedAiApi: { id: credentialId, name: 'WaveSpeedAI account' } },
			},
		],
		connections: { [trigger]: { main: [[{ node: own.name, type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}
