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
import { videoToVideo } from '../shared/descriptions/panels';

export class SeedanceVideoToVideo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Seedance Video to Video',
		name: 'seedanceVideoToVideo',
		icon: { light: 'file:../../icons/seedance.svg', dark: 'file:../../icons/seedance.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: modelSubtitle,
		// All that n8n tells an agent's model of the tool (docs/internals/n8n.md#ai-tools).
		description: 'Extend, edit, or upscale a video. Takes a minute. Each one is charged.',
		defaults: { name: 'Seedance Video to Video' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// What an agent's model must know, it reads here.
		usableAsTool: {
			replacements: {
				description:
					"Extends, edits, or upscales a video (a URL or the task ID of an earlier video) with a ByteDance Seedance model and returns the URL of the new file as videoUrl. Takes a minute or more. Every video is charged, so don't repeat a call.",
			},
		},
		builderHint: {
			searchHint:
				'Extends, edits, or upscales a video (binary field, URL, or task ID) with ByteDance Seedance and waits until it is ready. An extension is one file with the whole, so clips need no stitching.',
			relatedNodes,
		},
		waitingNodeTooltip,
		credentials,
		webhooks: resumeWebhooks,
		hints: videoToVideo.hints,
		properties: videoToVideo.properties,
	};

	methods = modelMethods('video-to-video');

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { onErrorRoute, createVideos } = await import('../shared/running');
		return await onErrorRoute(
			this,
			this.continueOnFail(),
			async () => await createVideos(this, 'video-to-video'),
		);
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const { runResumeWebhook } = await import('../shared/running');
		return await runResumeWebhook(this);
	}
}
