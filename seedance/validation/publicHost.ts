/** Whether a host can be reached from everywhere, judged by its name or address alone. */

type Range = readonly [network: number, bits: number];

const ipv4 = (a: number, b = 0) => ((a << 24) | (b << 16)) >>> 0;

/** IPv4 ranges that lead nowhere from outside (IANA's registry of special-purpose addresses). */
const privateIpv4: readonly Range[] = [
	[ipv4(0), 8], // this network
	[ipv4(10), 8],
	[ipv4(100, 64), 10], // carrier-grade NAT
	[ipv4(127), 8], // loopback
	[ipv4(169, 254), 16], // link-local
	[ipv4(172, 16), 12],
	[ipv4(192, 168), 16],
	[ipv4(224), 3], // multicast, reserved, broadcast
];

function isPublicIpv4(address: number): boolean {
	return !privateIpv4.some(([network, bits]) => {
		const size = 2 ** (32 - bits);
		return Math.floor(address / size) === Math.floor(network / size);
	});
}

/** The eight groups of an address as URL writes it: `2001:db8::1`. */
function groupsOf(address: string): number[] {
	const [before = [], after] = address
		.split('::')
		.map((half) => (half === '' ? [] : half.split(':').map((group) => parseInt(group, 16))));
	if (after === undefined) return before;
	const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0);
	return [...before, ...zeros, ...after];
}

/** All public addresses of IPv6 begin with the bits 001 (IANA's registry of its address space). */
function isPublicIpv6(address: string): boolean {
	const groups = groupsOf(address);
	const [first = 0, , , , , sixth = 0, seventh = 0, eighth = 0] = groups;
	// ::ffff:a.b.c.d is that IPv4 address.
	const isMapped = sixth === 0xffff && groups.findIndex((group) => group !== 0) === 5;
	return isMapped ? isPublicIpv4(seventh * 0x10000 + eighth) : first >>> 13 === 0b001;
}

/** Names that mean this machine or this network. */
const privateName = /(^|\.)(localhost|local|internal|home\.arpa)$/;

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
 * Whether a host may be reachable from the internet. No name is looked up.
 * @param hostname as `URL.hostname` gives it: an IPv6 address stands in brackets
 */
export function isPublicHost(hostname: string): boolean {
	const host = normalised(hostname);
	if (host === undefined) return false;
	if (host.startsWith('[')) return isPublicIpv6(host.slice(1, -1));
	if (/^[\d.]+$/.test(host)) {
		const address = host.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
		return isPublicIpv4(address);
	}
	return host.includes('.') && !privateName.test(host);
}
