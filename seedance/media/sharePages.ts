/**
 * Pages on which people share files. Their addresses are pasted where the file is wanted, and who
 * fetches them gets a web page, or a login.
 */

export interface SharePage {
	/** Completes "is a page of …". */
	readonly site: string;
	readonly advice: string;
}

interface Site extends SharePage {
	/** The host itself and what is below it. */
	readonly hosts: readonly string[];
	/** Addresses there that lead to the file itself. */
	isFile(url: URL): boolean;
}

const never = () => false;

const downloadedWith = (node: string) =>
	`Download the file with the ${node} node and enter data here.`;

const asksFor = (url: URL, name: string) => url.searchParams.get(name) === '1';

/** "/u/1" chooses an account and "/a/example.com" a company. */
const googleAccount = /^(?:\/a\/[^/]+)?(?:\/u\/\d+)?/;

/**
 * With an id, /uc gives the file with or without export=download, and /thumbnail a picture of it.
 * The page that warns of viruses comes before files of more than 100 MB only, which no model takes.
 */
function isGoogleFile(url: URL): boolean {
	const path = url.pathname.replace(googleAccount, '');
	return (path === '/uc' || path === '/thumbnail') && url.searchParams.has('id');
}

const sites: readonly Site[] = [
	{
		site: 'Google Drive',
		hosts: ['drive.google.com'],
		isFile: isGoogleFile,
		advice: downloadedWith('Google Drive'),
	},
	{
		site: 'Google Docs',
		hosts: ['docs.google.com'],
		// A drawing or a slide is exported as a picture.
		isFile: (url) => isGoogleFile(url) || /\/export(?:\/|$)/.test(url.pathname),
		advice: downloadedWith('Google Drive'),
	},
	{
		site: 'Google Photos',
		hosts: ['photos.google.com', 'photos.app.goo.gl'],
		isFile: never,
		advice: 'Upload the file, to a form or to Google Drive for example, and enter data here.',
	},
	{
		site: 'Dropbox',
		hosts: ['dropbox.com', 'db.tt'],
		isFile: (url) => url.hostname.startsWith('dl.') || asksFor(url, 'raw') || asksFor(url, 'dl'),
		advice:
			'Change dl=0 in the address to raw=1, or download the file with the Dropbox node and enter data here.',
	},
	{
		site: 'OneDrive',
		hosts: ['onedrive.live.com', '1drv.ms'],
		isFile: (url) => /^\/download(?:\.aspx)?$/.test(url.pathname) || asksFor(url, 'download'),
		advice: downloadedWith('Microsoft OneDrive'),
	},
	{
		site: 'SharePoint',
		hosts: ['sharepoint.com'],
		// Addresses that Microsoft's API gives for downloading; they hold their own permission.
		isFile: (url) =>
			/\/download\.aspx$/i.test(url.pathname) ||
			url.searchParams.has('tempauth') ||
			asksFor(url, 'download'),
		advice: downloadedWith('Microsoft SharePoint'),
	},
	{
		site: 'iCloud',
		hosts: ['icloud.com'],
		isFile: never,
		advice: 'Upload the file, to a form for example, and enter data here.',
	},
];

/** The page of a site at an address; undefined for addresses of files, and of other sites. */
export function sharePageAt(url: URL): SharePage | undefined {
	const host = url.hostname.replace(/\.$/, '');
	const site = sites.find(({ hosts }) =>
		hosts.some((one) => host === one || host.endsWith(`.${one}`)),
	);
	return site === undefined || site.isFile(url) ? undefined : site;
}
