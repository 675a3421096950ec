/** One file of a form, in the format of RFC 7578. */
export interface FormFile {
	readonly field: string;
	readonly fileName: string;
	readonly contentType: string;
	readonly bytes: Uint8Array;
}

/**
 * Reads a form that holds one file and nothing else; undefined for every other body.
 * @param contentType of the request, which names the boundary
 */
export function parseForm(contentType: string, body: Buffer): FormFile | undefined {
	const [, boundary = ''] =
		/^multipart\/form-data; *boundary="?([^";]{1,70})"?$/.exec(contentType) ?? [];
	const start = Buffer.from(`--${boundary}\r\n`);
	const end = Buffer.from(`\r\n--${boundary}--\r\n`);
	const isFramed =
		body.subarray(0, start.length).equals(start) && body.subarray(-end.length).equals(end);
	const headEnd = body.indexOf('\r\n\r\n');
	if (boundary === '' || !isFramed || headEnd < 0) return undefined;
	const head = body.subarray(start.length, headEnd).toString('utf8');
	const [, field] = /^content-disposition: form-data;.* name="([^"]*)"/im.exec(head) ?? [];
	const [, fileName] = /^content-disposition: form-data;.* filename="([^"]*)"/im.exec(head) ?? [];
	const [, type = 'application/octet-stream'] = /^content-type: *(\S+)/im.exec(head) ?? [];
	if (field === undefined || fileName === undefined) return undefined;
	const bytes = body.subarray(headEnd + 4, body.length - end.length);
	return { field, fileName, contentType: type, bytes };
}
