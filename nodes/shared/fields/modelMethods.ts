/** What the nodes that have a Model field load with them besides the field. */
import type { ILoadOptionsFunctions } from 'n8n-workflow';
import type { OfferedMode } from '../../../seedance/models';

/** The methods that a node of this mode gives the editor. */
export const modelMethods = (mode: OfferedMode) => ({
	listSearch: {
		async searchModels(this: ILoadOptionsFunctions, filter?: string) {
			const { liveModelsFor, searchModels } = await import('../running');
			return searchModels(mode, filter, await liveModelsFor(this));
		},
	},
	resourceMapping: {
		async modelForm(this: ILoadOptionsFunctions) {
			const { askForModelForm } = await import('../running');
			return await askForModelForm(this, mode);
		},
	},
});

/** In expressions a resource locator is its value, except where n8n has not stored it yet. */
export const chosenId = '($parameter["model"]?.value ?? $parameter["model"])';

/** The model under the node's name on the canvas. */
export const modelSubtitle = `={{ ${chosenId}.replace("bytedance/seedance-", "") }}`;
