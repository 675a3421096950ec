import type { Exchange } from '../http/exchange';
import type { Route } from '../journal/journal';
import type { Service } from '../service';
import { download } from './download';
import { formUpload } from './form-upload';
import { list } from './list';
import { media, sample } from './media';
import { models } from './models';
import { price } from './price';
import { deleteOne, deleteSeveral } from './delete';
import { balance, read } from './read';
import { secret } from './secret';
import { submit } from './submit';
import { ticket } from './ticket';
import { upload } from './upload';

/** The route of a request. Routes under /api/v3 need a key and are given its account. */
export type Destination =
	| {
			readonly route: Route;
			readonly needsKey: true;
			run(service: Service, exchange: Exchange, account: number): Promise<void> | void;
	  }
	| {
			readonly route: Route;
			readonly needsKey: false;
			run(service: Service, exchange: Exchange): Promise<void> | void;
	  };

const API = '/api/v3/';

/** Finds the route of a request by method and path (without query). */
export function destinationOf(method: string, path: string): Destination {
	return path.startsWith(API) ? apiRoute(method, path.slice(API.length)) : openRoute(method, path);
}

function apiRoute(method: string, path: string): Destination {
	const [, taskId] = /^predictions\/([^/]+)(?:\/result)?$/.exec(path) ?? [];
	if (method === 'GET' && taskId !== undefined) {
		return {
			route: 'read',
			needsKey: true,
			run: (service, exchange, account) => read(service, exchange, account, taskId),
		};
	}
	if (method === 'DELETE' && taskId !== undefined && !path.endsWith('/result')) {
		return {
			route: 'delete',
			needsKey: true,
			run: (service, exchange, account) => deleteOne(service, exchange, account, taskId),
		};
	}
	if (method === 'POST' && path === 'predictions/delete') {
		return { route: 'delete', needsKey: true, run: deleteSeveral };
	}
	if (method === 'GET' && path === 'balance') {
		return { route: 'balance', needsKey: true, run: balance };
	}
	if (method === 'GET' && path === 'webhook/secret') {
		return { route: 'secret', needsKey: true, run: secret };
	}
	if (method === 'GET' && path === 'models') {
		return { route: 'models', needsKey: true, run: models };
	}
	if (method === 'POST' && path === 'model/price') {
		return { route: 'price', needsKey: true, run: price };
	}
	if (method === 'POST' && path === 'predictions') {
		return { route: 'list', needsKey: true, run: list };
	}
	if (method === 'POST' && path === 'media/uploads') {
		return { route: 'ticket', needsKey: true, run: ticket };
	}
	if (method === 'POST' && path === 'media/upload/binary') {
		return { route: 'form', needsKey: true, run: formUpload };
	}
	if (method === 'POST' && !/^(?:predictions|media)\//.test(path)) {
		return {
			route: 'submit',
			needsKey: true,
			run: (service, exchange, account) => submit(service, exchange, account, path),
		};
	}
	return {
		route: 'other',
		needsKey: true,
		run: (_service, exchange) => exchange.refuse(404, 'no such route'),
	};
}

function openRoute(method: string, path: string): Destination {
	const isGet = method === 'GET' || method === 'HEAD';
	// The first video of a task has no number; the others have -1, -2 and so on.
	const [, taskId, number = '0'] = /^\/outputs\/([^/]+?)(?:-([1-9]\d*))?\.mp4$/.exec(path) ?? [];
	if (isGet && taskId !== undefined) {
		return {
			route: 'download',
			needsKey: false,
			run: (service, exchange) => download(service, exchange, taskId, Number(number)),
		};
	}
	if (method === 'PUT' && path.startsWith('/upload-store/')) {
		return { route: 'upload', needsKey: false, run: upload };
	}
	if (isGet && path.startsWith('/media/')) {
		return { route: 'media', needsKey: false, run: media };
	}
	if (isGet && path === '/samples/first-frame.png') {
		return { route: 'sample', needsKey: false, run: (_service, exchange) => sample(exchange) };
	}
	return {
		route: 'other',
		needsKey: false,
		run: (_service, exchange) => exchange.send(404, 'text/plain', 'no such page'),
	};
}
