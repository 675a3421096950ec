/** README counts the example workflows. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { read } from '../../support/docs/papers';

const folder = path.join(__dirname, '..', '..', '..', 'examples');
const names = readdirSync(folder).filter((file) => file.endsWith('.json'));

const words = [
	'No|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve|Thirteen|Fourteen|Fifteen',
	'Sixteen|Seventeen|Eighteen|Nineteen|Twenty|Twenty-one|Twenty-two|Twenty-three|Twenty-four',
].flatMap((text) => text.split('|'));

it('README says how many there are', () => {
	const [, count] = /\[([\w-]+) workflows to import\]/.exec(read('README.md')) ?? [];
	expect(count).toBe(words[names.length]);
});
