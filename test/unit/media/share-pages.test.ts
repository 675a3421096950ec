/** Pages on which people share files: their addresses do not lead to the file. */
import { mediaUrlFinding } from '../../../seedance/media/address';

const check = (url: string, allowsPrivate = false) => mediaUrlFinding(url, { allowsPrivate });

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
			'Upload the file',
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
			'Upload the file',
			[
				'https://share.icloud.com/photos/0abc',
				'https://www.icloud.com/photos/#0abc',
				'https://www.icloud.com/iclouddrive/0abc#photo.jpg',
			],
		],
	])('of %s is refused with what helps: %s', (site, help, urls) => {
		for (const url of urls) {
			for (const allowsPrivate of [false, true]) {
				const { finding, advice } = check(url, allowsPrivate) ?? {};
				expect(finding).toContain(`, a page of ${site} and not the file itself`);
				expect(advice).toContain(help);
			}
		}
	});

	it('is told in full for Dropbox', () => {
		expect(check('https://www.dropbox.com/s/abc/a.jpg?dl=0')).toEqual({
			finding:
				'is "https://www.dropbox.com/s/abc/a.jpg?dl=0", a page of Dropbox and not the file itself',
			advice:
				'Change dl=0 in the address to raw=1, or download the file with the Dropbox node and enter data here.',
		});
	});
});
