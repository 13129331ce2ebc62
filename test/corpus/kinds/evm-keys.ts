import { secp256k1 } from '@noble/curves/secp256k1'
import { keccak_256 } from '@noble/hashes/sha3'
import type { Random } from '../random.ts'
import type { Kind, Made } from './kind.ts'

const labels = ['EVM_PRIVATE_KEY', 'privateKey', 'private_key', 'SIGNER_KEY', 'private key', 'wallet-key']

/** The address of a private key, in lower case. */
export function addressOf(key: Uint8Array): string {
  const publicKey = secp256k1.getPublicKey(key, false).slice(1)
  return `0x${Buffer.from(keccak_256(publicKey)).toString('hex').slice(-40)}`
}

function made(random: Random, show: (key: Buffer) => string): Made {
  const key = random.bytes(32)
  const text = show(key)
  return { text, cores: [text.replace(/^0x/i, '')], bytes: key, addresses: [addressOf(key)] }
}

const hex = (key: Buffer) => key.toString('hex')

function evmKey(name: string, show: (key: Buffer) => string, anyCase = false): Kind {
  return {
    name,
    modes: ['known', 'labelled', 'shaped'],
    labels,
    ...(anyCase ? { anyCase: true } : {}),
    make: (random) => made(random, show),
  }
}

/** Keys of wallets on EVM chains, in every spelling; their address stands in the evidence. */
export const evmKeys: readonly Kind[] = [
  evmKey('evm-key-0x', (key) => `0x${hex(key)}`, true),
  evmKey('evm-key-bare', hex, true),
  evmKey('evm-key-upper', (key) => hex(key).toUpperCase(), true),
  evmKey('evm-key-base64', (key) => key.toString('base64')),
  evmKey('evm-key-base64url', (key) => key.toString('base64url')),
  evmKey('evm-key-decimal', (key) => BigInt(`0x${hex(key)}`).toString()),
  evmKey('evm-key-byte-list', (key) => [...key].join(', ')),
]
