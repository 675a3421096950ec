/** A self-signed certificate, made for every run, so that the repository contains no key. */
import { generateKeyPairSync, sign } from 'node:crypto';

export interface Certificate {
	/** PEM. */
	readonly key: string;
	/** PEM. */
	readonly cert: string;
}

/** One value in DER: tag, length, content. */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
	const content = Buffer.concat(contents);
	const size = content.length;
	const length = size < 0x80 ? [size] : [0x82, size >> 8, size & 0xff];
	return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const sequence = (...contents: readonly Buffer[]) => der(0x30, ...contents);
const integer = (value: number) => der(0x02, Buffer.from([value]));
/** 1.2.840.10045.4.3.2, ecdsa-with-SHA256. */
const algorithm = sequence(der(0x06, Buffer.from('2a8648ce3d040302', 'hex')));
/** 2.5.4.3, the common name. */
const commonName = der(0x06, Buffer.from('550403', 'hex'));
/** 2.5.29.17, other names that the certificate holds for. */
const altNames = der(0x06, Buffer.from('551d11', 'hex'));
const bits = (content: Buffer) => der(0x03, Buffer.from([0]), content);

/** Self-signed, for localhost and 127.0.0.1, good from 2020 to 2049 (RFC 5280, X.509 version 3). */
export function selfSigned(): Certificate {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const name = sequence(der(0x31, sequence(commonName, der(0x0c, Buffer.from('localhost')))));
	const validity = sequence(
		...['200101000000Z', '491231235959Z'].map((time) => der(0x17, Buffer.from(time))),
	);
	const names = sequence(
		der(0x82, Buffer.from('localhost')),
		der(0x87, Buffer.from([127, 0, 0, 1])),
	);
	const unsigned = sequence(
		der(0xa0, integer(2)),
		integer(1),
		algorithm,
		name,
		validity,
		name,
		publicKey.export({ type: 'spki', format: 'der' }),
		der(0xa3, sequence(sequence(altNames, der(0x04, names)))),
	);
	const signed = sequence(unsigned, algorithm, bits(sign('sha256', unsigned, privateKey)));
	const lines = signed.toString('base64').match(/.{1,64}/g) ?? [];
	return {
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
	};
}
