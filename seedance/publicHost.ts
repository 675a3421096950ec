/** Whether a host can be reached from everywhere, judged by its name or address alone. */
import ipaddr from 'ipaddr.js';

const isPublicIpv4 = (high: number, low: number) =>
	new ipaddr.IPv4([high >>> 8, high & 0xff, low >>> 8, low & 0xff]).range() === 'unicast';

const inverted = (group: number) => ~group & 0xffff;

function isPublicIpv6(address: InstanceType<typeof ipaddr.IPv6>): boolean {
	const [first = 0, second = 0, third = 0, fourth = 0, , , seventh = 0, eighth = 0] = address.parts;
	switch (address.range()) {
		case 'unicast':
			// All public addresses begin with the bits 001 (IANA's registry of the address space).
			return first >>> 13 === 0b001;
		case 'ipv4Mapped':
			return isPublicIpv4(seventh, eighth);
		case 'rfc6052':
			// NAT64. Its other prefix, 64:ff9b:1::/48, is for use within one network.
			return third === 0 && isPublicIpv4(seventh, eighth);
		case '6to4':
			return isPublicIpv4(second, third);
		case 'teredo':
			// The server's address, and the client's with all bits inverted.
			return isPublicIpv4(third, fourth) && isPublicIpv4(inverted(seventh), inverted(eighth));
		default:
			return false;
	}
}

/** @param text an address as URL writes it, without the brackets */
function isPublicAddress(text: string): boolean {
	const address = ipaddr.parse(text);
	return 'parts' in address ? isPublicIpv6(address) : address.range() === 'unicast';
}

/**
 * Endings that mean this machine or this network: no public DNS has them. RFC 6761, RFC 8375, RFC 6762
 * (appendix G), ICANN's .internal, Kubernetes, Consul, and what routers give out.
 */
const privateEnding =
	/(^|\.)(localhost|localdomain|local|lan|home|home\.arpa|internal|intranet|private|corp|svc|consul|ip)$/;

/** Names that routers answer for, or that lead to this machine from everywhere. */
const privateName =
	/(^|\.)((fritz|easy|o2)\.box|routerlogin\.(net|com)|tplinkwifi\.net|router\.asus\.com|(localtest|lvh|fuf|vcap)\.me|lacolhost\.com|localho\.st|local\.gd|localhost\.direct)$/;

/** Services whose names lead to the address that is written in them: 10-0-0-1.nip.io. */
const carriesAddress =
	/\.((nip|sslip|xip|backname)\.io|traefik\.me|plex\.direct|local-ip\.(co|sh|medicmobile\.org))$/;

/** Four numbers by dots or hyphens; each of several that overlap. */
const inNumbers = /(?<!\d)(?=(\d{1,3})[.-](\d{1,3})[.-](\d{1,3})[.-](\d{1,3})(?!\d))/g;
const inHex = /(?<![0-9a-z])[0-9a-f]{8}(?![0-9a-z])/g;

/** The IPv6 address that a label ends with, its colons written as hyphens: `app-fe80--1`. */
function ipv6In(label: string): string[] {
	const groups = label.split('-');
	const ends = groups.map((_, i) => groups.slice(i).join(':'));
	return ends.filter((end) => ipaddr.IPv6.isValid(end)).slice(0, 1);
}

/** All addresses that a name may carry. */
function addressesIn(name: string): string[] {
	return [
		...[...name.matchAll(inNumbers)].map(([, ...octets]) => octets.map(Number).join('.')),
		...[...name.matchAll(inHex)].map(([hex]) => String(parseInt(hex, 16))),
		...name.split('.').flatMap(ipv6In),
	].filter((text) => ipaddr.isValid(text));
}

function isPublicName(name: string): boolean {
	if (!name.includes('.') || privateEnding.test(name) || privateName.test(name)) return false;
	return !carriesAddress.test(name) || addressesIn(name).every(isPublicAddress);
}

/** A host as URL writes it: lower case, IPv4 addresses in four decimal numbers. */
function normalised(hostname: string): string | undefined {
	if (/[\s/?#@\\]/.test(hostname)) return undefined;
	try {
		return new URL(`https://${hostname}/`).hostname.replace(/\.+$/, '');
	} catch {
		return undefined;
	}
}

/**
 * Whether a host may be reachable from the internet. No name is looked up, so that a name of somebody's
 * own that leads to a private address passes.
 * @param hostname as `URL.hostname` gives it: an IPv6 address stands in brackets
 */
export function isPublicHost(hostname: string): boolean {
	const host = normalised(hostname);
	if (host === undefined || host === '') return false;
	if (host.startsWith('[')) return isPublicAddress(host.slice(1, -1));
	return /^[\d.]+$/.test(host) ? isPublicAddress(host) : isPublicName(host);
}
