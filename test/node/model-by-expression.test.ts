/** A model that an expression gives must be a model: nothing else of the API is posted to. */
import { runChain, seedance } from './bench';
import { requestsBesidesList, testSimulator } from './test-simulator';

const simulator = testSimulator();

const run = async (model: unknown) =>
	await runChain(
		simulator.url,
		[{ model } as never],
		[
			seedance('seedanceTextToVideo', {
				model: { __rl: true, mode: 'id', value: '={{ $json.model }}' },
				prompt: 'A fox',
				return: 'taskId',
			}),
		],
	);

it.each<[unknown]>([
	['predictions/delete'],
	['/predictions/delete'],
	['webhook/secret'],
	['model/price'],
	['media/uploads'],
	['null'],
	[null],
	['undefined'],
	[''],
	[{ id: 'bytedance/seedance-2.5/text-to-video' }],
	[5],
	[true],
	['https://api.wavespeed.ai/api/v3/predictions/delete'],
	['bytedance/seedance 2.5/text-to-video'],
	['Bytedance/Seedance-2.5/text-to-video'],
])('%j is refused before anything is sent', async (model) => {
	const { data } = await run(model);
	expect(data.resultData.error?.message).toMatch(
		/^(?:Model must be a model ID|No model is selected)/,
	);
	expect(requestsBesidesList(simulator)).toEqual([]);
});

it.each(['/bytedance/seedance-2.5/text-to-video/', ' bytedance/seedance-2.5/text-to-video\n'])(
	'%j is the model that is meant',
	async (model) => {
		const { data } = await run(model);
		expect(data.resultData.error?.message).toBeUndefined();
		const [task] = simulator.journal.accepted();
		expect(task?.model).toBe('bytedance/seedance-2.5/text-to-video');
	},
);
