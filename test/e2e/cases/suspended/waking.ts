/** What wakes a suspended execution, and what comes out of it. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { splitNode } from '../../chain';
import { itemsOf, Published, runsOf } from '../../published';
import type { Execution } from '../../n8n-rest';
import type { Case, Scene } from '../../scene';
import { after, afterName, pair, rows, sleeper, sleeperName } from './nodes';

/** Longer than n8n takes to suspend an execution. */
const videoMs = 4_000;

/** Checks that every row was output once, in order and with its paid task. */
function checkRows(scene: Scene, execution: Execution, count: number): void {
	equal(execution.status, 'success', execution.data.resultData.error?.message);
	equal(runsOf(execution, afterName), 1);
	const items = itemsOf(execution, afterName);
	const accepted = scene.journal.accepted();
	equal(accepted.length, count);
	const taskOf = (row: number) =>
		accepted.find(({ body }) => String(body.prompt).endsWith(` ${row}`))?.taskId;
	deepEqual(
		items,
		Array.from({ length: count }, (_, row) => ({ taskId: taskOf(row), status: 'completed', row })),
	);
}

export const production: Case = {
	name: 'suspend-production',
	shows: 'A webhook’s execution sleeps in the database and is woken by the callback',
	play: async (scene) => {
		scene.stage.simulator.setTaskMs(videoMs);
		const nodes = [splitNode(), sleeper(scene, 'production'), after()];
		checkRows(scene, await Published.sleepThrough(scene, 'suspend-production', nodes, rows(1)), 1);
		deepEqual(
			scene.journal.callbacks().map(({ status }) => status),
			[200],
		);
	},
};

export const twoTasks: Case = {
	name: 'suspend-two-tasks',
	shows: 'Two tasks in one wait: the first callback lets it sleep, the second wakes it',
	play: async (scene) => {
		scene.stage.simulator.setTaskMs(({ body }) =>
			body.prompt === 'two-tasks 0' ? videoMs : videoMs + 3_000,
		);
		const nodes = [splitNode(), ...pair(scene, 'two-tasks'), after()];
		const published = await Published.open(scene, 'suspend-two-tasks', nodes);
		const id = await published.asleep(rows(2));
		await scene.until('the first callback was answered', () => {
			return scene.journal.callbacks().some(({ status }) => status === 200);
		});
		equal(await scene.stage.rest.executionStatus(id), 'waiting');
		checkRows(scene, await published.ended(id, 20_000), 2);
		deepEqual(
			scene.journal.callbacks().map(({ status }) => status),
			[200, 200],
		);
	},
};

export const earlyCallback: Case = {
	name: 'suspend-early-callback',
	shows:
		'A callback before the execution sleeps is turned down with 409, comes again, and wakes it',
	play: async (scene) => {
		// The task ends while the node still submits the second one.
		scene.stage.simulator.setTaskMs(({ body }) => (body.prompt === 'early 0' ? 300 : 6_000));
		const isSecond = {
			match: ({ body }: { body: object }) => 'prompt' in body && body.prompt === 'early 1',
		};
		scene.faults.onSubmit({ kind: 'delayAfterAccept', ms: 3_000 }, isSecond);
		const nodes = [splitNode(), sleeper(scene, 'early'), after()];
		checkRows(
			scene,
			await Published.sleepThrough(scene, 'suspend-early-callback', nodes, rows(2)),
			2,
		);
		const statuses = scene.journal.callbacks().map(({ status }) => status);
		equal(statuses[0], 409);
		equal(statuses.at(-1), 200);
	},
};

export const manual: Case = {
	name: 'suspend-manual',
	shows: 'A run that a person starts in the editor sleeps and is woken like any other',
	play: async (scene) => {
		const { rest, simulator } = scene.stage;
		simulator.setTaskMs(videoMs);
		const published = await Published.manual(scene, 'suspend-manual', [sleeper(scene, 'manual')]);
		const id = await published.startByHand();
		await published.waits(id);
		const execution = await published.ended(id, 20_000);
		equal(execution.status, 'success');
		equal(itemsOf(execution, sleeperName)[0]?.status, 'completed');
		equal((await rest.executionsOf(published.workflowId)).length, 1);
		equal(scene.journal.accepted().length, 1);
	},
};

export const alwaysOutput: Case = {
	name: 'suspend-always-output',
	shows: 'With Always Output Data on, the nodes behind it run once all the same',
	play: async (scene) => {
		scene.stage.simulator.setTaskMs(videoMs);
		const nodes = [splitNode(), sleeper(scene, 'always', {}, { alwaysOutputData: true }), after()];
		const execution = await Published.sleepThrough(scene, 'suspend-always-output', nodes, rows(2));
		checkRows(scene, execution, 2);
		equal(execution.data.resultData.runData[afterName]?.length, 1);
	},
};

export const lostCallback: Case = {
	name: 'suspend-lost-callback',
	shows: 'When its callback is lost, the timer wakes it: one task, one result',
	lines: [1, 2],
	play: async (scene) => {
		scene.stage.simulator.setTaskMs(20_000);
		const match = ({ body }: { body?: object }) => JSON.stringify(body).includes('"lost ');
		scene.faults.onCallback({ kind: 'drop' }, { match });
		const nodes = [splitNode(), sleeper(scene, 'lost'), after()];
		const published = await Published.open(scene, 'suspend-lost-callback', nodes);
		const id = await published.asleep(rows(1));
		const sleptAt = Date.now();
		const execution = await published.ended(id, 140_000);
		checkRows(scene, execution, 1);
		deepEqual(scene.journal.callbacks(scene.journal.accepted()[0]?.taskId), []);
		equal(scene.journal.submits().length, 1);
		// n8n 1.x would let two callbacks wake it twice, so it asks for none.
		const asksForOne = scene.journal.accepted()[0]?.webhook !== undefined;
		equal(asksForOne, scene.stage.line === 2);
		// The re-check of one minute, and the delay of n8n's timer.
		ok(Date.now() - sleptAt <= 130_000);
	},
};
