import { isIP } from 'node:net'

/**
 * Where an IP address leads. `public` is global unicast; `private` includes carrier-grade NAT and
 * benchmarking networks; `never` is what no service lives on (unspecified, multicast, reserved, examples).
 */
export type Reach = 'public' | 'loopback' | 'private' | 'link-local' | 'never'

/** The reach of an address; `embedded` when an IPv6 form carries an IPv4 address, which then decides. */
export type AddressClass = { readonly reach: Reach; readonly embedded: boolean }

type Block = readonly [prefix: string, length: number, reach: Reach]

// https://www.iana.org/assignments/iana-ipv4-special-registry
const blocks4: readonly Block[] = [
  ['0.0.0.0', 8, 'never'],
  ['10.0.0.0', 8, 'private'],
  ['100.64.0.0', 10, 'private'],
  ['127.0.0.0', 8, 'loopback'],
  ['169.254.0.0', 16, 'link-local'],
  ['172.16.0.0', 12, 'private'],
  ['192.0.0.0', 24, 'never'],
  ['192.0.2.0', 24, 'never'],
  ['192.88.99.0', 24, 'never'],
  ['192.168.0.0', 16, 'private'],
  ['198.18.0.0', 15, 'private'],
  ['198.51.100.0', 24, 'never'],
  ['203.0.113.0', 24, 'never'],
  ['224.0.0.0', 3, 'never'],
]

// https://www.iana.org/assignments/iana-ipv6-special-registry; first match wins, the rest is reserved.
const blocks6: readonly Block[] = [
  ['::', 128, 'never'],
  ['::1', 128, 'loopback'],
  ['64:ff9b:1::', 48, 'private'],
  ['2001::', 23, 'never'],
  ['2001:db8::', 32, 'never'],
  ['3fff::', 20, 'never'],
  ['2000::', 3, 'public'],
  ['fc00::', 7, 'private'],
  ['fe80::', 10, 'link-local'],
  ['fec0::', 10, 'private'],
]

/** IPv6 forms that carry an IPv4 address: prefix, length, and how far right the IPv4 address ends. */
const embeddings: readonly (readonly [prefix: string, length: number, shift: number])[] = [
  ['::ffff:0:0', 96, 0],
  ['::ffff:0:0:0', 96, 0],
  ['64:ff9b::', 96, 0],
  ['::', 96, 0],
  ['2002::', 16, 80],
]

/** An IPv4 address as a number. */
function bits4(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + (Number(part) & 255), 0)
}

function groups6(half: string): readonly bigint[] {
  if (half === '') return []
  return half.split(':').flatMap((group) => {
    if (!group.includes('.')) return [BigInt(`0x${group}`)]
    const value = BigInt(bits4(group))
    return [value >> 16n, value & 0xffffn]
  })
}

function bits6(address: string): bigint {
  const [plain = ''] = address.split('%')
  const [head = '', tail] = plain.split('::')
  const left = groups6(head)
  const right = tail === undefined ? [] : groups6(tail)
  const middle = Array.from({ length: 8 - left.length - right.length }, () => 0n)
  return [...left, ...middle, ...right].reduce((sum, group) => (sum << 16n) | group, 0n)
}

type Range4 = { readonly first: number; readonly last: number; readonly reach: Reach }

const ranges4 = blocks4.map(([prefix, length, reach]): Range4 => {
  const first = bits4(prefix)
  return { first, last: first + 2 ** (32 - length) - 1, reach }
})

function reach4(bits: number): Reach {
  return ranges4.find(({ first, last }) => first <= bits && bits <= last)?.reach ?? 'public'
}

type Range6 = { readonly prefix: bigint; readonly shift: bigint }

function rangeOf(address: string, length: number): Range6 {
  const shift = BigInt(128 - length)
  return { prefix: bits6(address) >> shift, shift }
}

const holds = (bits: bigint, { prefix, shift }: Range6) => bits >> shift === prefix

function rangesOf6() {
  return {
    ranges: blocks6.map(([prefix, length, reach]) => ({ ...rangeOf(prefix, length), reach })),
    carriers: embeddings.map(([prefix, length, right]) => {
      return { ...rangeOf(prefix, length), right: BigInt(right) }
    }),
  }
}

/** Worked out when the first IPv6 address is met: most runs meet none, and big integers cost a start. */
let known6: ReturnType<typeof rangesOf6> | undefined

function class6(address: string): AddressClass {
  known6 ??= rangesOf6()
  const { ranges, carriers } = known6
  const bits = bits6(address)
  // `::` and `::1` lie inside the old IPv4-compatible range and are no IPv4 addresses.
  const carried = bits > 1n && carriers.find((range) => holds(bits, range))
  if (carried) return { reach: reach4(Number((bits >> carried.right) & 0xffffffffn)), embedded: true }
  return { reach: ranges.find((range) => holds(bits, range))?.reach ?? 'never', embedded: false }
}

/** Classifies an address in any textual form that `net.isIP` takes; anything else is `never`. */
export function classifyAddress(address: string): AddressClass {
  const family = isIP(address)
  if (family === 4) return { reach: reach4(bits4(address)), embedded: false }
  if (family !== 6) return { reach: 'never', embedded: false }
  return class6(address)
}
