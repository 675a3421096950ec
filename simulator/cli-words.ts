import type { Delivery } from './journal/delivery';
import type { JournalEntry, Route } from './journal/journal';

/** What `--help` prints. */
export const HELP = `A stand-in for the WaveSpeedAI API on this machine. Costs nothing, needs no network.

  npm run simulator -- [options]

  --port <number>          port to listen on (default 8787)
  --host <address>         address to listen on (default 127.0.0.1)
  --public-url <url>       base URL under which n8n reaches it, if another (Docker)
  --key <text>             API key to accept (default test-key)
  --task-seconds <number>  how long a video takes (default 3)
  --balance <number>       balance at the start, in USD, from which submits are then paid
                           (by default 10 are shown and nothing is charged)
  --current-schemas        seedance-2.0/image-to-video as it is today (image) instead of as in its
                           document (images)
  --tier <name>            limits of the account: none (default), bronze (2 videos a minute,
                           2 at a time, more are refused with 429) or bronze-queue (more wait)
  --help                   show this

A submit with ?webhook=<url> is called back when its task has ended; GET /api/v3/webhook/secret
gives the secret that callbacks are signed with. Files are uploaded with a ticket from
POST /api/v3/media/uploads; they are kept in memory until it stops. GET /api/v3/models lists the
models and POST /api/v3/model/price prices a request; prices that are not published are invented.

Ctrl-C stops it.`;

/** What is printed at the start. */
export function welcome(url: string, key: string, taskSeconds: number): string {
	return `The WaveSpeedAI stand-in is running.

  Base URL  ${url}
  API key   ${key}
  Videos    ready ${taskSeconds} s after they are submitted
  Picture   ${url}/samples/first-frame.png (a first frame to try)

In n8n: create a WaveSpeedAI credential with this API key and set its Base URL to ${url}
(n8n in Docker: start this with --host 0.0.0.0 --public-url http://host.docker.internal:${new URL(url).port} and use that URL).
Ctrl-C stops it.
`;
}

/** One request in plain words, on one line, without any key. */
export function describe(entry: JournalEntry): string {
	const time = new Date(entry.atMs).toTimeString().slice(0, 8);
	return `${time}  ${sentence(entry)}${warning(entry)}`;
}

/**
 * One try to send a callback in plain words, on one line. It leaves out the URL's query, which may
 * hold a token.
 */
export function describeCallback(delivery: Delivery): string {
	const time = new Date(delivery.atMs).toTimeString().slice(0, 8);
	const { origin, pathname } = new URL(delivery.url);
	const again = delivery.attempt === 1 ? '' : ` (attempt ${delivery.attempt})`;
	const answer = delivery.status ?? 'no answer';
	return `${time}  callback sent${again}: task ${delivery.taskId} to ${origin}${pathname} → ${answer}`;
}

function sentence(entry: JournalEntry): string {
	const note = entry.note === undefined ? '' : `: ${entry.note}`;
	const request = `${entry.method} ${entry.path}`;
	if (entry.status === undefined) return `no answer to ${request}${note}`;
	if (entry.status >= 400) return `refused ${request} with ${entry.status}${note}`;
	switch (entry.route) {
		case 'submit':
			return `${entry.accepted ? 'submit accepted' : 'submit not accepted'}${note}`;
		case 'read':
			return `status read${note}`;
		case 'list':
			return `tasks listed${note}`;
		case 'delete':
			return `tasks deleted${note}`;
		case 'balance':
			return `balance read${note}`;
		case 'models':
			return `models listed${note}`;
		case 'price':
			return `price told${note}`;
		case 'secret':
			return `callback secret read${note}`;
		case 'ticket':
			return `upload ticket given${note}`;
		case 'upload':
		case 'form':
			return `file received${note}`;
		case 'media':
			return `file served${note}`;
		case 'download':
			return `video served${note}`;
		default:
			return `${request} answered ${entry.status}${note}`;
	}
}

const KEYLESS: readonly Route[] = ['upload', 'media', 'download', 'sample'];

function warning(entry: JournalEntry): string {
	return KEYLESS.includes(entry.route) && entry.authorizationSent
		? ' (warning: an Authorization header was sent)'
		: '';
}
