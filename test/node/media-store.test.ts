/** Pictures out of n8n's store on disk: read in pieces, and no oftener than needed. */
import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';
import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import { openBinaryStore } from '../engine/binaryStore';
import type { BinaryStore } from '../engine/binaryStore';
import { png } from '../support/media/images';
import { lite, runItems, seedance2, submitting } from './media';
import { testSimulator } from './test-simulator';

const simulator = testSimulator();
const mb = 1024 * 1024;

let store: BinaryStore;
beforeEach(async () => {
	store = await openBinaryStore();
});
afterEach(() => {
	jest.restoreAllMocks();
	store.close();
});

const service = () => Container.get(BinaryDataService);

async function stored(bytes: Buffer, fileName = 'photo.png'): Promise<IBinaryData> {
	const place = { type: 'execution' as const, workflowId: 'w', executionId: 'e' };
	return await service().store(place, bytes, { data: '', mimeType: 'image/png', fileName });
}
const itemOf = (files: Record<string, IBinaryData>): INodeExecutionData => ({
	json: {},
	binary: files,
});
const uploaded = () => simulator.journal.uploads().map(({ receivedBytes }) => receivedBytes);

it('a picture is uploaded byte by byte, read once', async () => {
	const photo = png(640, 480, 2 * mb);
	const read = [jest.spyOn(service(), 'getAsStream'), jest.spyOn(service(), 'getAsBuffer')];
	const data = await stored(photo);
	const done = await runItems(simulator.url, [itemOf({ data })], [submitting()]);
	expect(done.data.resultData.error?.message).toBeUndefined();
	expect(uploaded()).toEqual([photo.length]);
	expect(simulator.journal.uploads()[0]?.sha256).toBe(await store.sha256(data));
	// The last one is the check above.
	expect(read.map(({ mock }) => mock.calls.length)).toEqual([0, 2]);
});

it('what goes beyond 10 MB in a run is streamed, and read once more for the upload', async () => {
	const pictures = [6, 7].map((size, i) => png(640 + i, 480, size * mb));
	const [a, b] = await Promise.all(pictures.map(async (picture) => await stored(picture)));
	if (a === undefined || b === undefined) throw new Error('Not stored');
	const streams = jest.spyOn(service(), 'getAsStream');
	const parameters = { ...seedance2, images: 'a\nb' };
	const done = await runItems(simulator.url, [itemOf({ a, b })], [submitting(parameters)]);
	expect(done.data.resultData.error?.message).toBeUndefined();
	expect(uploaded()).toEqual(pictures.map(({ length }) => length));
	expect(streams).toHaveBeenCalledTimes(2);
});

it('a file that is too large is left as soon as that is plain', async () => {
	const data = await stored(png(640, 480, 20 * mb));
	const streams = jest.spyOn(service(), 'getAsStream');
	const done = await runItems(simulator.url, [itemOf({ data })], [submitting(lite)]);
	expect(done.data.resultData.error?.message).toContain('Image is larger than 10 MB');
	const stream = await streams.mock.results[0]?.value;
	expect(stream.destroyed).toBe(true);
	expect(stream.bytesRead).toBeLessThan(12 * mb);
});

it('a file that is gone is said to be', async () => {
	const data = await stored(png());
	store.close();
	const done = await runItems(simulator.url, [itemOf({ data })], [submitting()]);
	expect(done.data.resultData.error?.message).toContain("Image can't be read");
	expect(simulator.journal.requests).toEqual([]);
});

it('the same bytes under two names go to the store once', async () => {
	const bytes = png(640, 480, 1000);
	const [a, b] = [await stored(bytes, 'a.png'), await stored(bytes, 'b.png')];
	const items = [itemOf({ data: a }), itemOf({ data: b })];
	await runItems(simulator.url, items, [submitting()]);
	expect(uploaded()).toEqual([bytes.length]);
	expect(simulator.journal.accepted()).toHaveLength(2);
});
