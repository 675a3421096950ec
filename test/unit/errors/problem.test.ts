import { problem } from '../../../seedance/errors/messages';
import { stopsAllSubmits } from '../../../seedance/errors/problem';
import { causes } from '../../support/errors/causes';

describe('stopsAllSubmits', () => {
	it('holds for credits and the two about the key, and for nothing else', () => {
		const stopping = causes.filter((cause) => stopsAllSubmits(problem(cause)));
		expect([...stopping].sort()).toEqual(['forbidden', 'insufficientCredits', 'invalidKey']);
	});
});
