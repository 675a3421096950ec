import { catalogue, findModel } from '../../../seedance/models';
import { chooseModel } from '../../../seedance/models/index';

describe('chooseModel', () => {
	it.each(
		catalogue
			.filter(({ aliasOf }) => aliasOf === undefined)
			.map(({ id, notOfferedBecause }) => [id, notOfferedBecause] as const),
	)('knows %s', (id, because) => {
		const kind = because === undefined ? 'known' : 'notOffered';
		expect(chooseModel(id)).toMatchObject({ kind, record: { id } });
	});

	it('takes the name of document 002 for the upscaler’s', () => {
		expect(chooseModel('bytedance/seedance-upscaler')).toEqual({
			kind: 'known',
			record: findModel('bytedance/video-upscaler'),
		});
	});

	it('says why a model is not offered', () => {
		const because = (id: string) => {
			const choice = chooseModel(`bytedance/${id}`);
			return choice.kind === 'notOffered' ? choice.because : choice.kind;
		};
		expect(because('seedance-2.0-fast/reference-to-video-turbo')).toMatch(/doesn’t document/);
	});

	it.each([
		'bytedance/seedance-9',
		'kwaivgi/kling_2.1/x',
		'0a/b',
		'a/constructor',
		'a/b_c.d-e',
		'models-inc/seedance',
		'bytedance/predictions/x',
		'vendor/nullable',
	])('takes the unlisted id %s', (id) => {
		expect(chooseModel(` ${id}\n`)).toEqual({ kind: 'unlisted', id });
	});

	it.each([
		'/bytedance/seedance-9/x',
		'bytedance/seedance-9/x/',
		'https://wavespeed.ai/models/bytedance/seedance-9/x',
		'https://wavespeed.ai/models/bytedance/seedance-9/x?tab=api#top',
		'https://www.wavespeed.ai/models/bytedance/seedance-9/x/',
		'https://api.wavespeed.ai/api/v3/bytedance/seedance-9/x',
		'wavespeed.ai/models/bytedance/seedance-9/x',
		'api.wavespeed.ai/api/v3/bytedance/seedance-9/x',
		'"bytedance/seedance-9/x"',
		'`bytedance/seedance-9/x`',
		'\u200bbytedance/seedance-9/x\u200b',
		'\u00a0bytedance/seedance-9/x\u00a0',
	])('reads the id in %j', (text) => {
		const choice = chooseModel(text);
		expect(choice).toEqual({ kind: 'unlisted', id: 'bytedance/seedance-9/x' });
	});

	it('reads the id of a model that is known in its page', () => {
		const page = 'https://wavespeed.ai/models/bytedance/seedance-2.5/text-to-video';
		expect(chooseModel(page)).toMatchObject({ kind: 'known' });
	});

	const malformed = [
		'',
		'   ',
		'..',
		'bytedance/../x',
		'bytedance/..',
		'a..b',
		'a..b/c',
		'//bytedance/x',
		'bytedance/x//',
		'bytedance//x',
		'Bytedance/x',
		'BYTEDANCE/SEEDANCE-2.5/TEXT-TO-VIDEO',
		'bytedance/Seedance-2.5',
		'-x/y',
		'__proto__',
		'bytedance/x y',
		'bytedance/x\ny',
		'bytedance/x?y',
		'bytedance/x#y',
		'bytedance/x%2f',
		'bytedance\\x',
		'https://wavespeed.ai/models/',
		'https://wavespeed.ai/models/predictions/delete',
		'https://api.wavespeed.ai/api/v3/predictions/delete',
		'api.wavespeed.ai/api/v3/predictions/delete',
		'"predictions/delete"',
		'https://wavespeed.ai/docs/docs-api/bytedance/x',
		'https://evil.example/models/bytedance/x',
		'https://evil.example/https://wavespeed.ai/models/bytedance/x',
		'={{ $json.model }}',
		'null',
		'undefined',
		'NaN',
		'true',
		'5',
		'constructor',
		'seedance-2.0',
		'[object Object]',
		'{"id":"bytedance/x"}',
		'undefined/text-to-video',
		'bytedance/null',
		'bytedance/undefined/text-to-video',
		'bytedance/seedance-undefined/text-to-video',
		'bytedance/seedance-nan',
		'predictions/delete',
		'prediction/delete',
		'predictions/0a1b/result',
		'webhook/secret',
		'webhook/secret/rotate',
		'model/price',
		'models/bytedance/x',
		'media/uploads',
		'media/upload/binary',
		'account/balance',
		'billings/search',
		'user/usage_stats',
		'api/v3/bytedance/x',
		'v3/models',
		'/predictions/delete/',
	];

	it.each(malformed)('calls %j malformed', (text) => {
		expect(chooseModel(text)).toEqual({ kind: 'malformed' });
	});

	it('takes an id of another form where the API lists it, and never a route of the API', () => {
		const choose = (text: string) => chooseModel(text, () => true);
		for (const id of ['Vendor/Model_X', 'seedance', 'a/B/c', 'vendor/undefined']) {
			expect(choose(id)).toEqual({ kind: 'unlisted', id });
		}
		for (const id of ['predictions', 'Predictions/Delete', 'models', 'a/../b', 'a//b', 'a b', '']) {
			expect(choose(id)).toEqual({ kind: 'malformed' });
		}
	});

	it('does not let "." in a path stand for a listed model past its checks', () => {
		const text = 'bytedance/./seedance-v1.5-pro/text-to-video';
		expect(chooseModel(text)).toEqual({ kind: 'malformed' });
	});
});
