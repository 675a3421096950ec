/** Every file that `npm run docs` writes. */
import { withBlock } from './block';
import { modelsBlock } from './modelsBlock';
import { parametersPage } from './parametersPage';
import { troubleshootingPage } from './troubleshootingPage';

export interface GeneratedPage {
	/** From the root of the repository. */
	readonly file: string;
	/**
	 * @param now what the file holds; empty when there is none
	 * @returns what it has to hold
	 */
	readonly render: (now: string) => string;
}

/** @param pictures the names of the files in docs/images */
export const generatedPages = (pictures: ReadonlySet<string>): readonly GeneratedPage[] => [
	{ file: 'docs/parameters.md', render: () => parametersPage(pictures) },
	{ file: 'docs/troubleshooting.md', render: () => troubleshootingPage() },
	{ file: 'README.md', render: (now) => withBlock(now, 'docs:models', modelsBlock()) },
];
