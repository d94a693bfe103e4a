import { BlockList, isIP } from 'node:net';

/** Networks that no public host has an address in (IANA special-purpose registries), cloud metadata among them. */
const PRIVATE: readonly (readonly [network: string, prefix: number, family: 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
];

const refused = new BlockList();
for (const [network, prefix, family] of PRIVATE) refused.addSubnet(network, prefix, family);
/** Global unicast; everything else of IPv6, IPv4 in its clothes included, is no address of a public host. */
const globalV6 = new BlockList();
globalV6.addSubnet('2000::', 3, 'ipv6');
/** Within global unicast: 6to4 and Teredo carry IPv4 addresses, documentation has no hosts. */
const refusedV6 = new BlockList();
refusedV6.addSubnet('2001::', 32, 'ipv6');
refusedV6.addSubnet('2001:db8::', 32, 'ipv6');
refusedV6.addSubnet('2002::', 16, 'ipv6');

/** Whether a host of the internet may have this address. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !refused.check(address, 'ipv4');
  return family === 6 && globalV6.check(address, 'ipv6') && !refusedV6.check(address, 'ipv6');
}

/**
 * Why a base address is not taken, or undefined. Names are judged again by the addresses they have when they are asked.
 * @param allowsPrivate for development: any address, and plain HTTP
 */
export function baseUrlProblem(text: string, allowsPrivate: boolean): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['https:', 'http:'].includes(url.protocol)) return 'url.invalid';
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return 'url.invalid';
  if (allowsPrivate) return undefined;
  if (url.protocol !== 'https:') return 'url.not_https';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 && !isPublicAddress(host) ? 'url.private' : undefined;
}
