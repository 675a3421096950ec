/** Which hosts may be reachable from the internet, by name or address alone. */
import { BlockList, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { codePoint } from '../../support/codePoint';
import { isPublicHost } from '../../../seedance/publicHost';

describe('public', () => {
	it.each([
		'n8n.example.com',
		'N8N.Example.COM',
		'example.com.',
		'local.example.com',
		'localhost.example.com',
		'internal.example.com',
		'mylocal.com',
		'notlocalhost.de',
		'n8n.notlocal',
		'home.arpa.example.com',
		'10.example.com',
		'xn--bcher-kva.example',
		'8.8.8.8',
		'1.0.0.1',
		'9.255.255.255',
		'11.0.0.0',
		'100.63.255.255',
		'100.128.0.0',
		'126.255.255.255',
		'128.0.0.0',
		'169.253.255.255',
		'169.255.0.0',
		'172.15.255.255',
		'172.32.0.0',
		'192.167.255.255',
		'192.169.0.0',
		'223.255.255.255',
		'[2606:4700:4700::1111]',
		'[2001:4860::8888]',
		'[::ffff:8.8.8.8]',
		'[2000::]',
		'[3ffe::1]',
		'[3fff:1000::1]',
		'[2606:4700::ffff:10.1.2.3]',
		'[2001:200::1]',
		'[2001:db7::1]',
		// 6to4, NAT64 and Teredo, each of public IPv4 addresses.
		'[2002:808:808::1]',
		'[64:ff9b::8.8.8.8]',
		'[2001:0:4136:e378:8000:63bf:f7f7:f7f7]',
		'192.0.1.1',
		'192.0.3.1',
		'198.17.255.255',
		'198.20.0.1',
		'198.51.101.1',
		'203.0.112.255',
		'203.0.114.1',
		'lan.example.com',
		'atlan.com',
		'corp.example.com',
		'home.example.com',
		'svc.example.com',
		'softbox.com',
		'notfritz.box',
		'me.myfritz.net',
		'abc.ngrok-free.app',
		'nip.io',
		'8.8.8.8.nip.io',
		'app-8-8-8-8.sslip.io',
		'08080808.nip.io',
		'2606-4700--1111.sslip.io',
		'10-0-0-1.example.com',
		'release-10.0.0.1.example.com',
		'localtest.me.example.com',
		'mylvh.me',
	])('%s', (host) => {
		expect(isPublicHost(host)).toBe(true);
	});
});

describe('not public', () => {
	it.each([
		'',
		'localhost',
		'LocalHost',
		'localhost.',
		'n8n.localhost',
		'n8n.local',
		'N8N.LOCAL.',
		'n8n.internal',
		'host.docker.internal',
		'n8n.home.arpa',
		'home.arpa',
		'n8n',
		'n8n.',
		'nas.lan',
		'NAS.LAN.',
		'n8n.corp',
		'n8n.home',
		'files.intranet',
		'files.private',
		'n8n.localdomain',
		'shop.test',
		'api.invalid',
		'files.onion',
		'kubernetes.default',
		'files.intra',
		'smtp.mail',
		'minio.default.svc',
		'minio.default.svc.cluster.local',
		'vault.service.consul',
		'fritz.box',
		'nas.fritz.box',
		'easy.box',
		'speedport.ip',
		'routerlogin.net',
		'not a host',
		'example.com/path',
		'me@example.com',
	])('the name %j', (host) => {
		expect(isPublicHost(host)).toBe(false);
	});

	it.each([
		'10.0.0.1.nip.io',
		'10.0.0.1.nip.io.',
		'app.10.0.0.1.nip.io',
		'app-10-0-0-1.NIP.io',
		'customer1-app-127-0-0-1.nip.io',
		'1.10.0.0.1.nip.io',
		'0a000001.nip.io',
		'app-7f000001.nip.io',
		'www.192-168-0-1.sslip.io',
		'169.254.169.254.sslip.io',
		'--1.sslip.io',
		'fe80--1.sslip.io',
		'app-fd00--1.sslip.io',
		'172.16.0.9.xip.io',
		'10-0-0-1.traefik.me',
		'192-168-1-5.0123456789abcdef0123456789abcdef.plex.direct',
		'localtest.me',
		'app.localtest.me',
		'lvh.me',
		'app.lvh.me',
	])('%s, a name that carries a private address or always leads to this machine', (host) => {
		expect(isPublicHost(host)).toBe(false);
	});

	it.each([
		'0.0.0.0',
		'0.255.255.255',
		'192.0.0.1',
		'192.0.0.171',
		'192.0.2.1',
		'192.88.99.1',
		'198.18.0.0',
		'198.19.255.255',
		'198.51.100.7',
		'203.0.113.255',
		'10.0.0.0',
		'10.255.255.255',
		'100.64.0.0',
		'100.127.255.255',
		'127.0.0.1',
		'127.255.255.255',
		'127.0.0.1.',
		'169.254.0.0',
		'169.254.169.254',
		'172.16.0.0',
		'172.31.255.255',
		'192.168.0.0',
		'192.168.255.255',
		'224.0.0.0',
		'239.255.255.255',
		'240.0.0.0',
		'255.255.255.255',
	])('%s', (host) => {
		expect(isPublicHost(host)).toBe(false);
	});

	it.each([
		'127.1',
		'0x7f.1',
		'0x7f000001',
		'2130706433',
		'0177.0.0.1',
		'0',
		'10.1',
		'192.168.257',
		'0300.0250.0.1',
		'0xC0.0xA8.0.1',
		'3232235521',
		'0xa9fea9fe',
		'0x7f.0.0.1.',
		'198.18.1',
		'１０.0.0.1',
	])('%s, which is written another way', (host) => {
		expect(isPublicHost(host)).toBe(false);
		expect(isPublicHost(new URL(`https://${host}`).hostname)).toBe(false);
	});

	it.each([
		'[::]',
		'[::1]',
		'[0:0:0:0:0:0:0:1]',
		'[1fff::1]',
		'[4000::1]',
		'[fc00::]',
		'[fec0::1]',
		'[fd12:3456:789a::1]',
		'[fe80::1]',
		'[febf::1]',
		'[FE80::1]',
		'[ff02::1]',
		'[::ffff:127.0.0.1]',
		'[::ffff:10.1.2.3]',
		'[::ffff:c0a8:1]',
		'[::ffff:0:1]',
		'[::127.0.0.1]',
		'[::8.8.8.8]',
		'[::fffe:8.8.8.8]',
		'[64:ff9b::10.1.2.3]',
		'[64:ff9b::c0a8:101]',
		'[64:ff9b:1::8.8.8.8]',
		'[::ffff:0:10.1.2.3]',
		'[::ffff:0:8.8.8.8]',
		'[::ffff:203.0.113.1]',
		'[2001:db8::1]',
		'[2001:DB8:ffff::]',
		'[3fff::1]',
		'[3fff:fff::1]',
		'[2001:2::1]',
		'[2001:20::1]',
		'[100::1]',
		'[5f00::1]',
		// 6to4 of 10.0.0.1, 192.168.1.1 and 127.0.0.1.
		'[2002:a00:1::1]',
		'[2002:c0a8:101::]',
		'[2002:7f00:1::1]',
		// Teredo of the client 192.168.2.45, and over the server 10.0.0.1.
		'[2001:0:4136:e378:8000:63bf:3f57:fdd2]',
		'[2001:0:a00:1:8000:63bf:f7f7:f7f7]',
		'[::1',
	])('%s', (host) => {
		expect(isPublicHost(host)).toBe(false);
	});
});

describe('any address', () => {
	// Node's own arithmetic, fed with the same ranges.
	const closed = new BlockList();
	const ranges = [
		'0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24',
		'192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24',
		'198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3',
	].join(' ');
	for (const range of ranges.split(' ')) {
		const [network = '', bits] = range.split('/');
		closed.addSubnet(network, Number(bits), 'ipv4');
	}
	const open = new BlockList();
	open.addSubnet('2000::', 3, 'ipv6');
	// Of the public addresses: for protocols, documentation and DNS.
	const special = new BlockList();
	special.addSubnet('2001::', 23, 'ipv6');
	special.addSubnet('2001:db8::', 32, 'ipv6');
	special.addSubnet('2620:4f:8000::', 48, 'ipv6');
	special.addSubnet('3fff::', 20, 'ipv6');
	/** IPv6 addresses that contain an IPv4 address, which decides. */
	const holdsIpv4 = new BlockList();
	holdsIpv4.addSubnet('::ffff:0:0', 96, 'ipv6');
	holdsIpv4.addSubnet('64:ff9b::', 96, 'ipv6');
	holdsIpv4.addSubnet('2001::', 32, 'ipv6');
	holdsIpv4.addSubnet('2002::', 16, 'ipv6');

	/** Addresses on both sides of every edge, and any others. */
	const near = fc.constantFrom(
		...['9.255.255.250', '100.63.255.250', '100.127.255.250', '126.255.255.250', '172.15.255.250'],
		...[
			'172.31.255.250',
			...['191.255.255.250', '192.0.1.250', '192.88.98.250', '198.17.255.250', '198.51.99.250'],
			...['198.19.255.250', '203.0.112.250', '203.0.113.250'],
			'192.167.255.250',
			'192.168.255.250',
			'169.253.255.250',
			'223.255.255.250',
		],
	);
	const toNumber = (address: string) =>
		address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
	const toText = (address: number) =>
		[24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
	const edge = fc
		.tuple(near, fc.integer({ min: 0, max: 12 }))
		.map(([address, more]) => toText(toNumber(address) + more));

	const inHex = (number: number) =>
		`${(number >>> 16).toString(16)}:${(number & 0xffff).toString(16)}`;
	/** All spellings of an IPv4 address in a URL, and all IPv6 addresses that contain one. */
	const spellings = (address: string) => {
		const number = toNumber(address);
		const octets = address.split('.').map(Number);
		return [
			address,
			`${address}.`,
			String(number),
			`0x${number.toString(16)}`,
			octets.map((octet) => `0${octet.toString(8)}`).join('.'),
			`[::ffff:${address}]`,
			`[64:ff9b::${address}]`,
			`[2002:${inHex(number)}::1]`,
			`[2001:0:808:808:0:0:${inHex(~number)}]`,
			`${address}.nip.io`,
			`www-${octets.join('-')}.sslip.io`,
			`app-${number.toString(16).padStart(8, '0')}.nip.io`,
		];
	};

	it('of IPv4, however it is written or carried', () => {
		fc.assert(
			fc.property(fc.oneof(fc.ipV4(), edge), (address) => {
				const isPublic = !closed.check(address, 'ipv4');
				for (const host of spellings(address)) {
					expect([host, isPublicHost(host)]).toEqual([host, isPublic]);
				}
			}),
		);
	});

	it('of IPv6', () => {
		const first = fc.constantFrom(
			...['1fff', '2000', '2606', '3ffe', '3fff', '4000', 'fc00', 'fe80', 'ff02'],
			...['2001:1ff', '2001:200', '2001:db8', '2001:db9', '2620:4f:8000'],
		);
		const group = fc.integer({ min: 0, max: 0xffff }).map((bits) => bits.toString(16));
		const begun = fc
			.tuple(first, group, group, group)
			.map(([begin, ...rest]) => `${begin}::${rest.join(':')}`);
		fc.assert(
			fc.property(fc.oneof(fc.ipV6(), begun), (address) => {
				// The test before has those.
				fc.pre(isIPv6(address) && !holdsIpv4.check(address, 'ipv6'));
				const isPublic = open.check(address, 'ipv6') && !special.check(address, 'ipv6');
				expect([address, isPublicHost(`[${address}]`)]).toEqual([address, isPublic]);
			}),
		);
	});
});

it('throws nothing, whatever it is given', () => {
	fc.assert(
		fc.property(fc.string({ unit: codePoint }), (host) => {
			expect(typeof isPublicHost(host)).toBe('boolean');
		}),
	);
});
