import type { Exchange } from './exchange';

/** Answers with an error in the XML format of S3. */
export function xmlError(
	exchange: Exchange,
	error: { readonly status: number; readonly code: string; readonly message: string },
): void {
	const { status, code, message } = error;
	exchange.entry.note ??= message;
	const body = `<Code>${code}</Code><Message>${escaped(message)}</Message>`;
	exchange.send(
		status,
		'application/xml',
		`<?xml version="1.0" encoding="UTF-8"?>\n<Error>${body}</Error>`,
	);
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
