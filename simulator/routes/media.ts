import type { Exchange } from '../http/exchange';
import type { Service } from '../service';

/** `GET /media/{id}/{name}`: an uploaded file, at the URL in its ticket. Needs no key. */
export function media(service: Service, exchange: Exchange): void {
	const file = service.uploads.fileAt(exchange.entry.path, service.now());
	if (file === undefined) return exchange.send(404, 'text/plain', 'no such file');
	exchange.entry.note = `${file.contentType}, ${file.bytes.length} bytes`;
	exchange.send(200, file.contentType, file.bytes);
}
