import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { UploadFault } from '../faults/fault-kinds';
import type { Exchange } from '../http/exchange';
import { xmlError } from '../http/xml-error';
import type { Service } from '../service';
import { DENIED, EXPIRED, judgePut, USED_UP } from '../uploads/judge-put';

/**
 * `PUT /upload-store/{id}?signature=…`: the bytes of a file, as its ticket says
 * (docs/internals/api.md#uploads). It needs no key and refuses one. Only a complete body is kept.
 */
export async function upload(service: Service, exchange: Exchange): Promise<void> {
	const { entry, request, query } = exchange;
	const ticket = service.uploads.ticketAt(entry.path);
	if (ticket === undefined) return xmlError(exchange, DENIED);
	const put = { headers: request.headers, signature: query.get('signature') };
	const refusal = judgePut(ticket, put, service.now());
	if (refusal !== undefined) return xmlError(exchange, refusal);
	if (service.uploads.isUsed(ticket)) return xmlError(exchange, USED_UP);

	const { file } = ticket;
	const fault = service.faults.queues.upload.take(file);
	entry.fault = fault?.kind;
	if (fault?.kind === 'delay') await service.pause(fault.ms);
	if (fault?.kind === 'resetAtHalf') return await breakAt(exchange, file.size / 2);
	const bytes = await receive(exchange, file.size);
	if (fault !== undefined && !isKept(fault)) return spoil(exchange, fault);

	// Another upload with the same ticket may have finished in the meantime.
	if (service.uploads.isUsed(ticket)) return xmlError(exchange, USED_UP);
	service.uploads.keep(ticket, bytes, service.now());
	entry.note = `${file.filename}, ${file.size} bytes`;
	if (fault?.kind === 'resetAfterStore') exchange.reset();
	else exchange.send(200, 'text/plain', '');
}

type KeptFault = Extract<UploadFault, { kind: 'delay' | 'resetAfterStore' }>;

function isKept(fault: UploadFault): fault is KeptFault {
	return fault.kind === 'delay' || fault.kind === 'resetAfterStore';
}

function spoil(
	exchange: Exchange,
	fault: Exclude<UploadFault, KeptFault | { kind: 'resetAtHalf' }>,
): void {
	switch (fault.kind) {
		case 'expired':
			return xmlError(exchange, EXPIRED);
		case 'refused': {
			const message = 'The request was refused';
			return xmlError(exchange, { status: fault.status ?? 400, code: 'InvalidRequest', message });
		}
		case 'serverError': {
			const message = 'Please reduce your request rate.';
			return xmlError(exchange, { status: fault.status ?? 503, code: 'SlowDown', message });
		}
		case 'redirect':
			return exchange.send(fault.status ?? 307, 'text/plain', '', { location: fault.location });
		case 'timeout':
			return;
	}
}

/**
 * Reads the whole body and records its length and hash in the journal.
 * @throws when the connection breaks before its end
 */
async function receive({ entry, request }: Exchange, size: number): Promise<Uint8Array> {
	const bytes = new Uint8Array(size);
	const hash = createHash('sha256');
	let received = 0;
	for await (const chunk of request) {
		const part = z.instanceof(Uint8Array).parse(chunk);
		bytes.set(part, received);
		hash.update(part);
		received += part.length;
		entry.receivedBytes = received;
	}
	entry.sha256 = hash.digest('hex');
	return bytes;
}

/** Resets the connection once so many bytes have arrived. */
async function breakAt(exchange: Exchange, bytes: number): Promise<void> {
	let received = 0;
	for await (const chunk of exchange.request) {
		received += z.instanceof(Uint8Array).parse(chunk).length;
		exchange.entry.receivedBytes = received;
		if (received >= bytes) return exchange.reset();
	}
}
