import { ed25519 } from '@noble/curves/ed25519'
import { base58, type Random } from '../random.ts'
import type { Kind } from './kind.ts'

function pair(random: Random): { readonly seed: Buffer; readonly whole: Buffer; readonly address: string } {
  const seed = random.bytes(32)
  const publicKey = ed25519.getPublicKey(seed)
  return { seed, whole: Buffer.concat([seed, publicKey]), address: base58(publicKey) }
}

function solanaKey(
  name: string,
  show: (whole: Buffer) => string,
  coreOf: (text: string, seed: Buffer) => string,
): Kind {
  return {
    name,
    modes: ['known', 'labelled', 'shaped'],
    labels: ['SOLANA_PRIVATE_KEY', 'SVM_PRIVATE_KEY', 'secretKey', 'secret_key'],
    make: (random) => {
      const { seed, whole, address } = pair(random)
      const text = show(whole)
      return { text, cores: [coreOf(text, seed)], bytes: seed, addresses: [address] }
    },
  }
}

const all = (text: string) => text

/** Keys of Solana wallets. The second half of the bytes is the public key. */
export const solanaKeys: readonly Kind[] = [
  solanaKey(
    'solana-base58',
    (whole) => base58(whole),
    (text) => text.slice(0, 40),
  ),
  {
    ...solanaKey(
      'solana-json-list',
      (whole) => JSON.stringify([...whole]),
      (_text, seed) => [...seed].join(','),
    ),
    isJson: true,
  },
  solanaKey(
    'solana-uint8array',
    (whole) => `Uint8Array(64) [ ${[...whole].join(', ')} ]`,
    (_text, seed) => [...seed].join(','),
  ),
  solanaKey(
    'solana-base64',
    (whole) => whole.toString('base64'),
    (text) => text.slice(0, 40),
  ),
  solanaKey(
    'solana-hex',
    (whole) => whole.toString('hex'),
    (text) => text.slice(0, 64),
  ),
  {
    name: 'solana-seed-base58',
    modes: ['known', 'labelled'],
    labels: ['SOLANA_PRIVATE_KEY', 'SVM_PRIVATE_KEY', 'secretKey'],
    make: (random) => {
      const seed = random.bytes(32)
      const text = base58(seed)
      return { text, cores: [all(text)], bytes: seed }
    },
  },
]
