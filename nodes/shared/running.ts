/**
 * The code that nodes import on first use, rather than when n8n loads them, because n8n's start
 * waits for every package (docs/internals/n8n.md#package-scanner). It's three quarters of ours, and
 * the build puts it into a file of its own.
 */
export { askForModelForm } from './actions/editor';
export { searchModels } from './actions/modelPicker';
export { searchTasks } from './actions/taskPicker';
export { createVideos } from './actions/createVideo';
export { runGetResult, runWaitForCompletion } from './actions/readTasks';
export { liveModelsFor } from './n8n/client';
export { onErrorRoute } from './n8n/outputItem';
export { checkTrigger, clearTrigger, runTriggerWebhook } from './actions/webhooks';
export { runResumeWebhook } from './actions/webhooks';
