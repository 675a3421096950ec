/** When `npm run demo` may spend money. */
import { readArguments } from '../../../scripts/demo/arguments';

const env = { WAVESPEED_API_KEY: ' key-of-a-person ' };

it.each([[[]], [['--image']], [['--help']]])(
	'a key in the environment alone changes nothing',
	(words) => {
		expect(readArguments(words, env)).not.toHaveProperty('liveKey');
	},
);

it('the real API takes --live and --yes', () => {
	expect(readArguments(['--live', '--yes'], env).liveKey).toBe('key-of-a-person');
	expect(() => readArguments(['--live'], env)).toThrow('costs money');
	expect(() => readArguments(['--yes'], env)).toThrow('--yes goes with --live');
});

it('the real API takes a key', () => {
	for (const empty of [{}, { WAVESPEED_API_KEY: '  ' }]) {
		expect(() => readArguments(['--live', '--yes'], empty)).toThrow('WAVESPEED_API_KEY');
	}
});

it('--image chooses the other example', () => {
	expect(readArguments([], {}).example).toBe('prompt-to-video-file');
	expect(readArguments(['--image'], {}).example).toBe('image-to-video-file');
});
