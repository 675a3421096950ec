/**
 * What nodes need when they run, rather than when n8n loads them. They import it on first use: n8n's start
 * waits for every package, and this is three quarters of ours. The build makes a file of its own of it.
 */
export { askForModelForm } from './fields/modelForm';
export { searchModels } from './fields/modelSearch';
export { runGetMany } from './tasks/getMany';
export { getResults } from './tasks/getResults';
export { liveModelsFor } from './http/liveModels';
export { readWaitChoices } from './options';
export { onErrorRoute } from './outcomes';
export { runSubmitNode } from './submitting/submitNode';
export { runTaskNode } from './tasks/taskNode';
export { runTriggerWebhook } from './callbacks/triggerWebhook';
export { waitForAll } from './waiting/waitForAll';
export { runResumeWebhook } from './waiting/resumeWebhook';
export { leaveSleep } from './waiting/suspend';
export { openWaiting } from './waiting/waiting';
