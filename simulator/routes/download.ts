import type { DownloadFault } from '../faults/fault-kinds';
import { htmlPage } from '../http/fault-answers';
import type { Exchange } from '../http/exchange';
import type { Service } from '../service';
import { stateAt } from '../tasks/task';
import { videoShape } from '../video/frame-size';

const VIDEO = 'video/mp4';

/** `GET /outputs/{id}.mp4`: the finished video. Needs no key, as the real output hosts do not. */
export async function download(
	service: Service,
	exchange: Exchange,
	taskId: string,
): Promise<void> {
	const task = service.tasks.find(taskId, service.now());
	exchange.entry.taskId = taskId;
	exchange.entry.model = task?.model;
	const fault = service.faults.queues.download.take({
		taskId,
		model: task?.model,
		body: task?.body,
	});
	exchange.entry.fault = fault?.kind;
	if (fault?.kind === 'delay') await service.pause(fault.ms);
	if (task === undefined || !stateAt(task, service.now()).hasOutputs) {
		return exchange.send(404, 'text/plain', 'no such output');
	}
	const shape = videoShape(task.model, task.body);
	const video = await service.videos.get(shape);
	if (fault !== undefined && fault.kind !== 'delay') return spoil(exchange, fault, video);
	const { width, height, durationSeconds } = shape;
	const kilobytes = Math.round(video.length / 1000);
	exchange.entry.note = `task ${taskId}, ${width}×${height}, ${durationSeconds} s, ${kilobytes} kB`;
	exchange.send(200, VIDEO, video);
}

function spoil(
	exchange: Exchange,
	fault: Exclude<DownloadFault, { kind: 'delay' }>,
	video: Uint8Array,
): void {
	const half = video.subarray(0, Math.floor(video.length / 2));
	switch (fault.kind) {
		case 'forbidden':
			return exchange.send(403, 'application/xml', '<Error><Code>AccessDenied</Code></Error>');
		case 'notFound':
			return exchange.send(404, 'text/plain', 'no such output');
		case 'serverError':
			return exchange.send(fault.status ?? 503, 'text/plain', 'try again later');
		case 'html':
			return htmlPage(exchange);
		case 'resetAtHalf':
			return exchange.sendPart(VIDEO, video.length, half, 'breakConnection');
		case 'stallAtHalf':
			return exchange.sendPart(VIDEO, video.length, half, 'keepSilent');
		case 'wrongLength':
			return exchange.sendPart(VIDEO, video.length + 1000, video, 'breakConnection');
		case 'zeroBytes':
			return exchange.send(200, VIDEO, '');
		case 'redirect':
			return exchange.send(fault.status ?? 302, 'text/plain', '', { location: fault.location });
	}
}
