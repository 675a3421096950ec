import type { Case } from '../scene';
import { agent, agentCorrects, agentRepeats } from './agent';
import { catalogueAlone } from './catalogue-alone';
import { compat } from './compat';
import { addNodes } from './editor/add-nodes';
import { documentFields } from './editor/document-fields';
import { newcomer } from './editor/newcomer';
import { optionLabels } from './editor/option-labels';
import { promptExpression } from './editor/prompt-expression';
import { wrongKey } from './editor/wrong-key';
import { loadAndRun } from './first-steps';
import { formFile, formFileAsleep, formFileRetries } from './form-file';
import { formPicture, formPictureRefused } from './form-picture';
import { kill9 } from './kill-9';
import { kill9InALoop } from './kill-9-in-a-loop';
import { liveModel } from './live-model';
import { loop } from './loop';
import { modelExpression } from './model-expression';
import { money } from './money';
import { requestKey, requestKeyCrash, requestKeyRetry } from './request-key';
import { retryAsleep } from './retry-asleep';
import { retryOnFail } from './retry-on-fail';
import { retryOriginal } from './retry-original';
import { retrySaved } from './retry-saved';
import { stop } from './stop';
import { stopWhileSubmitting } from './stop-while-submitting';
import { crowdOfSleepers, twoSleepers } from './suspended/doubled';
import { deadline, stopAsleep } from './suspended/ending';
import { binary, branches, respond, step, subWorkflow } from './suspended/places';
import { killAsleep } from './suspended/restart';
import {
	alwaysOutput,
	earlyCallback,
	lostCallback,
	manual,
	production,
	twoTasks,
} from './suspended/waking';
import { trigger, triggerTest } from './trigger';
import { videoToVideo } from './video-to-video';
import { twoExecutions } from './two-executions';

/** All cases, in the order in which they are played. To add one: a file beside this, and a line. */
export const cases: readonly Case[] = [
	loadAndRun,
	retryOriginal,
	retrySaved,
	retryOnFail,
	loop,
	twoExecutions,
	stop,
	stopWhileSubmitting,
	requestKey,
	requestKeyRetry,
	production,
	manual,
	twoTasks,
	earlyCallback,
	alwaysOutput,
	subWorkflow,
	binary,
	respond,
	twoSleepers,
	crowdOfSleepers,
	branches,
	step,
	stopAsleep,
	retryAsleep,
	trigger,
	triggerTest,
	addNodes,
	documentFields,
	optionLabels,
	promptExpression,
	newcomer,
	wrongKey,
	formFile,
	formFileRetries,
	formFileAsleep,
	formPicture,
	formPictureRefused,
	liveModel,
	modelExpression,
	money,
	agent,
	agentRepeats,
	agentCorrects,
	catalogueAlone,
	videoToVideo,
	compat,
	lostCallback,
	deadline,
	// Last, because they kill n8n and start it again.
	killAsleep,
	requestKeyCrash,
	kill9InALoop,
	kill9,
];
