import type { Case } from '../scene';
import { aiAgentTool } from './ai-agent-tool';
import { errorAlert } from './error-alert';
import { firstAndLastFrame } from './first-and-last-frame';
import { nightlyCatchUp } from './nightly-catch-up';
import { oneProductThreeAspectRatios } from './one-product-three-aspect-ratios';
import { productImagesWithCostCap } from './product-images-with-cost-cap';
import { rowsSubmitThenFetch } from './rows-submit-then-fetch';
import { triggerPostProcessing } from './trigger-post-processing';
import { imageToVideoFile, promptToVideoFile } from './video-files';
import { webhookRespondThenCallback } from './webhook-respond-then-callback';

/** A case for each example, by the name of its file. To add one: a file beside this, and a line. */
export const exampleCases: readonly Case[] = [
	// First, because it waits for all unfinished tasks of the account.
	nightlyCatchUp,
	promptToVideoFile,
	imageToVideoFile,
	webhookRespondThenCallback,
	productImagesWithCostCap,
	firstAndLastFrame,
	rowsSubmitThenFetch,
	triggerPostProcessing,
	errorAlert,
	oneProductThreeAspectRatios,
	aiAgentTool,
];
