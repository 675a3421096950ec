import type { Case } from '../scene';
import { firstAndLastFrame } from './first-and-last-frame';
import { oneProductThreeAspectRatios } from './one-product-three-aspect-ratios';
import { productPicturesWithCostCap } from './product-pictures-with-cost-cap';
import { triggerPostProcessing } from './trigger-post-processing';
import { imageToVideoFile, promptToVideoFile } from './video-files';
import { webhookRespondThenCallback } from './webhook-respond-then-callback';

/** A case for each example, by the name of its file. To add one: a file beside this, and a line. */
export const exampleCases: readonly Case[] = [
	promptToVideoFile,
	imageToVideoFile,
	webhookRespondThenCallback,
	productPicturesWithCostCap,
	firstAndLastFrame,
	oneProductThreeAspectRatios,
	triggerPostProcessing,
];
