/** The list of models in the editor, merged with the API's own. */
import { defaultModel, offeredModels } from '../../seedance/models';
import { nodeOf, offeredModes } from '../../seedance/models/modes';
import type { ModelRecord, OfferedMode } from '../../seedance/models';
import { startSimulator } from '../../simulator';
import type { LiveModel, ReadFault, Simulator } from '../../simulator';
import { openEditor } from './editor';
import type { Panel } from './editor';

const schema = { type: 'object', properties: { prompt: { type: 'string' } } };
const liveModels: LiveModel[] = [
	{
		id: 'bytedance/seedance-9/text-to-video',
		name: 'Seedance 9 Text to Video',
		type: 'text-to-video',
		schema,
		basePriceUsd: 0.7,
	},
	{
		id: 'bytedance/seedance-9/image-to-video',
		name: 'Seedance 9 Image to Video',
		type: 'image-to-video',
		schema,
	},
	{ id: 'vendor/films/text-to-video', name: 'Films', type: 'text-to-video', schema },
];

const isHidden = ({ retiring, tier }: ModelRecord) =>
	retiring !== undefined || tier.endsWith('spicy');
/** The models that a picker shows before somebody types: those that stay, for everybody. */
const shownModels = (mode: OfferedMode) =>
	offeredModels(mode)
		.filter((record) => !isHidden(record))
		.map(({ id }) => id);
const textModels = shownModels('text-to-video');
const imageModels = shownModels('image-to-video');

describe('the list of models', () => {
	let simulator: Simulator;
	const asked = () => simulator.journal.requests.filter(({ route }) => route === 'models').length;
	let account = 0;
	// Each test has an account of its own, as the nodes keep the list of one for an hour.
	const apiKey = () => `key-for-tests-${account}`;
	beforeEach(async () => {
		account += 1;
		simulator = await startSimulator({ apiKeys: [apiKey()], liveModels });
	});
	afterEach(async () => await simulator.stop());

	const entries = async (filter?: string, panel?: Panel) => {
		const credential = { apiKey: apiKey() };
		return (await openEditor(simulator.url, { credential, ...panel }).search(filter)).results;
	};
	const ids = async (filter?: string, panel?: Panel) =>
		(await entries(filter, panel)).map(({ value }) => value);

	it('has models that are newer than this package before those of the catalogue', async () => {
		expect(await ids()).toEqual(['bytedance/seedance-9/text-to-video', ...textModels]);
		expect(await ids('', { node: 'seedanceImageToVideo' })).toEqual([
			'bytedance/seedance-9/image-to-video',
			...imageModels,
		]);
	});

	const nodes = {
		'text-to-video': 'seedanceTextToVideo',
		'image-to-video': 'seedanceImageToVideo',
		'video-to-video': 'seedanceVideoToVideo',
	} as const;

	it('shows retiring and "spicy" models only to those who search for them', async () => {
		const hidden = offeredModes.flatMap(offeredModels).filter(isHidden);
		expect(hidden.length).toBeGreaterThan(1);
		for (const { id, mode } of hidden) {
			const node = nodes[nodeOf[mode]];
			expect(await ids('', { node })).not.toContain(id);
			expect(await ids(id, { node })).toContain(id);
		}
	});

	it('names them with price, and the one to begin with', async () => {
		const [entry] = await entries('seedance-9');
		expect(entry?.name).toBe('Seedance 9 · from $0.70');
		const recommended = (await entries()).filter(({ name }) => name.endsWith(' · recommended'));
		expect(recommended.map(({ value }) => value)).toEqual([defaultModel['text-to-video']]);
		const listed = (await entries()).filter(({ name }) => / · from \$\d/.test(name));
		expect(listed.length).toBe(textModels.length + 1);
	});

	it('is asked for once, however often a person types, and with the key', async () => {
		await Promise.all([entries(), entries('2.5')]);
		await entries('seedance-9');
		expect(asked()).toBe(1);
		expect(simulator.journal.requests.every(({ keyOk }) => keyOk)).toBe(true);
	});

	it('is the catalogue for a key that the API refuses', async () => {
		expect(await ids('', { credential: { apiKey: 'another' } })).toEqual(textModels);
	});

	it.each<ReadFault>([
		{ kind: 'serverError' },
		{ kind: 'serverError', envelope: false },
		{ kind: 'envelopeError' },
		{ kind: 'rateLimited' },
		{ kind: 'redirect', location: '/elsewhere' },
	])('is the catalogue after %j, and is not asked for again at once', async (fault) => {
		simulator.faults.onModels(fault, { times: Infinity });
		expect(await ids()).toEqual(textModels);
		expect(await ids('2.5')).toEqual(textModels.filter((id) => id.includes('2.5')));
		expect(asked()).toBe(1);
	});

	it.each<[string, Panel]>([
		['no credential', { credential: null }],
		['a base URL that nobody may use', { credential: { baseUrl: 'http://example.com' } }],
	])('is the catalogue with %s, without a request', async (_, panel) => {
		expect(await ids('', panel)).toEqual(textModels);
		expect(simulator.journal.requests).toEqual([]);
	});

	it('is the catalogue where nobody answers', async () => {
		const { url } = simulator;
		await simulator.stop();
		const { results } = await openEditor(url, { credential: { apiKey: apiKey() } }).search();
		expect(results.map(({ value }) => value)).toEqual(textModels);
	});
});
