import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { credentials, resumeWebhooks } from '../shared/descriptions/optionTable';
import { modelMethods, modelSubtitle } from '../shared/descriptions/model';
import { relatedNodes, waitingNodeTooltip } from '../shared/descriptions/waitOptions';
import { imageToVideo } from '../shared/descriptions/panels';

export class SeedanceImageToVideo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Seedance Image to Video',
		name: 'seedanceImageToVideo',
		icon: { light: 'file:../../icons/seedance.svg', dark: 'file:../../icons/seedance.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: modelSubtitle,
		// All that n8n tells an agent's model of the tool (docs/internals/n8n.md#ai-tools).
		description: 'Create a video from an image. Takes a minute. Each one is charged.',
		defaults: { name: 'Seedance Image to Video' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// What an agent's model must know, it reads here.
		usableAsTool: {
			replacements: {
				description:
					"Creates a video from an image and a prompt with a ByteDance Seedance model and returns its URL as videoUrl. Takes a minute or more. Every video is charged, so don't repeat a call.",
			},
		},
		builderHint: {
			searchHint:
				'Animates an image (binary field or URL) with ByteDance Seedance and waits until the video is ready: no HTTP Request, upload, Wait node, or loop is needed.',
			relatedNodes,
		},
		waitingNodeTooltip,
		credentials,
		webhooks: resumeWebhooks,
		hints: imageToVideo.hints,
		properties: imageToVideo.properties,
	};

	methods = modelMethods('image-to-video');

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { onErrorRoute, createVideos } = await import('../shared/running');
		return await onErrorRoute(
			this,
			this.continueOnFail(),
			async () => await createVideos(this, 'image-to-video'),
		);
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const { runResumeWebhook } = await import('../shared/running');
		return await runResumeWebhook(this);
	}
}
