jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());
/** The frozen workflows notice when a parameter of a node gets another name. */
import { SeedanceTextToVideo } from '../../nodes/SeedanceTextToVideo/SeedanceTextToVideo.node';
import { outcomeSchema } from './outcome';
import { play } from './play';
import { readLiveModels, readFrozen, readWorkflow } from './releases';

const frozen = { release: '0.1.0', name: 'text-to-video-catalogue-model' };
const nodeName = 'n8n-nodes-seedance.seedanceTextToVideo';

/** Text to Video as a release would have it that calls a parameter something else, unless it is undefined. */
async function playWith(parameter?: string) {
	const node = new SeedanceTextToVideo();
	node.description.properties = node.description.properties.map((field) =>
		field.name === parameter ? { ...field, name: `${field.name}New` } : field,
	);
	const { release } = frozen;
	const stage = { liveModels: readLiveModels(release), nodeTypes: { [nodeName]: node } };
	return (await play(readWorkflow(frozen), stage)).submits.map(({ body }) => body);
}

describe('A parameter with another name', () => {
	const { submits } = readFrozen(frozen.release, `${frozen.name}.expected.json`, outcomeSchema);
	const then = submits.map(({ body }) => body);

	it('loses what was saved under the old one, which shows in what is sent', async () => {
		expect(await playWith('duration')).not.toEqual(then);
		expect(await playWith('options')).not.toEqual(then);
	});

	it('is the only difference', async () => {
		expect(await playWith()).toEqual(then);
	});
});
