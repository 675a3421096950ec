export type { JsonSchema } from './acceptance/hand-written';
export type { CallbackOrder } from './callbacks/callbacks';
export { callbackParts, type Forgery } from './callbacks/parts';
export type { CallbackAnswer } from './callbacks/post';
export { signCallback } from './callbacks/sign';
export type {
	AnswerFault,
	CallbackFault,
	DownloadFault,
	ReadFault,
	SubmitFault,
	TaskOutcome,
	TicketFault,
	UploadFault,
} from './faults/fault-kinds';
export type { FaultRule } from './faults/fault-queue';
export type {
	DownloadRequest,
	FaultChoices,
	FaultScript,
	Submit,
	TaskRequest,
} from './faults/fault-script';
export { HeldClock } from './held-clock';
export type { Delivery } from './journal/delivery';
export type { AcceptedSubmit, Journal, JournalEntry, Route } from './journal/journal';
export type { Lag, Visibility } from './tasks/visibility';
export { BRONZE, BRONZE_QUEUE, nextStart, type Tier } from './tasks/tier';
export type { LiveModel } from './models/live-model';
export { startSimulator, type Simulator, type SimulatorOptions } from './simulator';
export type { FileToUpload } from './uploads/upload-store';
