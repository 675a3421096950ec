/** Ends of a suspended execution other than a finished video. */
import { deepEqual, equal } from 'node:assert/strict';
import { splitNode } from '../../chain';
import { itemsOf, Published } from '../../published';
import type { Execution } from '../../n8n-rest';
import type { Case } from '../../scene';
import { causeOf } from '../../../support/errors/causeOf';
import { pair, rows, sleeper, sleeperName } from './nodes';

/** The wait of a video that never comes, in minutes. */
const timeoutMinutes = 0.2;

export const deadline: Case = {
	name: 'suspend-deadline',
	shows: 'The deadline ends it: as an error, as an item, and by the error output',
	play: async (scene) => {
		scene.faults.onTask({ kind: 'stuck' }, { times: Infinity });
		const variants = {
			error: pair(scene, 'deadline-error', { timeoutMinutes }),
			item: pair(scene, 'deadline-item', {
				timeoutMinutes,
				options: { ifTimeoutIsReached: 'item' },
			}),
			output: pair(
				scene,
				'deadline-output',
				{ timeoutMinutes },
				{ onError: 'continueErrorOutput' },
			),
			submit: [sleeper(scene, 'deadline-submit', { timeoutMinutes })],
		};
		const executions = new Map<string, Promise<Execution>>();
		for (const [name, nodes] of Object.entries(variants)) {
			const published = await Published.open(scene, `suspend-deadline-${name}`, [
				splitNode(),
				...nodes,
			]);
			const id = await published.asleep(rows(1));
			executions.set(name, published.ended(id, 140_000));
		}
		const end = async (name: string) => {
			const execution = await executions.get(name);
			if (execution === undefined) throw new Error(`No execution ${name}`);
			return execution;
		};
		await Promise.all(executions.values());
		for (const name of ['error', 'submit']) {
			const { status, data } = await end(name);
			equal(status, 'error');
			equal(causeOf(data.resultData.error), 'deadline');
		}
		const asItem = await end('item');
		equal(asItem.status, 'success');
		deepEqual(
			itemsOf(asItem, sleeperName).map(({ status, timedOut }) => [status, timedOut]),
			[['processing', true]],
		);
		const byOutput = await end('output');
		equal(byOutput.status, 'success');
		deepEqual(itemsOf(byOutput, sleeperName, 0), []);
		const [failed] = itemsOf(byOutput, sleeperName, 1);
		equal(causeOf(failed?.error), 'deadline');
		equal(scene.journal.accepted().length, 4);
	},
};

/** Long enough for a read if it hadn't been stopped. */
const watchMs = 4_000;

export const stopAsleep: Case = {
	name: 'suspend-stop',
	shows: 'Stop while suspended: nothing more is asked, and a late callback wakes nothing',
	play: async (scene) => {
		scene.stage.simulator.setTaskMs(5_000);
		const published = await Published.open(scene, 'suspend-stop', [
			splitNode(),
			sleeper(scene, 'stop'),
		]);
		const id = await published.asleep(rows(1));
		await scene.stage.rest.stopExecution(id);
		const requests = scene.journal.requests.length;
		await scene.until('the callback was turned down', () => {
			return scene.journal.callbacks().some(({ status }) => (status ?? 0) >= 400);
		});
		await scene.later(watchMs);
		equal((await published.ended(id)).status, 'canceled');
		equal(scene.journal.requests.length, requests);
		equal(scene.journal.accepted().length, 1);
	},
};
