/** Which hosts may be reachable from the internet, by name or address alone. */
import { BlockList, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { codePoint } from '../codePoint';
import { isPublicHost } from '../../../seedance/validation/publicHost';

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
		'[3fff::1]',
		'[2606:4700::ffff:10.1.2.3]',
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
		'not a host',
		'example.com/path',
		'me@example.com',
	])('the name %j', (host) => {
		expect(isPublicHost(host)).toBe(false);
	});

	it.each([
		'0.0.0.0',
		'0.255.255.255',
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
		'[::1',
	])('%s', (host) => {
		expect(isPublicHost(host)).toBe(false);
	});
});

describe('any address', () => {
	// Node's own arithmetic, fed with the same ranges.
	const closed = new BlockList();
	const ranges =
		'0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16 224.0.0.0/3';
	for (const range of ranges.split(' ')) {
		const [network = '', bits] = range.split('/');
		closed.addSubnet(network, Number(bits), 'ipv4');
	}
	const open = new BlockList();
	open.addSubnet('2000::', 3, 'ipv6');

	/** Addresses on both sides of every edge, and any others. */
	const near = fc.constantFrom(
		...['9.255.255.250', '100.63.255.250', '100.127.255.250', '126.255.255.250', '172.15.255.250'],
		...[
			'172.31.255.250',
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

	it('of IPv4, also mapped into IPv6', () => {
		fc.assert(
			fc.property(fc.oneof(fc.ipV4(), edge), (address) => {
				const isPublic = !closed.check(address, 'ipv4');
				expect(isPublicHost(address)).toBe(isPublic);
				expect(isPublicHost(`${address}.`)).toBe(isPublic);
				expect(isPublicHost(String(toNumber(address)))).toBe(isPublic);
				expect(isPublicHost(`[::ffff:${address}]`)).toBe(isPublic);
			}),
		);
	});

	it('of IPv6', () => {
		const first = fc.constantFrom('1fff', '2000', '2606', '3fff', '4000', 'fc00', 'fe80', 'ff02');
		const group = fc.integer({ min: 0, max: 0xffff }).map((bits) => bits.toString(16));
		const begun = fc
			.tuple(first, group, group, group)
			.map(([begin, ...rest]) => `${begin}::${rest.join(':')}`);
		fc.assert(
			fc.property(fc.oneof(fc.ipV6(), begun), (address) => {
				// IPv4 in disguise is the test before.
				fc.pre(isIPv6(address) && !/::ffff:/i.test(new URL(`https://[${address}]`).hostname));
				expect(isPublicHost(`[${address}]`)).toBe(open.check(address, 'ipv6'));
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
