/** Addresses that the API is to fetch media from. */
import fc from 'fast-check';
import type { MediaKind } from '../../../seedance/media/fileType';
import { mediaUrlFinding } from '../../../seedance/media/source';

const check = (url: string, allowsPrivate = false) => mediaUrlFinding(url, { allowsPrivate });

describe('an address of a file', () => {
	it.each([
		'https://example.com/photo.jpg',
		'http://example.com/photo.jpg',
		'HTTPS://Example.COM/photo.JPG?size=large#top',
		'https://example.com',
		'https://example.com:8443/a.png',
		'https://8.8.8.8/a.png',
		'https://[2606:4700::1111]/a.png',
		'https://bücher.example/ü.png',
		'https://example.com/My%20Photo.jpg',
		'https://en.example.org/a_(b).png',
		'https://example.com/(a)',
		'https://example.com/می\u200cخواهم.png',
		'https://example.com/👨‍👩‍👧.png',
		'https://example.com/a.png?',
		'https://example.com/a.png!large',
		'https://media.giphy.com/media/x/giphy.gif',
		'https://example.com/a@b.png',
		'https://example.com?from=me@example.org',
		'https://web.example.com/2020/https://other.example/a.png',
		'https://bucket.s3.amazonaws.com/a.jpg?X-Amz-Signature=0a1b&X-Amz-Expires=900',
		'https://v5.airtableusercontent.com/v3/u/1/2/3/abc/def',
		'https://lh3.googleusercontent.com/d/1AbC=w1000',
		'https://drive.google.com/uc?export=download&id=1AbC',
		'https://drive.google.com/uc?id=1AbC',
		'https://drive.google.com/u/1/uc?id=1AbC&export=view',
		'https://drive.google.com/thumbnail?id=1AbC&sz=w1000',
		'https://drive.usercontent.google.com/download?id=1AbC&export=download',
		'https://docs.google.com/uc?id=1AbC',
		'https://docs.google.com/drawings/d/1AbC/export/png',
		'https://www.dropbox.com/scl/fi/abc/photo.jpg?rlkey=x&raw=1',
		'https://www.dropbox.com/s/abc/photo.jpg?dl=1',
		'https://dl.dropbox.com/s/abc/photo.jpg',
		'https://dl.dropboxusercontent.com/scl/fi/abc/photo.jpg?rlkey=x',
		'https://onedrive.live.com/download?resid=A!1&authkey=!B',
		'https://api.onedrive.com/v1.0/shares/u!aHR0/root/content',
		'https://contoso.sharepoint.com/sites/x/_layouts/15/download.aspx?UniqueId=1&tempauth=ey',
		'https://contoso-my.sharepoint.com/:i:/g/personal/a/Eabc?e=x&download=1',
		'https://notdropbox.com/s/abc',
		'https://dropbox.com.example.org/s/abc',
	])('%s is taken', (url) => {
		expect(check(url)).toBeUndefined();
	});

	it('has 4,096 characters at most, as it is sent', () => {
		const long = (length: number) => 'https://example.com/?x='.padEnd(length, 'y');
		expect(check(long(4096))).toBeUndefined();
		expect(check(long(4097))).toEqual({
			finding: 'must be at most 4,096 characters',
			got: '4,097',
		});
		expect(check(`https://example.com/${'ü'.repeat(700)}`)?.got).toBe('4,220');
		// A file's data given by mistake, which isn't split or quoted completely.
		expect(check(`https://${'x y'.repeat(5_000_000)}`)?.got).toBe('15,000,008');
	});
});

describe('what is no address', () => {
	it.each([
		'ftp://example.com/a.png',
		'file:///home/me/a.png',
		'blob:https://example.com/1',
		's3://bucket/a.png',
		'://example.com',
		'https://',
		'https:///example.com/a.png',
		'https://exa%mple.com/a.png',
		'https://example.com:99999/a.png',
	])('%s', (url) => {
		const { finding, got, advice } = check(url) ?? {};
		expect([finding, got]).toEqual(["isn't a URL", `"${url}"`]);
		expect(advice).toContain('HTTP Request node');
		expect(check(url, true)?.finding).toBe(finding);
	});

	it.each([
		'https://example.com/My Photo.jpg',
		'https://example.com/a.png https://example.com/b.png',
		'https://example.com/a.png\nhttps://example.com/b.png',
		'https://example.com/a\u0000.png',
	])('%j, which has a space or a control character in it', (url) => {
		expect(check(url)?.finding).toContain('has a space or line break');
	});
});

describe('two addresses without a separator that a list knows', () => {
	it.each([
		'https://example.com/a.pnghttps://example.com/b.png',
		'https://example.com/a.png&https://example.com/b.png',
		'https://example.com/a.png，https://example.com/b.png',
		'https://example.com/a.png；http://example.com/b.png',
		'https://example.com/a.png、https://example.com/b.png',
		'https://example.com/a.png.https://example.com/b.png',
		'https://example.com/a_(b)https://example.com/b.png',
		'https://example.com/a.png/，data:image/png;base64,AAAA',
	])('%s', (url) => {
		expect(check(url)?.finding).toBe('has more than one URL');
	});

	it.each([
		'https://example.com/fetch/https://example.org/a.png',
		'https://example.com/?url=https://example.org/a.png&or=http://example.org/b.png',
		'https://example.com/raw?https://example.org/a.png',
		'https://example.com/filters:watermark(https://example.org/a.png)/b.png',
		'https://example.com/plain:https://example.org/a.png',
		'https://example.com/a@https://example.org/b.png',
	])('%s is one', (url) => {
		expect(check(url)).toBeUndefined();
	});
});

describe('a missing value in the path of an address', () => {
	it.each([
		'https://example.com/undefined',
		'https://example.com/photos/null.jpg',
		'https://example.com/NaN/a.jpg',
		'https://example.com/undefined?size=large',
		'https://example.com/photos/undefined#top',
	])('%s', (url) => {
		expect(check(url)?.finding).toBe('comes from an expression without a usable value');
	});

	it.each([
		'https://example.com/nullable/undefined-behaviour.png',
		'https://null.example.com/a.png?v=null',
		'https://example.com/a.null.png',
		'https://example.com/Null.png',
	])('%s is taken', (url) => {
		expect(check(url)).toBeUndefined();
	});
});

describe('a password in an address', () => {
	it.each([
		'https://me:hunter2@example.com/a.png',
		'https://me:hunter2@localhost/a.png',
		'https://hunter2@example.com',
		'ftp://me:hunter2@example.com/a.png',
		'https://me:hunter2 @example.com/a.png',
		'https://me:\thunter2@drive.google.com/file/d/1/view',
		'see https://me:hunter2@example.com/a.png',
	])('%j goes neither to the API nor into the message', (url) => {
		for (const allowsPrivate of [false, true]) {
			const found = check(url, allowsPrivate);
			expect(found?.finding).toBe('contains a user name or password');
			expect(JSON.stringify(found)).not.toContain('hunter2');
		}
	});
});

describe('the token of a Telegram bot in an address', () => {
	const token = 'bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';
	it.each([
		`https://api.telegram.org/file/${token}/photos/file_1.jpg`,
		`https://api.telegram.org/${token}/getFile?file_id=1`,
		`https://bots.example.com:8081/file/${token}/photos/file_1.jpg`,
		`https://api.telegram.org/file/${token}/photos/my file.jpg`,
	])('%j goes neither to the API nor into the message', (url) => {
		for (const allowsPrivate of [false, true]) {
			const found = check(url, allowsPrivate);
			expect(found?.finding).toContain('the token of a Telegram bot');
			expect(found?.advice).toContain('Telegram node');
			expect(JSON.stringify(found)).not.toContain('AAHdq');
		}
	});
});

describe('several addresses in one', () => {
	it.each([
		'https://example.com/a.png,https://example.com/b.png',
		'https://example.com/a.png, https://example.com/b.png',
		'https://example.com/a.png;http://example.com/b.png',
		'https://example.com/a.png|https://example.com/b.png',
		'https://example.com/a.png,data:image/png;base64,AAAA',
		'https://example.com/?u=https://example.com/a.png,https://example.com/b.png',
	])('%s', (url) => {
		const { finding, advice } = check(url) ?? {};
		expect(finding).toBe('has more than one URL');
		expect(advice).toContain('one per line');
	});

	it.each(['https://example.com/a.png,', 'https://example.com/a.png;'])('%s', (url) => {
		expect(check(url)?.finding).toContain('ends with');
	});

	it.each([
		'https://res.cloudinary.com/demo/image/upload/w_300,h_200,c_fill/a.jpg',
		'https://res.cloudinary.com/demo/image/fetch/w_300,h_200/https://example.com/a.jpg',
		'https://demo.imgix.net/a.jpg?auto=format,compress&crop=faces,edges',
		'https://example.com/a;v=1,2;w=3.jpg',
	])('%s is one', (url) => {
		expect(check(url)).toBeUndefined();
	});
});

describe('an address with "&" as HTML or JSON writes it', () => {
	it.each([
		'https://s3.amazonaws.com/b/a.jpg?X-Amz-Date=1&amp;X-Amz-Signature=2',
		'https://cdn.discordapp.com/a.png?ex=1&#38;is=2',
		'https://example.com/a.png?ex=1\\u0026is=2',
	])('%s is refused with how to decode it', (url) => {
		const { finding, advice } = check(url) ?? {};
		expect(finding).toContain('&amp;');
		expect(advice).toContain('replaceAll');
	});
});

it('half an emoji in an address is refused', () => {
	expect(check('https://example.com/\ud83d.png')?.finding).toContain('has a space');
	expect(check('https://example.com/😀.png')).toBeUndefined();
});

describe('a host that cannot be reached from outside', () => {
	it.each([
		'http://localhost:5678/webhook/a.png',
		'https://127.0.0.1/a.png',
		'https://192.168.1.20/a.png',
		'https://10.0.0.1/a.png',
		'https://169.254.169.254/latest/meta-data',
		'https://0x7f000001/a.png',
		'https://[::1]/a.png',
		'https://n8n/a.png',
		'https://nas.local/a.png',
		'https://minio.internal/a.png',
	])('%s', (url) => {
		expect(check(url)).toEqual({
			finding: "can't be reached from the internet",
			got: `"${url}"`,
			advice: expect.stringContaining('HTTP Request node') as unknown,
		});
		expect(check(url, true)).toBeUndefined();
	});
});

it('gives an answer to any text', () => {
	const parts = fc.constantFrom(
		'https://',
		'drive.google.com',
		'/uc?id=',
		'@',
		':',
		'[',
		'%',
		'\\',
	);
	const text = fc
		.array(fc.oneof(parts, fc.string({ maxLength: 5 }), fc.webUrl()))
		.map((some) => some.join(''));
	fc.assert(
		fc.property(text, fc.boolean(), (url, allowsPrivate) => {
			const wrong = check(url, allowsPrivate);
			if (wrong === undefined) expect(new URL(url).protocol).toMatch(/^https?:$/);
			else
				expect(wrong.finding).toMatch(
					/^(?:is |isn't |has |must |begins |ends |can't |contains |comes )/,
				);
		}),
		{ numRuns: 1000 },
	);
});

describe('an address that does not stand alone', () => {
	it.each([
		'![a](https://example.com/a.png)',
		'<https://example.com/a.png>',
		'"https://example.com/a.png"',
		'=IMAGE("https://example.com/a.png")',
		'<img src="https://example.com/a.png">',
		'[https://example.com/a.png](x)',
		'see https://example.com/a.png',
		'photo.png (https://dl.example.com/photo.png)',
	])('%s is refused, and the way out told', (text) => {
		expect(check(text)).toMatchObject({ finding: expect.stringContaining('text around the URL') });
	});

	it.each([
		['https://example.com/a.png"', 'the character "'],
		['https://example.com/a.png>', 'the character >'],
		['https://example.com\\a.png', 'the character \\'],
		['https://example.com/a.png)', 'ends with ")"'],
		['https://example.com/a.png].', 'ends with "."'],
		["https://example.com/a.png'", 'ends with "\'"'],
		['https://example.com/\u200ba.png', 'an invisible character'],
		['https://https://example.com/a.png', 'twice'],
		['https://example.com/{{ $json.id }}.png', "wasn't evaluated"],
		['https://example.com/[object Object]', 'without a usable value'],
	])('%j: %s', (text, finding) => {
		expect(check(text)?.finding).toContain(finding);
	});
});

describe('an address that names a file of another kind', () => {
	const of = (kind: MediaKind, url: string) =>
		mediaUrlFinding(url, { allowsPrivate: false, kind })?.finding;

	it.each<readonly [MediaKind, string, string]>([
		['video', 'https://example.com/photo.JPEG?w=1', 'is a JPEG image, not a video'],
		['video', 'https://example.com/a.gif', 'is a GIF image, not a video'],
		['video', 'https://example.com/song.mp3', 'is an MP3 audio file, not a video'],
		['video', 'https://example.com/watch.htm', 'is a web page, not a video'],
		['video', 'https://example.com/live.m3u8?token=1', 'is a streaming playlist, not a video'],
		['audio', 'https://example.com/live.mpd', 'is a streaming playlist, not an audio file'],
		['audio', 'https://example.com/cover.png', 'is a PNG image, not an audio file'],
		['image', 'https://example.com/clip.mp4', 'is an MP4 video, not an image'],
		['image', 'https://example.com/menu.pdf', 'is a PDF document, not an image'],
	])('is no %s: %s', (kind, url, finding) => {
		expect(of(kind, url)).toBe(finding);
	});

	it.each<readonly [MediaKind, string]>([
		['video', 'https://example.com/clip.mp4'],
		['video', 'https://example.com/clip.ogg'],
		['video', 'https://example.com/clip'],
		['video', 'https://example.com/download.php?file=a.png'],
		['video', 'https://example.com/clip.m4v'],
		['audio', 'https://example.com/voice.mp4'],
		['image', 'https://example.com/photo.jpg!large'],
		['image', 'https://example.com/drawing.svg'],
	])('may be a %s: %s', (kind, url) => {
		expect(of(kind, url)).toBeUndefined();
	});
});
