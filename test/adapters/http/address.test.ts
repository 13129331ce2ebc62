import { BlockList, isIPv6 } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { classifyAddress } from '../../../src/adapters/http/address.ts'

const table: readonly (readonly [string, string, boolean])[] = [
  ['8.8.8.8', 'public', false],
  ['9.255.255.255', 'public', false],
  ['10.0.0.1', 'private', false],
  ['11.0.0.0', 'public', false],
  ['100.63.255.255', 'public', false],
  ['100.64.0.1', 'private', false],
  ['127.0.0.1', 'loopback', false],
  ['127.255.255.255', 'loopback', false],
  ['128.0.0.0', 'public', false],
  ['169.254.169.254', 'link-local', false],
  ['172.15.255.255', 'public', false],
  ['172.16.0.0', 'private', false],
  ['172.31.255.255', 'private', false],
  ['172.32.0.0', 'public', false],
  ['192.168.1.1', 'private', false],
  ['192.169.0.0', 'public', false],
  ['0.0.0.0', 'never', false],
  ['224.0.0.1', 'never', false],
  ['255.255.255.255', 'never', false],
  ['::', 'never', false],
  ['::1', 'loopback', false],
  ['0:0:0:0:0:0:0:1', 'loopback', false],
  ['::ffff:127.0.0.1', 'loopback', true],
  ['::ffff:7f00:1', 'loopback', true],
  ['::ffff:8.8.8.8', 'public', true],
  ['::ffff:0:10.0.0.1', 'private', true],
  ['::127.0.0.1', 'loopback', true],
  ['64:ff9b::169.254.169.254', 'link-local', true],
  ['64:ff9b::808:808', 'public', true],
  ['64:ff9b:1::1', 'private', false],
  ['2002:7f00:1::', 'loopback', true],
  ['2001:0:1::1', 'never', false],
  ['2001:db8::1', 'never', false],
  ['2606:4700::1111', 'public', false],
  ['fc00::1', 'private', false],
  ['fd12:3456::1', 'private', false],
  ['fe80::1', 'link-local', false],
  ['fe80::1%eth0', 'link-local', false],
  ['ff02::1', 'never', false],
  ['4000::1', 'never', false],
  ['not an address', 'never', false],
  ['', 'never', false],
  ['1.2.3', 'never', false],
]

describe('where an address leads', () => {
  test.each(table)('%s is %s (embedded: %s)', (address, reach, embedded) => {
    expect(classifyAddress(address)).toEqual({ reach, embedded })
  })

  // Node's own matcher is the second opinion on the blocks an attacker wants.
  const inside = new BlockList()
  const blocks = [
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
    ['0.0.0.0', 8],
    ['224.0.0.0', 3],
  ] as const
  for (const [prefix, length] of blocks) inside.addSubnet(prefix, length, 'ipv4')

  test('no IPv4 address of a closed block is public, in plain or embedded form', () => {
    const anyBlock = fc.constantFrom(...blocks)
    fc.assert(
      fc.property(anyBlock, fc.nat(0xffffff), fc.ipV4(), ([prefix, length], host, other) => {
        const base = prefix.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
        const number = base + (host % 2 ** (32 - length))
        const bytes = [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256)
        const address = bytes.join('.')
        const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0'))
        expect(inside.check(address)).toBe(true)
        expect(classifyAddress(address).reach).not.toBe('public')
        expect(classifyAddress(`::ffff:${address}`)).toEqual({ ...classifyAddress(address), embedded: true })
        expect(classifyAddress(`64:ff9b::${address}`).reach).not.toBe('public')
        expect(classifyAddress(`2002:${hex[0]}${hex[1]}:${hex[2]}${hex[3]}::1`).reach).not.toBe('public')
        if (inside.check(other)) expect(classifyAddress(other).reach).not.toBe('public')
      }),
    )
  })

  test('every IPv6 text form of one address is classified alike, and none throws', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        if (!isIPv6(address)) return
        const { hostname } = new URL(`http://[${address}]/`)
        expect(classifyAddress(hostname.slice(1, -1))).toEqual(classifyAddress(address))
      }),
    )
  })

  test('arbitrary text never throws and is never public unless it is an address', () => {
    fc.assert(
      fc.property(
        fc.string(),
        (text) => classifyAddress(text).reach === 'never' || /^[\d.:a-fA-F%]/.test(text),
      ),
    )
  })
})
