/** The panel of Seedance Wait for Completion. */
import type { INodeProperties } from 'n8n-workflow';
import { downloadVideo, fileNameOption, fileOptions, ifFlaggedNsfw } from './fileFields';
import { endingOptions, optionsCollection, outputOptions, timeoutMinutes } from './optionFields';
import { taskId } from './taskProperties';
import { recheckMinutes, waitUsing, whenSuspending } from './waitFields';

export const waitProperties: INodeProperties[] = [
	taskId,
	waitUsing,
	timeoutMinutes,
	downloadVideo,
	optionsCollection([
		...endingOptions,
		ifFlaggedNsfw,
		fileNameOption,
		...fileOptions,
		...outputOptions,
		whenSuspending('/waitUsing', recheckMinutes),
	]),
];
