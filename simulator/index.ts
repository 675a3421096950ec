export type { JsonSchema } from './acceptance/hand-written';
export type {
	AnswerFault,
	DownloadFault,
	ReadFault,
	SubmitFault,
	TaskOutcome,
} from './faults/fault-kinds';
export type { FaultRule } from './faults/fault-queue';
export type { FaultChoices, FaultScript, Submit, TaskRequest } from './faults/fault-script';
export type { AcceptedSubmit, Journal, JournalEntry, Route } from './journal/journal';
export { BRONZE, BRONZE_QUEUE, nextStart, type Tier } from './tasks/tier';
export { startSimulator, type Simulator, type SimulatorOptions } from './simulator';
