/**
 * One measurement of memory in a process of its own. The API is in another process, so that its
 * memory doesn't count.
 */
import { Readable } from 'node:stream';
import type { IBinaryData, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { loadBuiltPackage } from '../../scripts/demo/builtPackage';
import { openBinaryStore } from '../../test/engine/binaryStore';
import { outputOf, startWorkflow } from '../../test/engine/run';
import { chainOf, seedance } from '../../test/engine/chain';
import type { Step } from '../../test/engine/chain';
import { ManualTrigger, Source } from '../../test/engine/coreNodes';
import { png } from '../../test/support/media/images';
import { peakGrowth } from './memory';
import { NaiveDownload, NaiveUpload, naiveDescription } from './naive';

/** The largest allowed image, in bytes. */
const imageBytes = 10 * 1024 * 1024;
/** Length, name and checksum of the chunk that pads it. */
const chunkFrame = 12;

/**
 * A PNG of so many bytes, in pieces. If it were made in memory, the work that is measured could
 * reuse that memory.
 */
function* pieces(bytes: number): Generator<Buffer> {
	const plain = png(800, 800);
	// Signature and header come first, then a chunk that viewers skip, with an invalid checksum.
	const head = 33;
	yield plain.subarray(0, head);
	const length = bytes - plain.length - chunkFrame;
	if (length > 0) {
		const frame = Buffer.alloc(8);
		frame.writeUInt32BE(length);
		frame.write('juNk', 4, 'latin1');
		yield frame;
		const piece = Buffer.alloc(4096, 7);
		for (let left = length; left > 0; left -= piece.length) yield piece.subarray(0, left);
		yield Buffer.alloc(4);
	}
	yield plain.subarray(head);
}

/** Puts an image into n8n's store, as a form or a Drive node would. */
class Picture implements INodeType {
	description = naiveDescription('picture');

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const bytes = Number(this.getNodeParameter('url', 0));
		const picture = Readable.from(pieces(bytes));
		const binary = await this.helpers.prepareBinaryData(picture, 'photo.png', 'image/png');
		return [[{ json: {}, binary: { data: binary } }]];
	}
}

const [what = '', url = '', apiKey = ''] = process.argv.slice(2);
const setup = loadBuiltPackage(process.cwd()).then((built) => ({
	credentialTypes: built.credentialTypes,
	credentials: { waveSpeedAiApi: { apiKey, baseUrl: url } },
	nodeTypes: {
		...built.nodeTypes,
		'n8n-nodes-base.manualTrigger': new ManualTrigger(),
		'test.source': new Source(),
		'bench.naiveDownload': new NaiveDownload(),
		'bench.naiveUpload': new NaiveUpload(),
		'bench.picture': new Picture(),
	},
}));

/** Runs one node after a Source, and throws when the run fails. */
async function run(step: Step, binary?: IBinaryData): Promise<INodeExecutionData> {
	const json = chainOf([{}], [step]);
	const source = json.nodes.find(({ name }) => name === 'Source');
	const items = [{ json: {}, ...(binary !== undefined && { binary: { data: binary } }) }];
	if (source !== undefined) source.parameters = { items: JSON.stringify(items) };
	const done = await startWorkflow(json, await setup).done;
	const [item] = outputOf(done, step.name);
	const failure = done.data.resultData.error?.message ?? item?.json.downloadError;
	if (item === undefined || failure !== undefined) throw new Error(String(failure));
	return item;
}

const textToVideo = (prompt: string, returned: 'file' | 'url') =>
	seedance('seedanceTextToVideo', { prompt, return: returned });
const naive = (name: string, of: string) => ({
	name,
	type: `bench.${name}`,
	parameters: { url: of, key: apiKey },
});

/** The work to measure, small or big. The small one runs first, so that everything is loaded. */
const works: Readonly<Record<string, (isBig: boolean) => Promise<() => Promise<unknown>>>> = {
	ourDownload: async (isBig) => async () => await run(textToVideo(isBig ? 'big' : 'small', 'file')),
	naiveDownload: async (isBig) => {
		const { json } = await run(textToVideo(isBig ? 'big' : 'small', 'url'));
		return async () => await run(naive('naiveDownload', String(json.videoUrl)));
	},
	ourUpload: async (isBig) => {
		const picture = await stored(isBig);
		const step = seedance('seedanceImageToVideo', { prompt: 'It moves', return: 'taskId' });
		return async () => await run(step, picture);
	},
	naiveUpload: async (isBig) => {
		const picture = await stored(isBig);
		return async () => await run(naive('naiveUpload', url), picture);
	},
};

async function stored(isBig: boolean): Promise<IBinaryData> {
	const { binary } = await run(naive('picture', isBig ? String(imageBytes) : '0'));
	if (binary?.data?.id === undefined) throw new Error('The picture is not in the store');
	return binary.data;
}

async function main(): Promise<void> {
	const work = works[what];
	if (work === undefined) throw new Error(`Which of ${Object.keys(works).join(', ')}?`);
	const store = await openBinaryStore();
	try {
		for (let round = 0; round < 3; round += 1) await (await work(false))();
		const big = await work(true);
		const growth = await peakGrowth(async () => void (await big()));
		const stats = store.files().map(({ size }) => size);
		console.log(JSON.stringify({ growth, largest: Math.max(...stats) }));
	} finally {
		store.close();
	}
}

main().then(
	() => process.exit(0),
	(error: unknown) => {
		console.error(error);
		process.exit(1);
	},
);
