/** After a crash, Get Many finds the tasks, and Wait for Completion waits for them. */
import { jsonOf, outputOf, runChain, seedance } from './bench';
import { getMany, listedTasks } from './listed-tasks';

jest.mock('n8n-workflow', () =>
	jest.requireActual<{ hurriedWorkflow(): object }>('../engine/time').hurriedWorkflow(),
);

const tasks = listedTasks();
const wait = 'seedanceWaitForCompletion';

it('waits for the tasks that Get Many has found', async () => {
	tasks.simulator.setTaskMs(200);
	const ids = await tasks.submitted(3);
	const found = await runChain(tasks.simulator.url, [{}], [getMany(), seedance(wait, {})]);
	expect(jsonOf(outputOf(found, wait)).map(({ taskId, status }) => [taskId, status])).toEqual(
		ids.map((id) => [id, 'completed']),
	);
});
