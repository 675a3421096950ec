/** Every file that `npm run docs` writes. */
import { withBlock } from './block';
import { errorsPage } from './errorsPage';
import { helpBlock } from './helpBlock';
import { modelsBlock } from './modelsBlock';
import { movingBlock } from './movingBlock';
import { parametersPage } from './parametersPage';
import { whichModelBlock } from './whichModelBlock';

export interface GeneratedPage {
	/** From the root of the repository. */
	readonly file: string;
	/**
	 * @param now what the file holds; empty when there is none
	 * @returns what it has to hold
	 */
	readonly render: (now: string) => string;
}

/** @param images the names of the files in docs/images */
export const generatedPages = (images: ReadonlySet<string>): readonly GeneratedPage[] => [
	{ file: 'docs/reference/parameters.md', render: () => parametersPage(images) },
	{ file: 'docs/reference/errors.md', render: () => errorsPage() },
	{
		file: 'docs/reference/models.md',
		render: (now) => withBlock(now, 'docs:models', modelsBlock()),
	},
	{
		file: 'docs/guides/moving-from-seedance-1.md',
		render: (now) => withBlock(now, 'docs:moving', movingBlock()),
	},
	{
		file: 'README.md',
		render: (now) =>
			withBlock(withBlock(now, 'docs:which-model', whichModelBlock()), 'docs:help', helpBlock()),
	},
];
