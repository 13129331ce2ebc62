import { checksummed } from '../core/checksum.ts'
import type { Problem } from './problem.ts'

// 40 hex digits, fixed length; base58 without 0 O I l, 32 bytes give 32 to 44 characters. Both linear.
const evmAddress = /^0x[0-9a-fA-F]{40}$/
const base58Address = /^[1-9A-HJ-NP-Za-km-z]{32,44}$/

/** What is wrong with an address of an EVM chain; undefined when nothing is. A mixed-case one is checked. */
export function evmAddressProblem(text: string): Problem | undefined {
  const suggestion = 'An address is 0x followed by 40 hex digits.'
  if (!evmAddress.test(text)) {
    if (/^(?:0x)?[0-9a-fA-F]{64}$/.test(text)) {
      return { problem: 'this has the length of a hash or a private key, not of an address', suggestion }
    }
    return text.startsWith('0x')
      ? { problem: `not an address: ${text.length - 2} digits after 0x, or a letter beyond f`, suggestion }
      : { problem: 'not an address of an EVM chain', suggestion }
  }
  const digits = text.slice(2)
  const oneCase = digits === digits.toLowerCase() || digits === digits.toUpperCase()
  if (oneCase || checksummed(text.toLowerCase()) === text) return undefined
  return {
    problem: 'the checksum of this address does not fit: a character was mistyped or lost its case',
    suggestion: 'Copy the address again from its source. All lower case switches the checksum off.',
  }
}

/** What is wrong with an address of a given network (CAIP-2), or of any network when it is null. */
export function addressProblem(text: string, network: string | null): Problem | undefined {
  const evm = network === null ? text.startsWith('0x') : network.startsWith('eip155:')
  if (evm) return evmAddressProblem(text)
  if (base58Address.test(text)) return undefined
  return {
    problem: 'not an address of this network',
    suggestion: 'EVM addresses are 0x and 40 hex digits, Solana ones 32 to 44 base58 characters.',
  }
}

/** The form in which addresses are compared: lower case on EVM chains, unchanged elsewhere. */
export function normalAddress(text: string): string {
  return evmAddress.test(text) ? text.toLowerCase() : text
}
