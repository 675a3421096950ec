/** The recent tasks of the account, for the Task ID field. */
import { NodeOperationError } from 'n8n-workflow';
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listTasks } from '../../../seedance/api/list';
import type { Task } from '../../../seedance/api/task';
import { findModel, pickerName } from '../../../seedance/models';
import { createHttpPort, readApi } from '../n8n/client';
import { clock } from '../n8n/memory';

/** The most tasks in the list. */
const mostTasks = 50;

const minuteMs = 60_000;

/** "now", "5 min ago", "3 h ago", "2 days ago" */
function age(createdAt: string | undefined, now: number): string | undefined {
	const minutes = Math.floor((now - Date.parse(createdAt ?? '')) / minuteMs);
	if (Number.isNaN(minutes)) return undefined;
	if (minutes < 1) return 'now';
	if (minutes < 60) return `${minutes} min ago`;
	const hours = Math.floor(minutes / 60);
	if (hours < 24) return `${hours} h ago`;
	const days = Math.floor(hours / 24);
	return days === 1 ? '1 day ago' : `${days} days ago`;
}

/** "Seedance 2.0 Fast · 5 min ago · completed": an ID tells a person nothing. */
function nameOf({ id, model = '', status, createdAt }: Task, now: number): string {
	const record = findModel(model);
	const name = record === undefined ? model || id : pickerName(record);
	return [name, age(createdAt, now), status].filter((part) => part !== undefined).join(' · ');
}

/**
 * Lists the recent tasks, newest first.
 * @param filter text that the name or the ID must contain
 * @throws NodeOperationError when the list can't be read
 */
export async function searchTasks(
	context: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const api = await readApi(context);
	if (!api.ok) {
		const { message, description } = api.problem;
		throw new NodeOperationError(context.getNode(), message, { description });
	}
	const ports = { ...clock, http: createHttpPort(context, api), baseUrl: api.baseUrl };
	const listed = await listTasks({ limit: mostTasks, otherModels: false }, ports);
	if (!listed.ok) {
		const { message, description } = listed.problem;
		throw new NodeOperationError(context.getNode(), message, { description });
	}
	const wanted = filter.trim().toLowerCase();
	const results = listed.value
		.filter(({ id }) => id !== '')
		.map((task) => ({ name: nameOf(task, clock.now()), value: task.id }))
		.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted));
	return { results };
}
