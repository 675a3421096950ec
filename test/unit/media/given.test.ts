/** What a media value is that a person gave as text. */
import { givenMedia, meantBy } from '../../../seedance/media/source';

describe('a media value', () => {
	it.each([
		['https://example.com/a.png', 'https://example.com/a.png'],
		['  HTTP://example.com/a.png\n', 'HTTP://example.com/a.png'],
		['ftp://example.com/a.png', 'ftp://example.com/a.png'],
		['file:///home/me/a.png', 'file:///home/me/a.png'],
		['see https://example.com', 'see https://example.com'],
	])('%j is an address', (text, url) => {
		expect(givenMedia(text)).toEqual({ kind: 'url', url });
	});

	it.each([
		['data:image/png;base64,AAAA', 'data:image/png;base64,AAAA'],
		[' DATA:image/png;base64,AAAA ', 'DATA:image/png;base64,AAAA'],
		['data:text/plain,http://example.com', 'data:text/plain,http://example.com'],
		['data:', 'data:'],
	])('%j is a data URI', (given, text) => {
		expect(givenMedia(given)).toEqual({ kind: 'dataUri', text });
	});

	it.each([
		['data', 'data'],
		[' Upload your picture (JPG/PNG) ', 'Upload your picture (JPG/PNG)'],
		['data_1', 'data_1'],
		['data :x', 'data :x'],
		['www.example.com/a.png', 'www.example.com/a.png'],
		['   ', ''],
	])('%j is the name of a binary field', (text, name) => {
		expect(givenMedia(text)).toEqual({ kind: 'binary', name });
	});
});

describe('a name that no binary field has', () => {
	it.each([
		'www.example.com/a.png',
		'//cdn.example.com/a.png',
		'example.com/a.png',
		'cdn.my-shop.co.uk/pictures/a',
		'https:/example.com/a.png',
		'https//example.com/a.png',
		'https:\\/\\/example.com\\/a.png',
	])('%s was meant for an address', (name) => {
		expect(meantBy(name)).toBe('A URL begins with https://.');
	});

	it.each(['C:\\pictures\\a.png', '/home/node/a.png', '~/a.png', './a.png', '../a.png'])(
		'%s was meant for a file on a disk',
		(name) => {
			expect(meantBy(name)).toBe(
				'Read a file on a disk with the Read/Write Files from Disk node before this node.',
			);
		},
	);

	it('was meant for base64 when it is long and looks so', () => {
		expect(meantBy('iVBORw0KGgo'.repeat(1000))).toBe(
			'For Base64, put the type before it: data:image/jpeg;base64,…',
		);
		expect(meantBy('A long text, with commas. '.repeat(100))).toBe(
			'This text is too long for a name.',
		);
	});

	it.each(['data', 'photo.jpg', 'Picture (JPG/PNG)', 'image/1', 'a.b', 'Bild für Video'])(
		'%s may be one all the same',
		(name) => {
			expect(meantBy(name)).toBeUndefined();
		},
	);
});
