import { resolve } from 'node:path';

/** The repository's root. */
export const repositoryFolder = resolve(__dirname, '../..');

/** Where the importable example workflows are. */
export const examplesFolder = resolve(repositoryFolder, 'examples');

/** The folder of the docs' screenshots. */
export const imagesFolder = resolve(repositoryFolder, 'docs/images');

/** Home folders of the n8n servers, one per run, removed when the run ends. */
export const homesFolder = resolve(__dirname, '.home');

/** What is kept of a run: the video of each example. */
export const keptFolder = resolve(__dirname, '.run');

/** The folder that holds what only the browser needs. */
export const browserFolder = __dirname;

/** The folders with their own package.json: two lines of n8n, and Node 24 for Linux. */
export const installFolders = {
	n8n2: resolve(__dirname, 'n8n2'),
	n8n1: resolve(__dirname, 'n8n1'),
	node24: resolve(__dirname, 'node24'),
};
