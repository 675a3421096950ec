/** Pages on which people share files: their addresses do not lead to the file. */
import { mediaUrlFinding } from '../../../seedance/media/source';

const check = (url: string, allowsPrivate = false) => mediaUrlFinding(url, { allowsPrivate });
const checkVideo = (url: string) => mediaUrlFinding(url, { allowsPrivate: false, kind: 'video' });

/** "an Imgur" and "a Pexels", as people say them. */
const said = (site: string) => `${/^(?:[AEI]|iCloud|Unsplash|X$)/.test(site) ? 'an' : 'a'} ${site}`;

describe('a page on which a file is shared', () => {
	it.each([
		[
			'Google Drive',
			'the Google Drive node',
			[
				'https://drive.google.com/file/d/1AbC/view?usp=sharing',
				'https://drive.google.com/file/d/1AbC/preview',
				'https://drive.google.com/open?id=1AbC',
				'https://drive.google.com/drive/folders/1AbC',
				'https://drive.google.com/drive/u/0/my-drive',
				'https://drive.google.com/a/example.com/file/d/1AbC/edit',
				'https://drive.google.com/uc',
				'http://DRIVE.google.com./file/d/1AbC/view',
			],
		],
		[
			'Google Docs',
			'the Google Drive node',
			[
				'https://docs.google.com/document/d/1AbC/edit',
				'https://docs.google.com/presentation/d/1AbC/edit#slide=1',
			],
		],
		[
			'Google Photos',
			'upload it',
			['https://photos.google.com/share/AF1Qip/photo/AF1Qip', 'https://photos.app.goo.gl/AbC'],
		],
		[
			'Dropbox',
			'to raw=1',
			[
				'https://www.dropbox.com/scl/fi/abc/photo.jpg?rlkey=x&dl=0',
				'https://www.dropbox.com/s/abc/photo.jpg',
				'https://dropbox.com/home/photo.jpg?raw=0',
				'https://db.tt/abc',
			],
		],
		[
			'OneDrive',
			'the Microsoft OneDrive node',
			[
				'https://1drv.ms/i/s!AbC?e=x',
				'https://onedrive.live.com/?id=A%211&cid=B',
				'https://onedrive.live.com/redir?resid=A!1&authkey=!B',
				'https://onedrive.live.com/embed?resid=A!1',
			],
		],
		[
			'SharePoint',
			'the Microsoft SharePoint node',
			[
				'https://contoso.sharepoint.com/:i:/s/team/Eabc?e=x',
				'https://contoso-my.sharepoint.com/:v:/g/personal/a/Eabc',
				'https://contoso.sharepoint.com/sites/x/Shared%20Documents/a.jpg',
			],
		],
		[
			'iCloud',
			'upload it',
			[
				'https://share.icloud.com/photos/0abc',
				'https://www.icloud.com/photos/#0abc',
				'https://www.icloud.com/iclouddrive/0abc#photo.jpg',
			],
		],
		[
			'Telegram',
			'the Telegram node',
			['https://t.me/channel/17', 'https://api.telegram.org/file/bot/photos/1.jpg'],
		],
		[
			'GitHub',
			'/raw/',
			[
				'https://github.com/o/r/blob/main/a.png',
				'https://github.com/o/r/tree/main/pictures',
				'https://www.github.com/o/r/blob/main/a.png?raw=false',
			],
		],
		['GitLab', '/raw/', ['https://gitlab.com/o/r/-/blob/main/a.png']],
		['Bitbucket', '/raw/', ['https://bitbucket.org/o/r/src/main/a.png']],
		['Hugging Face', '/resolve/', ['https://huggingface.co/o/r/blob/main/a.png']],
		['tmpfiles.org', '/dl', ['https://tmpfiles.org/123/a.png']],
		[
			'Imgur',
			'Copy Image Address',
			[
				'https://imgur.com/AbC',
				'https://imgur.com/a/AbC',
				'https://imgur.com/gallery/AbC',
				'https://m.imgur.com/AbC',
			],
		],
		['ImgBB', 'Copy Image Address', ['https://ibb.co/AbC']],
		['Postimages', 'Copy Image Address', ['https://postimg.cc/AbC']],
		['Instagram', 'Copy Image Address', ['https://www.instagram.com/p/AbC/']],
		['Pinterest', 'Copy Image Address', ['https://www.pinterest.com/pin/1/', 'https://pin.it/1']],
		['X', 'Copy Image Address', ['https://x.com/a/status/1/photo/1', 'https://t.co/1']],
		['Unsplash', 'Copy Image Address', ['https://unsplash.com/photos/AbC']],
		['Pexels', 'Copy Image Address', ['https://www.pexels.com/photo/a-fox-1/']],
		['Pixabay', 'Copy Image Address', ['https://pixabay.com/photos/a-fox-1/']],
		['Facebook', 'Copy Image Address', ['https://www.facebook.com/photo/?fbid=1']],
		[
			'Google Search',
			'Copy Image Address',
			['https://www.google.com/imgres?imgurl=x', 'https://www.google.com/url?q=x'],
		],
		['Wikipedia', 'Original File', ['https://commons.wikimedia.org/wiki/File:Fox.jpg']],
		['Airtable', 'attachment field', ['https://airtable.com/appAbC/tblAbC']],
		['Notion', 'the Notion node', ['https://www.notion.so/team/Page-0abc']],
		['Discord', 'cdn.discordapp.com', ['https://discord.com/channels/1/2/3']],
		['Box', 'the Box node', ['https://app.box.com/s/abc']],
		['WeTransfer', 'Download the file', ['https://we.tl/t-abc', 'https://wetransfer.com/d/a']],
		['YouTube', 'Download the file', ['https://youtu.be/abc', 'https://www.youtube.com/watch?v=1']],
		['Vimeo', 'Download the file', ['https://vimeo.com/1', 'https://vimeo.com/a.mp4']],
		['Twitch', 'Download the file', ['https://www.twitch.tv/videos/1']],
		['Dailymotion', 'Download the file', ['https://www.dailymotion.com/video/x1']],
		['Streamable', 'Download the file', ['https://streamable.com/abc']],
		['LinkedIn', 'Download the file', ['https://www.linkedin.com/posts/abc']],
		['MEGA', 'Download the file', ['https://mega.nz/file/abc']],
		['OneDrive', 'OneDrive node', ['https://1drv.ms/v/abc']],
		['WaveSpeedAI', 'the page shows', ['https://wavespeed.ai/models/bytedance/seedance-2.5']],
		['MediaFire', 'Download the file', ['https://www.mediafire.com/file/1/a.mp4']],
	])('of %s is refused with what helps: %s', (site, help, urls) => {
		for (const url of urls) {
			for (const allowsPrivate of [false, true]) {
				const { finding, advice } = check(url, allowsPrivate) ?? {};
				expect(finding).toBe(`is ${said(site)} page, not the file itself`);
				expect(advice).toContain(help);
			}
		}
	});

	it.each([
		'https://i.imgur.com/AbC.jpg',
		'https://imgur.com/AbC.png',
		'https://i.ibb.co/1/a.jpg',
		'https://i.pinimg.com/originals/1.jpg',
		'https://pbs.twimg.com/media/1?format=jpg',
		'https://images.unsplash.com/photo-1?w=1080',
		'https://unsplash.com/photos/AbC/download',
		'https://images.pexels.com/photos/1/a.jpeg',
		'https://cdn.pixabay.com/photo/2026/1/a.jpg',
		'https://pixabay.com/get/1.jpg',
		'https://download1.mediafire.com/1/a.mp4',
		'https://upload.wikimedia.org/wikipedia/commons/1/1.jpg',
		'https://commons.wikimedia.org/wiki/Special:FilePath/Fox.jpg',
		'https://raw.githubusercontent.com/o/r/main/a.png',
		'https://github.com/o/r/raw/main/a.png',
		'https://github.com/o/r/blob/main/a.png?raw=true',
		'https://github.com/o/r/releases/download/v1/a.png',
		'https://gitlab.com/o/r/-/raw/main/a.png',
		'https://git.example.com/o/r/-/raw/main/a.png',
		'https://i.redd.it/abc.png',
		'https://tmpfiles.org/dl/123/a.png',
		'https://cdn.discordapp.com/attachments/1/2/a.png?ex=1&is=2&hm=3',
		'https://files.slack.com/files-pri/T1-F1/a.png?pub_secret=0a1b',
		'https://graph.facebook.com/1/picture?type=large',
		'https://app.box.com/shared/static/abc.jpg',
		'https://maps.google.com/maps/api/staticmap?center=1',
		'https://media.giphy.com/media/abc',
		'https://cdn-cf-east.streamable.com/video/mp4/abc.mp4',
		'https://files.wavespeed.ai/media/abc',
		'https://wavespeed.ai/demo/abc.mp4',
	])('is none: %s leads to the file itself', (url) => {
		expect(check(url)).toBeUndefined();
	});

	it.each([
		['https://files.slack.com/files-pri/T1-F1/photo.png', 'Slack', 'your Slack credential'],
		['https://files.slack.com/files-tmb/T1-F1-0a/photo_360.png', 'Slack', 'your Slack credential'],
		['https://team.slack.com/files/U1/F1/photo.png', 'Slack', 'your Slack credential'],
		['https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1', 'WhatsApp', 'WhatsApp'],
		['https://graph.microsoft.com/v1.0/me/drive/items/1/content', 'Microsoft', 'Microsoft'],
		['https://storage.cloud.google.com/bucket/a.png', 'Google Cloud', 'Google'],
		['https://acme.atlassian.net/rest/api/3/attachment/content/1', 'Jira', 'Jira'],
		['https://trello.com/1/cards/1/attachments/2/download/a.png', 'Trello', 'Trello'],
		['https://mmg.whatsapp.net/v/a.enc', 'WhatsApp', 'WhatsApp'],
		['https://api.twilio.com/2010-04-01/Accounts/AC/Messages/MM/Media/ME', 'Twilio', 'Twilio'],
		['https://www.googleapis.com/drive/v3/files/1?alt=media', 'Google', 'Google'],
		['https://mail.google.com/mail/u/0?attid=0.1&disp=safe', 'Google', 'Google'],
	])('%s wants a sign-in at %s', (url, site, help) => {
		const { finding, advice } = check(url) ?? {};
		expect(finding).toContain(`is a ${site}`);
		expect(finding).toContain('URL that needs a sign-in');
		expect(advice).toContain(help);
	});

	it.each([
		['https://giphy.com/gifs/fox-1', 'GIPHY'],
		['https://www.canva.com/design/1/view', 'Canva'],
		['https://www.figma.com/design/1/x?node-id=1', 'Figma'],
		['https://prnt.sc/abc', 'Lightshot'],
		['https://www.pinterest.co.uk/pin/1/', 'Pinterest'],
		['https://redd.it/abc', 'Reddit'],
		['https://git.example.com/team/app/-/blob/main/a.png', 'GitLab'],
	])('%s is a page of %s', (url, site) => {
		expect(check(url)?.finding).toBe(`is a ${site} page, not the file itself`);
	});

	it.each([
		'https://www.instagram.com/reel/AbC/',
		'https://x.com/a/status/1',
		'https://fb.watch/abc',
		'https://www.pexels.com/video/a-fox-1/',
	])('%s of a video has no image to copy the address of', (url) => {
		expect(check(url)?.advice).toContain('Copy Image Address');
		expect(checkVideo(url)?.advice).toContain('Download the file');
	});

	it('is told in full for Dropbox', () => {
		expect(check('https://www.dropbox.com/s/abc/a.jpg?dl=0')).toEqual({
			finding: 'is a Dropbox page, not the file itself',
			got: '"https://www.dropbox.com/s/abc/a.jpg?dl=0"',
			advice:
				'Change dl=0 in the URL to raw=1, or download the file with the Dropbox node and enter the name of its field (data) here.',
		});
	});
});
