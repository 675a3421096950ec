/** The submit nodes as their editor panels see them. */
import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { SeedanceImageToVideo } from '../../../nodes/SeedanceImageToVideo/SeedanceImageToVideo.node';
import { SeedanceTextToVideo } from '../../../nodes/SeedanceTextToVideo/SeedanceTextToVideo.node';
import { SeedanceVideoToVideo } from '../../../nodes/SeedanceVideoToVideo/SeedanceVideoToVideo.node';
import { defaultModel, offeredModels } from '../../../seedance/models';
import type { ModelRecord, OfferedMode } from '../../../seedance/models';

export interface SubmitNode {
	readonly mode: OfferedMode;
	readonly description: INodeTypeDescription;
	readonly models: readonly ModelRecord[];
	readonly defaultId: string;
	/** How many rows the panel may show before anything is opened. */
	readonly rows: number;
}

const node = (
	mode: OfferedMode,
	{ description }: { description: INodeTypeDescription },
	rows: number,
): SubmitNode => ({
	mode,
	description,
	models: offeredModels(mode),
	defaultId: defaultModel[mode],
	rows,
});

export const submitNodes: readonly SubmitNode[] = [
	node('text-to-video', new SeedanceTextToVideo(), 7),
	node('image-to-video', new SeedanceImageToVideo(), 8),
	node('video-to-video', new SeedanceVideoToVideo(), 8),
];

/** Every node with every model that it offers. */
export const nodesAndModels = submitNodes.flatMap((submitNode) =>
	submitNode.models.map((record) => ({ ...submitNode, record, id: record.id })),
);

/** "aspect_ratio" → "aspectRatio", written again here so that a mistake in the nodes' own shows. */
export const camelCase = (name: string) =>
	name
		.split('_')
		.map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
		.join('');

export const namesOf = (fields: readonly INodeProperties[]) => fields.map(({ name }) => name);
