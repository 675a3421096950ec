/** The whole panel of a submit node, in the order of design.md §3. */
import type { INodeProperties } from 'n8n-workflow';
import type { OfferedMode } from '../../../seedance/models';
import { modelOptions, panelFields } from './modelFields';
import { modelParameters } from './modelParameters';
import { modelField } from './modelPicker';
import { moneyOptions } from './moneyFields';
import { downloadVideo, fileNameOption, fileOptions, ifFlaggedNsfw } from './fileFields';
import {
	endingOptions,
	ifOutcomeIsUnknown,
	optionsCollection,
	outputOptions,
	requestKey,
	submitDeadline,
	submitsAtOnce,
	timeoutMinutes,
	uploadUrlsFirst,
	whenWaiting,
} from './optionFields';
import {
	callbackUrl,
	notifyWhenDone,
	recheckMinutes,
	reference,
	waitUsing,
	whenSuspending,
} from './waitFields';

const waitForCompletion: INodeProperties = {
	displayName: 'Wait for Completion',
	name: 'waitForCompletion',
	type: 'boolean',
	default: true,
	description:
		'Whether to wait until the videos are finished; no further node is needed then. Off, the task comes back at once: store its taskId and use Seedance Wait for Completion or Seedance Get Result.',
};

export function submitProperties(mode: OfferedMode): INodeProperties[] {
	return [
		modelField(mode),
		...panelFields(mode),
		modelParameters,
		waitForCompletion,
		{ ...downloadVideo, displayOptions: { show: { waitForCompletion: [true] } } },
		modelOptions(mode),
		optionsCollection([
			...[
				...endingOptions,
				ifFlaggedNsfw,
				fileNameOption,
				...fileOptions,
				timeoutMinutes,
				waitUsing,
			].map(whenWaiting),
			whenSuspending('waitUsing', recheckMinutes),
			...outputOptions,
			...moneyOptions,
			callbackUrl,
			ifOutcomeIsUnknown,
			notifyWhenDone,
			reference,
			requestKey,
			submitDeadline,
			submitsAtOnce,
			uploadUrlsFirst,
		]),
	];
}
