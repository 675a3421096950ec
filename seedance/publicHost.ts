/** Decides by name or IP address whether a host is public. */
import ipaddr from 'ipaddr.js';

const isPublicIpv4 = (high: number, low: number) =>
	new ipaddr.IPv4([high >>> 8, high & 0xff, low >>> 8, low & 0xff]).range() === 'unicast';

const inverted = (group: number) => ~group & 0xffff;

function isPublicIpv6(address: InstanceType<typeof ipaddr.IPv6>): boolean {
	const [first = 0, second = 0, third = 0, fourth = 0, , , seventh = 0, eighth = 0] = address.parts;
	switch (address.range()) {
		case 'unicast':
			// All public IPv6 addresses begin with the bits 001 (IANA's registry of the address space).
			return first >>> 13 === 0b001;
		case 'ipv4Mapped':
			return isPublicIpv4(seventh, eighth);
		case 'rfc6052':
			// This is NAT64. Its other prefix, 64:ff9b:1::/48, is for use within one network.
			return third === 0 && isPublicIpv4(seventh, eighth);
		case '6to4':
			return isPublicIpv4(second, third);
		case 'teredo':
			// Teredo has the server's address, and the client's with all bits inverted.
			return isPublicIpv4(third, fourth) && isPublicIpv4(inverted(seventh), inverted(eighth));
		default:
			return false;
	}
}

/** @param text an IP address as URL writes it, without the brackets */
function isPublicAddress(text: string): boolean {
	const address = ipaddr.parse(text);
	return address instanceof ipaddr.IPv6 ? isPublicIpv6(address) : address.range() === 'unicast';
}

/**
 * Endings of private networks, which public DNS doesn't have: RFC 6761, RFC 8375, RFC 6762
 * (appendix G), ICANN's .internal, Kubernetes, Consul and common routers and habits.
 */
const privateEnding =
	/(^|\.)(localhost|localdomain|local|lan|home|home\.arpa|internal|test|invalid|onion|alt|mail|intra|intern|default|intranet|private|corp|svc|consul|ip)$/;

/** Names of routers, and names that always lead to this machine. */
const privateName =
	/(^|\.)((fritz|easy|o2)\.box|routerlogin\.(net|com)|tplinkwifi\.net|router\.asus\.com|(localtest|lvh|fuf|vcap)\.me|lacolhost\.com|localho\.st|local\.gd|localhost\.direct)$/;

/** DNS services that resolve to the IP address in the name: 10-0-0-1.nip.io. */
const carriesAddress =
	/\.((nip|sslip|xip|backname)\.io|traefik\.me|plex\.direct|local-ip\.(co|sh|medicmobile\.org))$/;

/** Four numbers separated by dots or hyphens, including overlapping matches. */
const inNumbers = /(?<!\d)(?=(\d{1,3})[.-](\d{1,3})[.-](\d{1,3})[.-](\d{1,3})(?!\d))/g;
const inHex = /(?<![0-9a-z])[0-9a-f]{8}(?![0-9a-z])/g;

/** The IPv6 address at the end of a label, with hyphens as colons: `app-fe80--1`. */
function ipv6In(label: string): string[] {
	const groups = label.split('-');
	const ends = groups.map((_, i) => groups.slice(i).join(':'));
	return ends.filter((end) => ipaddr.IPv6.isValid(end)).slice(0, 1);
}

/** All IP addresses that a name may contain. */
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

/** A host in URL's spelling: lower case, and IPv4 addresses as four decimal numbers. */
function normalised(hostname: string): string | undefined {
	if (/[\s/?#@\\]/.test(hostname)) return undefined;
	try {
		return new URL(`https://${hostname}/`).hostname.replace(/\.+$/, '');
	} catch {
		return undefined;
	}
}

/**
 * Whether a host may be reachable from the internet. Names aren't resolved, so a custom name of a
 * private address passes.
 * @param hostname as in `URL.hostname`, with an IPv6 address in brackets
 */
export function isPublicHost(hostname: string): boolean {
	const host = normalised(hostname);
	if (host === undefined || host === '') return false;
	if (host.startsWith('[')) return isPublicAddress(host.slice(1, -1));
	return /^[\d.]+$/.test(host) ? isPublicAddress(host) : isPublicName(host);
}
