/** The names of parameters in fields and messages. */
import { label } from '../../../seedance/text';

describe('label', () => {
	it.each([
		['seed', 'Seed'],
		['aspect_ratio', 'Aspect Ratio'],
		['enable_web_search', 'Web Search'],
	])('%s → %s', (parameter, text) => {
		expect(label(parameter)).toBe(text);
	});
});
