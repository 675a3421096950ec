import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Exchange } from '../http/exchange';
import type { Service } from '../service';
import { CLIPS } from '../video/clip';

/** `GET /media/{id}/{name}`: an uploaded file, at the URL in its ticket. Needs no key. */
export function media(service: Service, exchange: Exchange): void {
	const file = service.uploads.fileAt(exchange.entry.path, service.now());
	if (file === undefined) return exchange.send(404, 'text/plain', 'no such file');
	exchange.entry.note = `${file.contentType}, ${file.bytes.length} bytes`;
	exchange.send(200, file.contentType, file.bytes);
}

let firstFrame: Promise<Buffer> | undefined;

/** `GET /samples/first-frame.png`: an image to start from, 640×360, as the videos begin. Needs no key. */
export async function sample(exchange: Exchange): Promise<void> {
	firstFrame ??= readFile(path.join(CLIPS, 'first-frame.png'));
	const bytes = await firstFrame;
	exchange.entry.note = `sample image, ${bytes.length} bytes`;
	exchange.send(200, 'image/png', bytes);
}
