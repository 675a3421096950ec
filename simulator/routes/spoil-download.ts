import type { DownloadFault } from '../faults/fault-kinds';
import type { Exchange } from '../http/exchange';
import { htmlPage } from '../http/fault-answers';
import { padded } from '../video/padding';

/** The content type of every video. */
export const VIDEO = 'video/mp4';

/** Answers a download with its fault. */
export async function spoilDownload(
	exchange: Exchange,
	fault: Exclude<DownloadFault, { kind: 'delay' }>,
	video: Uint8Array,
): Promise<void> {
	const half = video.subarray(0, Math.floor(video.length / 2));
	const promising = (contentLength: number) => ({ contentType: VIDEO, contentLength });
	const inChunks = { contentType: VIDEO };
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
			return exchange.sendPart(promising(video.length), half, 'breakConnection');
		case 'stallAtHalf':
			return exchange.sendPart(promising(video.length), half, 'keepSilent');
		case 'wrongLength':
			return exchange.sendPart(promising(video.length + 1000), video, 'breakConnection');
		case 'zeroBytes':
			return exchange.send(200, VIDEO, '');
		case 'chunked':
			return await exchange.stream(inChunks, [video]);
		case 'truncatedChunked':
			return exchange.sendPart(inChunks, half, 'breakConnection');
		case 'endsEarly':
			return fault.inChunks === true
				? await exchange.stream(inChunks, [half])
				: exchange.send(200, VIDEO, half);
		case 'otherType':
			return exchange.send(200, fault.contentType, video);
		case 'big':
			return await exchange.stream(promising(fault.bytes), padded(video, fault.bytes));
		case 'endless':
			return await exchange.stream(inChunks, padded(video, fault.bytes));
		case 'redirect':
			return exchange.send(fault.status ?? 302, 'text/plain', '', { location: fault.location });
	}
}
