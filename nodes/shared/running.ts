/**
 * What nodes need when they run, rather than when n8n loads them. They import it on first use: n8n's start
 * waits for every package, and this is three quarters of ours. The build makes a file of its own of it.
 */
export { askForModelForm } from './fields/modelForm';
export { searchModels } from './fields/modelSearch';
export { runGetResult } from './tasks/getResults';
export { liveModelsFor } from './http/liveModels';
export { onErrorRoute } from './outcomes';
export { runSubmitNode } from './submitting/submitNode';
export { checkTrigger, runTriggerWebhook } from './callbacks/triggerWebhook';
export { runWaitForCompletion } from './waiting/waitForAll';
export { runResumeWebhook } from './waiting/resumeWebhook';
export { leaveSleep } from './waiting/suspend';
