import { catalogue } from '../../../seedance/catalogue';
import { chooseModel } from '../../../seedance/validation/modelId';

describe('chooseModel', () => {
	it.each(
		catalogue.map(({ id, mode, notOfferedBecause }) => [id, mode, notOfferedBecause] as const),
	)('judges %s by the node that asks', (id, mode, because) => {
		const expected = (asking: string) =>
			because !== undefined ? 'notOffered' : mode === asking ? 'known' : 'wrongMode';
		for (const asking of ['text-to-video', 'image-to-video'] as const) {
			expect(chooseModel(id, asking)).toMatchObject({ kind: expected(asking), record: { id } });
		}
	});

	it('says why a model is not offered', () => {
		const choice = chooseModel('bytedance/seedance-upscaler', 'text-to-video');
		expect(choice).toMatchObject({ because: 'its parameters are not documented' });
	});

	it.each(['bytedance/seedance-9', 'kwaivgi/kling_2.1/x', '0a', 'constructor', 'a/B_c.d-e'])(
		'takes the unlisted id %s',
		(id) => {
			expect(chooseModel(` ${id}\n`, 'text-to-video')).toEqual({ kind: 'unlisted', id });
		},
	);

	it.each([
		'',
		'   ',
		'..',
		'bytedance/../x',
		'bytedance/..',
		'a..b',
		'/bytedance/x',
		'bytedance/x/',
		'bytedance//x',
		'Bytedance/x',
		'-x',
		'__proto__',
		'bytedance/x y',
		'bytedance/x\ny',
		'bytedance/x?y',
		'bytedance/x#y',
		'bytedance/x%2f',
		'bytedance\\x',
		'https://wavespeed.ai/models/x',
		'={{ $json.model }}',
	])('calls %j malformed', (text) => {
		expect(chooseModel(text, 'text-to-video')).toEqual({ kind: 'malformed' });
	});

	it('does not let "." in a path stand for a listed model past its checks', () => {
		const text = 'bytedance/./seedance-v1.5-pro/text-to-video';
		expect(chooseModel(text, 'text-to-video')).toEqual({ kind: 'malformed' });
	});
});
