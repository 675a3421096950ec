/**
 * Recognises pages on which people share files. Their URLs lead to a web page or a login instead of
 * the file.
 */
import type { MediaKind } from './fileType';

export interface SharePage {
	/** Completes "is a … page". */
	readonly site: string;
	readonly advice: string;
	/** Set when the URL is that of the file itself, but needs a login. */
	readonly wantsSignIn?: true;
}

interface Site extends SharePage {
	/** Hosts, including their subdomains. */
	readonly hosts: readonly string[];
	/** Whether a URL leads to the file itself without a login. */
	isFile(url: URL): boolean;
}

const never = () => false;

const downloadedWith = (node: string) =>
	`Download the file with the ${node} node, then enter the name of its field (data) here.`;

/** Advice to use the HTTP Request node with the credential of a service. */
const signedInAt = (service: string) =>
	`Download the file with the HTTP Request node (your ${service} credential, Response Format: File), then enter the name of its field (data) here.`;

const copyItsLink =
	'Open the page, right-click the image, choose Copy Image Address, then enter that URL here.';
const downloadIt =
	'Download the file, then upload it with a form or to your own storage. Enter its URL, or the name of its field (data), here.';

const asksFor = (url: URL, name: string) => /^(?:1|true)$/.test(url.searchParams.get(name) ?? '');

const isNamedAsFile = ({ pathname }: URL) =>
	/\.(?:jpe?g|png|webp|gif|bmp|tiff?|mp4|mov|webm|m4v|mp3|wav|m4a)$/i.test(pathname);

/** Whether a path isn't one of the site's pages. */
const outside = (pages: RegExp) => (url: URL) => !pages.test(url.pathname);

/** Whether a host is a subdomain other than "www", which holds the site's files. */
const isBelow = ({ hostname }: URL, site: string) =>
	hostname !== site && hostname !== `www.${site}` && hostname !== `m.${site}`;

/** "/u/1" selects an account and "/a/example.com" a company. */
const googleAccount = /^(?:\/a\/[^/]+)?(?:\/u\/\d+)?/;

/**
 * With an ID, /uc returns the file with or without export=download, and /thumbnail an image of it.
 * The virus warning comes only before files of more than 100 MB, which no model allows.
 */
function isGoogleFile(url: URL): boolean {
	const path = url.pathname.replace(googleAccount, '');
	return (path === '/uc' || path === '/thumbnail') && url.searchParams.has('id');
}

/** Sites whose files need no extension. */
const servesUnnamed = /^(?:GIPHY|Tenor|Canva|Figma)$/;

/** A site whose pages show one image, and whose images have file names in their URLs. */
const imagePages = (site: string, ...hosts: string[]): Site => ({
	site,
	hosts,
	isFile: isNamedAsFile,
	advice: copyItsLink,
});

const sites: readonly Site[] = [
	...[
		['Google Cloud', 'Google', 'storage.cloud.google.com', 'console.cloud.google.com'],
		['Google', 'Google', 'www.googleapis.com', 'mail.google.com'],
		['Twilio', 'Twilio', 'api.twilio.com'],
		['Jira', 'Jira', 'atlassian.net'],
		['Trello', 'Trello', 'trello.com'],
		['Asana', 'Asana', 'app.asana.com'],
		['Typeform', 'Typeform', 'api.typeform.com'],
	].map(([site = '', credential = '', ...hosts]): Site => ({
		site,
		hosts,
		isFile: never,
		advice: signedInAt(credential),
		wantsSignIn: true,
	})),
	{
		site: 'Google Drive',
		hosts: ['drive.google.com'],
		isFile: isGoogleFile,
		advice: downloadedWith('Google Drive'),
	},
	{
		site: 'Google Docs',
		hosts: ['docs.google.com'],
		// A drawing or a slide is exported as an image.
		isFile: (url) => isGoogleFile(url) || /\/export(?:\/|$)/.test(url.pathname),
		advice: downloadedWith('Google Drive'),
	},
	{
		site: 'Google Photos',
		hosts: ['photos.google.com', 'photos.app.goo.gl'],
		isFile: never,
		advice:
			'Download the file, then upload it, for example with a form or to Google Drive. Enter the name of its field (data) here.',
	},
	{
		site: 'Google Search',
		hosts: ['google.com', 'images.app.goo.gl', 'share.google'],
		isFile: (url) =>
			url.hostname.endsWith('google.com') && !/^\/(?:url|imgres|search)$/.test(url.pathname),
		advice: copyItsLink,
	},
	{
		site: 'Dropbox',
		hosts: ['dropbox.com', 'db.tt'],
		isFile: (url) => url.hostname.startsWith('dl.') || asksFor(url, 'raw') || asksFor(url, 'dl'),
		advice:
			'Change dl=0 in the URL to raw=1, or download the file with the Dropbox node and enter the name of its field (data) here.',
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
		// Microsoft's API returns such download URLs, which contain their own permission.
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
		advice:
			'Download the file, then upload it, for example with a form. Enter the name of its field (data) here.',
	},
	{
		site: 'Box',
		hosts: ['app.box.com', 'box.com'],
		isFile: outside(/^\/(?:s|v|file|folder)\//),
		advice: downloadedWith('Box'),
	},
	{
		site: 'Slack',
		hosts: ['files.slack.com', 'slack.com', 'slack-files.com'],
		// The URL of a public file contains its own secret.
		isFile: (url) => url.searchParams.has('pub_secret'),
		advice: signedInAt('Slack'),
		wantsSignIn: true,
	},
	{
		site: 'Telegram',
		hosts: ['t.me', 'telegram.me', 'api.telegram.org'],
		isFile: never,
		advice:
			'Download the file with the Telegram node (File → Get), then enter the name of its field (data) here.',
	},
	{
		site: 'WhatsApp',
		hosts: ['lookaside.fbsbx.com', 'whatsapp.com', 'whatsapp.net'],
		isFile: ({ hostname, pathname }) =>
			hostname === 'lookaside.fbsbx.com' && !pathname.startsWith('/whatsapp'),
		advice: signedInAt('WhatsApp'),
		wantsSignIn: true,
	},
	{
		site: 'Microsoft 365',
		hosts: ['graph.microsoft.com'],
		isFile: never,
		advice: signedInAt('Microsoft'),
		wantsSignIn: true,
	},
	{
		site: 'Discord',
		hosts: ['discord.com', 'discord.gg'],
		isFile: never,
		advice: 'Copy the link of the attachment itself. It begins with https://cdn.discordapp.com/',
	},
	{
		site: 'GitHub',
		hosts: ['github.com'],
		isFile: (url) =>
			asksFor(url, 'raw') || outside(/^\/[^/]+\/[^/]+\/(?:blob|tree|blame|edit)\//)(url),
		advice: 'Choose Raw on the page and enter that URL: it has /raw/ instead of /blob/.',
	},
	...(
		[
			['GitLab', 'gitlab.com', /\/(?:blob|tree|blame)\//, '/raw/ instead of /blob/'],
			['Bitbucket', 'bitbucket.org', /^\/[^/]+\/[^/]+\/src\//, '/raw/ instead of /src/'],
			['Hugging Face', 'huggingface.co', /\/(?:blob|tree)\//, '/resolve/ instead of /blob/'],
		] as const
	).map(([site, host, pages, change]): Site => ({
		site,
		hosts: [host],
		isFile: outside(pages),
		advice: `Enter the URL with ${change}.`,
	})),
	{
		site: 'tmpfiles.org',
		hosts: ['tmpfiles.org'],
		isFile: outside(/^\/\d+\//),
		advice: 'Put /dl after the host: https://tmpfiles.org/dl/…',
	},
	{
		site: 'Airtable',
		hosts: ['airtable.com'],
		isFile: ({ hostname }) => hostname.startsWith('dl.'),
		advice: 'Enter the attachment field itself, e.g. {{ $json.Attachments }}.',
	},
	{
		site: 'Notion',
		hosts: ['notion.so', 'notion.site'],
		isFile: (url) => url.hostname.startsWith('file.') || /^\/(?:image|signed)\//.test(url.pathname),
		advice: 'Get the page with the Notion node: the block has the URL of the file.',
	},
	{
		site: 'Wikipedia',
		hosts: ['wikipedia.org', 'wikimedia.org'],
		isFile: outside(/^\/wiki\/(?!Special:(?:FilePath|Redirect))/),
		advice: 'Choose Original File on the page and enter that URL.',
	},
	...(
		[
			['Unsplash', 'unsplash.com', /\/download$/],
			['Pexels', 'pexels.com', /\/download\b/],
			['Pixabay', 'pixabay.com', /^\/get\//],
		] as const
	).map(([site, host, files]): Site => ({
		site,
		hosts: [host],
		isFile: (url) => isBelow(url, host) || files.test(url.pathname),
		advice: copyItsLink,
	})),
	imagePages('Lightshot', 'prnt.sc'),
	imagePages('Imgur', 'imgur.com'),
	imagePages('ImgBB', 'ibb.co', 'imgbb.com'),
	imagePages('Postimages', 'postimg.cc', 'postimages.org'),
	imagePages('Gyazo', 'gyazo.com'),
	imagePages('Flickr', 'flickr.com', 'flic.kr'),
	imagePages('Pinterest', 'pinterest.com', 'pinterest.co.uk', 'pinterest.de', 'pin.it'),
	imagePages('Instagram', 'instagram.com'),
	imagePages('X', 'x.com', 'twitter.com', 't.co'),
	imagePages('Reddit', 'reddit.com', 'redd.it'),
	{
		site: 'Facebook',
		hosts: ['facebook.com', 'fb.watch'],
		isFile: (url) => url.hostname === 'graph.facebook.com' || isNamedAsFile(url),
		advice: copyItsLink,
	},
	{
		site: 'WaveSpeedAI',
		hosts: ['wavespeed.ai'],
		isFile: (url) => isNamedAsFile(url) || isBelow(url, 'wavespeed.ai'),
		advice: 'Enter the URL of the file that the page shows.',
	},
	...[
		['GIPHY', 'giphy.com'],
		['Tenor', 'tenor.com'],
		['Canva', 'canva.com'],
		['Figma', 'figma.com'],
		['WeTransfer', 'wetransfer.com', 'we.tl'],
		['MEGA', 'mega.nz'],
		['MediaFire', 'www.mediafire.com', 'mediafire.com'],
		['Gofile', 'gofile.io'],
		['YouTube', 'youtube.com', 'youtu.be'],
		['TikTok', 'tiktok.com'],
		['Vimeo', 'vimeo.com'],
		['Loom', 'loom.com'],
		['Twitch', 'twitch.tv'],
		['Dailymotion', 'dailymotion.com', 'dai.ly'],
		['Streamable', 'streamable.com'],
		['LinkedIn', 'linkedin.com', 'lnkd.in'],
	].map(([site = '', ...hosts]): Site => ({
		site,
		hosts,
		isFile: (url) =>
			isBelow(url, hosts[0] ?? '') && (isNamedAsFile(url) || servesUnnamed.test(site)),
		advice: downloadIt,
	})),
];

/** The share page at a URL, also of a company's own GitLab; undefined for files and other sites. */
export function sharePageAt(url: URL, kind?: MediaKind): SharePage | undefined {
	const { hostname, pathname } = url;
	const host = pathname.includes('/-/blob/') ? 'gitlab.com' : hostname.replace(/\.$/, '');
	const site = sites.find(({ hosts }) =>
		hosts.some((one) => host === one || host.endsWith(`.${one}`)),
	);
	if (site?.isFile(url) !== false) return undefined;
	// Browsers copy the address of an image, but rarely that of a video.
	const isVideo = kind !== undefined && kind !== 'image';
	return isVideo && site.advice === copyItsLink ? { ...site, advice: downloadIt } : site;
}
