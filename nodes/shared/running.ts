/**
 * What nodes need when they run, rather than when n8n loads them. They import it on first use: n8n's start
 * waits for every package, and this is three quarters of ours. The build makes a file of its own of it.
 */
export { askForModelForm } from './actions/editor';
export { searchModels } from './actions/editor';
export { runGetResult } from './tasks/getResults';
export { liveModelsFor } from './n8n/client';
export { onErrorRoute } from './outcomes';
export { runSubmitNode } from './submitting/submitNode';
export { checkTrigger, runTriggerWebhook } from './actions/webhooks';
export { runWaitForCompletion } from './waiting/waitForAll';
export { runResumeWebhook } from './actions/webhooks';
export { leaveSleep } from './n8n/internals/suspend';
