import { createServer, type AddressInfo, type Socket } from 'node:net';
import { localAddress } from './ports';

/** An email as it was sent. */
export interface SentEmail {
	readonly to: string;
	readonly subject: string;
	readonly text: string;
	/** The attached files by name. */
	readonly files: ReadonlyMap<string, Buffer>;
}

/** A local mail server. */
export interface Mailbox {
	readonly host: string;
	readonly port: number;
	/** In the order of their arrival. */
	readonly emails: readonly SentEmail[];
}

/** Runs something that sends emails by SMTP, and ends the server. */
export async function withMailbox(act: (mailbox: Mailbox) => Promise<void>): Promise<void> {
	const emails: SentEmail[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		serve(socket, (source) => emails.push(readEmail(source)));
	});
	await new Promise<void>((resolve) => server.listen(0, localAddress, resolve));
	const { port } = server.address() as AddressInfo;
	try {
		await act({ host: localAddress, port, emails });
	} finally {
		for (const socket of sockets) socket.destroy();
		await new Promise((resolve) => server.close(resolve));
	}
}

const endOfEmail = '\r\n.\r\n';

/** Speaks as much SMTP as sending an email needs. */
function serve(socket: Socket, receive: (source: string) => void): void {
	let pending = '';
	let isInEmail = false;
	socket.write('220 mailbox\r\n');
	socket.on('data', (chunk: Buffer) => {
		pending += chunk.toString('latin1');
		for (;;) {
			const end = pending.indexOf(isInEmail ? endOfEmail : '\r\n');
			if (end < 0) return;
			const text = pending.slice(0, end);
			pending = pending.slice(end + (isInEmail ? endOfEmail : '\r\n').length);
			if (isInEmail) {
				receive(text);
				isInEmail = false;
				socket.write('250 OK\r\n');
			} else if (text.toUpperCase() === 'DATA') {
				isInEmail = true;
				socket.write('354 Go ahead\r\n');
			} else if (text.toUpperCase() === 'QUIT') {
				socket.end('221 Bye\r\n');
			} else socket.write('250 OK\r\n');
		}
	});
}

function readEmail(source: string): SentEmail {
	const [head = '', body = ''] = headAndBody(source);
	const boundary = /boundary="([^"]+)"/.exec(head)?.[1];
	const parts = boundary === undefined ? [source] : body.split(`--${boundary}`).slice(1, -1);
	const files = new Map<string, Buffer>();
	let text = '';
	for (const part of parts) {
		const [partHead = '', content = ''] = headAndBody(part);
		const name = /filename="?([^";\r\n]+)/i.exec(partHead)?.[1];
		if (name === undefined) text += decoded(partHead, content).toString('utf8');
		else files.set(name, decoded(partHead, content));
	}
	return { to: header(head, 'To'), subject: header(head, 'Subject'), text, files };
}

function headAndBody(source: string): [string, string] {
	const middle = source.indexOf('\r\n\r\n');
	return [source.slice(0, middle), source.slice(middle + 4)];
}

/** One of an email's headers, which may be folded. */
const header = (head: string, name: string): string =>
	(new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, 'im').exec(head)?.[1] ?? '').replace(
		/\r\n[ \t]/g,
		' ',
	);

function decoded(head: string, content: string): Buffer {
	const [, encoding = '7bit'] = /^content-transfer-encoding: (.+)$/im.exec(head) ?? [];
	if (encoding.trim() === 'base64') return Buffer.from(content, 'base64');
	if (encoding.trim() !== 'quoted-printable') return Buffer.from(content, 'latin1');
	const bytes = content
		.replace(/=\r\n/g, '')
		.replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
	return Buffer.from(bytes, 'latin1');
}
