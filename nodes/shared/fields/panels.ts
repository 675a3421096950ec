/** What the editor shows of each node. Every start of n8n waits for what this imports. */
import { getResultProperties } from './getResultProperties';
import { modelHints } from './modelPicker';
import { submitProperties } from './submitProperties';
import { triggerProperties } from './triggerProperties';
import { callbackHints } from './waitFields';
import { waitProperties } from './waitProperties';

export const textToVideo = {
	hints: [...modelHints('text-to-video'), ...callbackHints],
	properties: submitProperties('text-to-video'),
};

export const imageToVideo = {
	hints: [...modelHints('image-to-video'), ...callbackHints],
	properties: submitProperties('image-to-video'),
};

export const getResult = { properties: getResultProperties };

export const waitForCompletion = { properties: waitProperties };

export const trigger = { properties: triggerProperties };
