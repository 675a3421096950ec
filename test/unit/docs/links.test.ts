/** Every link within the repository leads somewhere, and every image is shown. */
import path from 'node:path';
import { z } from 'zod';
import { anchorsOf, exists, filesIn, papers, read, withoutCode } from '../../support/docs/papers';

/** The targets of links and images, without titles. */
const targetsIn = (page: string) =>
	[...withoutCode(page).matchAll(/\]\(\s*<?([^\s)>]+)>?[^)]*\)|(?:src|href)="([^"]+)"/g)].map(
		([, inline, html]) => inline ?? html ?? '',
	);
const isWithinTheHouse = (target: string) => !/^[a-z][a-z+.-]*:/i.test(target);

interface Link {
	readonly paper: string;
	readonly target: string;
	/** From the root of the repository. */
	readonly file: string;
	readonly anchor: string | undefined;
}

const links = papers.flatMap((paper): Link[] =>
	targetsIn(read(paper))
		.filter(isWithinTheHouse)
		.map((target) => {
			const [file = '', wanted] = decodeURI(target).split('#');
			const place = file === '' ? paper : path.join(path.dirname(paper), file);
			return { paper, target, file: path.normalize(place), anchor: wanted };
		}),
);

it.each(papers)('%s: every link within the house leads to a file that exists', (paper) => {
	const dead = links.filter((link) => link.paper === paper && !exists(link.file));
	expect(dead.map(({ target }) => target)).toEqual([]);
});

it.each(papers)('%s: every anchor is a heading of the page', (paper) => {
	const dead = links.filter(
		(link) =>
			link.paper === paper &&
			link.anchor !== undefined &&
			link.file.endsWith('.md') &&
			!(exists(link.file) && anchorsOf(read(link.file)).has(link.anchor)),
	);
	expect(dead.map(({ target }) => target)).toEqual([]);
});

it.each(papers)('%s: every path that it names is there', (paper) => {
	const named =
		/`((?:bench|credentials|docs|examples|nodes|scripts|seedance|simulator|test)\/[\w./-]*)`/g;
	const paths = [...read(paper).matchAll(named)].map(([, name = '']) => name);
	expect(paths.filter((name) => !exists(name))).toEqual([]);
});

it('finds links at all', () => {
	expect(links.length).toBeGreaterThan(60);
	expect(links.filter(({ file }) => file.endsWith('.png')).length).toBeGreaterThan(10);
	expect(links.filter((link) => link.anchor !== undefined).length).toBeGreaterThan(40);
});

it('every image in docs/images is shown somewhere', () => {
	const shown = new Set(links.map(({ file }) => file));
	const images = [...filesIn('docs/images', '.png'), ...filesIn('docs/images', '.webp')];
	expect(images.filter((file) => !shown.has(file))).toEqual([]);
});

it('every image has a text for people who do not see it', () => {
	const empty = papers.filter((paper) => /!\[\s*\]\(/.test(withoutCode(read(paper))));
	expect(empty).toEqual([]);
});

/** npm shows the README with its relative links put under the repository that package.json names. */
it('npm can show the README: package.json names the repository on GitHub', () => {
	const { repository } = z
		.object({ repository: z.object({ type: z.string(), url: z.string() }) })
		.parse(JSON.parse(read('package.json')));
	expect(repository.type).toBe('git');
	expect(repository.url).toMatch(/^git\+https:\/\/github\.com\/[\w-]+\/n8n-nodes-seedance\.git$/);
	const images = links.filter(
		({ paper, file }) => paper === 'README.md' && /\.(?:png|webp)$/.test(file),
	);
	expect(images.length).toBeGreaterThan(0);
	// npm doesn't resolve links that leave the repository or begin at its root.
	for (const { target } of images) expect(target).toMatch(/^[\w-]+\//);
});
