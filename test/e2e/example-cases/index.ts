import type { Case } from '../scene';
import { aiAgentTool } from './ai-agent-tool';
import { dailyScenesToSocialMedia, scenesToYoutubeShort } from './daily-scenes';
import { errorAlert } from './error-alert';
import { extendTo30Seconds } from './extend-to-30-seconds';
import { firstAndLastFrame } from './first-and-last-frame';
import { formVideoEmail } from './form-video-email';
import { generatedImageToVideo } from './generated-image-to-video';
import { llmScenesToOneVideo } from './llm-scenes-to-one-video';
import { nightlyCatchUp } from './nightly-catch-up';
import { oneProductThreeAspectRatios } from './one-product-three-aspect-ratios';
import { productImagesWithCostCap } from './product-images-with-cost-cap';
import { rowsSubmitThenFetch } from './rows-submit-then-fetch';
import { sheetProductsToDrive } from './sheet-products-to-drive';
import { telegramPhotoApproval } from './telegram-photo-approval';
import { triggerPostProcessing } from './trigger-post-processing';
import { imageToVideoFile, promptToVideoFile } from './video-files';
import { waitNode } from './wait-node';
import { webhookRespondThenCallback } from './webhook-respond-then-callback';

/** A case for each example, by the name of its file. To add one: a file beside this, and a line. */
export const exampleCases: readonly Case[] = [
	// First, because it waits for all unfinished tasks of the account.
	nightlyCatchUp,
	promptToVideoFile,
	imageToVideoFile,
	webhookRespondThenCallback,
	waitNode,
	productImagesWithCostCap,
	firstAndLastFrame,
	rowsSubmitThenFetch,
	triggerPostProcessing,
	errorAlert,
	oneProductThreeAspectRatios,
	aiAgentTool,
	generatedImageToVideo,
	formVideoEmail,
	sheetProductsToDrive,
	telegramPhotoApproval,
	llmScenesToOneVideo,
	dailyScenesToSocialMedia,
	scenesToYoutubeShort,
	extendTo30Seconds,
];
