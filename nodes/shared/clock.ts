/** Time as n8n's process has it: published code has no timers of its own. */
import { sleep } from 'n8n-workflow';
import type { Clock } from '../../seedance/task/ports';

export const clock: Clock = {
	now: () => Date.now(),
	sleep,
	random: () => Math.random(),
};
