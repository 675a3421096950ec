import type { Exchange } from '../http/exchange';
import type { Service } from '../service';
import { outputCount, stateAt } from '../tasks/task';
import { videoShape } from '../video/frame-size';
import { numbered } from '../video/padding';
import { spoilDownload, VIDEO } from './spoil-download';

/**
 * `GET /outputs/{id}.mp4`: the finished video. Needs no key, like the real output hosts.
 * @param output which of the task's videos; 0 for the first
 */
export async function download(
	service: Service,
	exchange: Exchange,
	taskId: string,
	output: number,
): Promise<void> {
	const task = service.tasks.find(taskId, service.now());
	exchange.entry.taskId = taskId;
	exchange.entry.model = task?.model;
	const fault = service.faults.queues.download.take({
		taskId,
		...(task !== undefined && { model: task.model, body: task.body }),
		output,
	});
	exchange.entry.fault = fault?.kind;
	if (fault?.kind === 'delay') await service.pause(fault.ms);
	if (task === undefined || !stateAt(task, service.now()).hasOutputs) {
		return exchange.send(404, 'text/plain', 'no such output');
	}
	if (output >= outputCount(task)) return exchange.send(404, 'text/plain', 'no such output');
	const shape = videoShape(task.model, task.body);
	const video = numbered(await service.videos.get(shape), output);
	if (fault !== undefined && fault.kind !== 'delay') {
		return await spoilDownload(exchange, fault, video);
	}
	const { width, height, durationSeconds } = shape;
	const kilobytes = Math.round(video.length / 1000);
	exchange.entry.note = `task ${taskId}, ${width}×${height}, ${durationSeconds} s, ${kilobytes} kB`;
	exchange.send(200, VIDEO, video);
}
