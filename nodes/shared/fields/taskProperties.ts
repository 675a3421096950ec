/** The field that names a task. */
import type { INodeProperties } from 'n8n-workflow';

export const taskId: INodeProperties = {
	displayName: 'Task ID',
	name: 'taskId',
	type: 'string',
	default: '={{ $json.taskId }}',
	required: true,
	placeholder: 'e.g. 0123456789abcdef0123456789abcdef',
	description: 'The ID that a Seedance submit node returned as taskId',
};
