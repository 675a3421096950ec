import { byProgram, inCi, inNode, inUnit, onN8n } from '../proof';
import { held, untested } from './claim';
import type { Claim } from './claim';

export const overview: Readonly<Record<string, readonly Claim[]>> = {
	'': [
		held(
			'a prompt or a picture goes in, a finished video comes out',
			inNode('text-to-video', 'turns a prompt and nothing else into a finished task'),
			inNode('image-to-video', 'animates %s to the end'),
		),
		untested(
			'who made it, and packages of others',
			'Unofficial: made by',
			'covers it to the letter',
		),
	],
	Install: [
		held('1.x from 1.123, and 2.x', onN8n('load-and-run')),
		untested('said under Queue mode', 'needs it in every process'),
		untested("n8n's rules for its cloud", 'n8n Cloud', 'This one is not verified yet'),
	],
	'Your first video, in three steps': [
		held(['Add the node', 'Write a **prompt**', '**Execute step**'], onN8n('newcomer')),
		held(
			'returns its address as `videoUrl`',
			inNode('text-to-video', 'turns a prompt and nothing else into a finished task'),
			inNode('text-to-video', 'puts the video into the item, fetched without the key'),
		),
		held(
			'5 seconds of Seedance 2.0 Fast at 720p with sound',
			inNode('text-to-video', 'turns a prompt and nothing else into a finished task'),
			inUnit('catalogue/catalogue', 'is Seedance 2.0 Fast'),
		),
		held(
			"shows the request and today's price and submits nothing",
			inNode('dry-run', 'gives the quote with Live Quote, or why there is none'),
			inNode(
				'dry-run',
				'gives the method, the address, the body, the price and where each value comes from',
			),
		),
		untested("WaveSpeedAI's rule", 'A new account may need a first top-up'),
		held(
			'Each item makes one video',
			inNode('text-to-video', 'submits a batch of 20 once each and waits for all together'),
			inNode('cost', 'a hint says what it cost, and to pin the output'),
		),
		held(
			'makes a video file with a',
			inCi('npm run demo, both modes'),
			inCi('npm run n8n -- --once'),
		),
	],
	'I want to…': [
		held(
			'make a video from a prompt',
			inNode('text-to-video', 'turns a prompt and nothing else into a finished task'),
		),
		held('animate a picture', inNode('image-to-video', 'animates %s to the end')),
		held(
			'have the video as a file',
			inNode('text-to-video', 'puts the video into the item, fetched without the key'),
		),
		held(
			'write the task ID to my table first',
			inNode('text-to-video', 'returns the task at once when it does not wait'),
			inNode('get-result', 'reads the status of the incoming taskId once'),
		),
		held(
			'wait for many tasks at once',
			inNode('wait-for-completion', 'waits for all incoming tasks together and keeps their order'),
		),
		held(
			'wait long without holding a worker',
			onN8n('suspend-kill-9'),
			byProgram('test/e2e/queue/report.ts', 'active jobs while all were suspended'),
		),
		held('start another workflow when a video is ready', onN8n('trigger')),
		held(
			'pick up a video that was late',
			inNode('wait-for-completion', 'is an error at the deadline, with the id and what to do'),
			inNode('get-result', 'finds the task that an upstream error item names'),
		),
		held('find what I paid for after a crash', onN8n('kill-9')),
		held(
			'never pay twice for the same row',
			onN8n('request-key'),
			inNode('request-key', 'is submitted once in all executions; later items are given its video'),
		),
		held(
			'know the price before I pay',
			inNode('cost', 'is the quote with Live Quote, for which every default is sent'),
			inNode('dry-run', 'gives the quote with Live Quote, or why there is none'),
		),
		held(
			'spend no more than an amount',
			inNode(
				'cost',
				'submits nothing when the items together cost more, and shows the sum and the items',
			),
			inNode(
				'cost',
				'reads the balance before each batch and submits nothing that would leave less',
			),
		),
		held('use a model that came out yesterday', onN8n('live-model'), onN8n('model-expression')),
		held('let an AI agent make videos', inNode('agent', 'gives the video'), onN8n('agent')),
		held(
			'workflows to import',
			inUnit('docs/examples', 'README says how many there are'),
			inUnit('examples/examples', 'has a blue note to read first'),
			inUnit('examples/examples', 'has a case that runs it'),
		),
	],
};
