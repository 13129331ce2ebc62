import { entropyToMnemonic } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english'
import { privateKeyToAddress } from 'viem/accounts'
import type { Canary } from './canary.ts'
import { base58, p256, seededBytes, seededText } from './seeded.ts'

const raw = (bytes: Buffer) => bytes.toString('latin1')

function evmKeys(seed: string): readonly Canary[] {
  const key = (name: string) => seededBytes(seed, name, 32)
  const [plain, upper, encoded, number] = ['plain', 'upper', 'encoded', 'number'].map(key)
  const needles = (bytes: Buffer) => [
    bytes.toString('hex'),
    raw(bytes),
    BigInt(`0x${bytes.toString('hex')}`).toString(),
  ]
  const hex = plain!.toString('hex')
  const inUpper = upper!.toString('hex').toUpperCase()
  const asNumber = BigInt(`0x${number!.toString('hex')}`).toString()
  return [
    {
      kind: 'evm-key',
      name: 'EVM_PRIVATE_KEY',
      value: `0x${hex}`,
      line: `EVM_PRIVATE_KEY=0x${hex}`,
      needles: needles(plain!),
      looks: 'screen',
    },
    {
      kind: 'evm-key-bare',
      name: 'SIGNER_KEY',
      value: inUpper,
      line: `signer key: ${inUpper}`,
      needles: needles(upper!),
      looks: 'screen',
    },
    {
      kind: 'evm-key-base64',
      name: 'RELAYER_KEY',
      value: encoded!.toString('base64'),
      line: `RELAYER_KEY=${encoded!.toString('base64')}`,
      needles: needles(encoded!),
      looks: 'bundle',
    },
    {
      kind: 'evm-key-decimal',
      name: 'SWEEPER_SECRET',
      value: asNumber,
      line: `sweeper_secret=${asNumber}`,
      needles: needles(number!),
      looks: 'bundle',
    },
  ]
}

/** A key in the place of a nonce, beside the address that it belongs to: only deriving the address tells. */
function keyAsNonce(seed: string): Canary {
  const value = `0x${seededBytes(seed, 'nonce', 32).toString('hex')}` as const
  const address = privateKeyToAddress(value)
  return {
    kind: 'evm-key-as-nonce',
    name: 'NONCE_KEY',
    value,
    line: `payer ${address} nonce ${value}`,
    needles: [value.slice(2)],
    looks: 'bundle',
  }
}

function mnemonics(seed: string): readonly Canary[] {
  const words = (name: string, bytes: number) => entropyToMnemonic(seededBytes(seed, name, bytes), wordlist)
  const twelve = words('twelve', 16)
  const fifteen = words('fifteen', 20)
  const twentyFour = words('twenty-four', 32)
  const numbered = fifteen
    .split(' ')
    .map((word, at) => `${at + 1}. ${word}`)
    .join(' ')
  return [
    {
      kind: 'mnemonic',
      name: 'MNEMONIC',
      value: twelve,
      line: `MNEMONIC="${twelve}"`,
      needles: [twelve],
      looks: 'screen',
      piece: 32,
    },
    {
      kind: 'mnemonic-numbered',
      name: 'BACKUP_SEED',
      value: fifteen,
      line: `backup: ${numbered}`,
      needles: [fifteen],
      looks: 'bundle',
      piece: 32,
    },
    {
      kind: 'mnemonic-list',
      name: 'SEED_PHRASE',
      value: twentyFour,
      line: `{"mnemonic":${JSON.stringify(twentyFour.split(' '))}}`,
      needles: [twentyFour],
      looks: 'screen',
      piece: 32,
    },
  ]
}

function coinbaseKeys(seed: string): readonly Canary[] {
  const pair = seededBytes(seed, 'cdp', 64).toString('base64')
  const api = p256(seed, 'cdp-pem')
  const older = p256(seed, 'cdp-sec1')
  const wallet = p256(seed, 'cdp-wallet')
  const logged = p256(seed, 'logged')
  return [
    {
      kind: 'cdp-ed25519',
      name: 'CDP_API_KEY_SECRET',
      value: pair,
      line: `CDP_API_KEY_SECRET=${pair}`,
      needles: [pair],
      looks: 'screen',
    },
    {
      kind: 'pem-pkcs8',
      name: 'CDP_PRIVATE_PEM',
      value: api.pkcs8,
      line: JSON.stringify({ note: api.pkcs8 }),
      needles: [api.inPkcs8, raw(api.secret)],
      looks: 'screen',
    },
    {
      kind: 'pem-sec1',
      name: 'OLD_PRIVATE_PEM',
      value: older.sec1,
      line: older.sec1.replaceAll('\n', '\\n'),
      needles: [older.inSec1, raw(older.secret)],
      looks: 'screen',
    },
    {
      kind: 'cdp-wallet-secret',
      name: 'CDP_WALLET_SECRET',
      value: wallet.der.toString('base64'),
      line: `CDP_WALLET_SECRET=${wallet.der.toString('base64')}`,
      needles: [wallet.inPkcs8, raw(wallet.secret)],
      looks: 'screen',
    },
    {
      kind: 'pem-in-a-log',
      name: 'LOGGED_PRIVATE_PEM',
      value: logged.pkcs8,
      line: logged.pkcs8
        .trim()
        .split('\n')
        .map((text, at) => `app-${at} | ${text}`)
        .join('\n'),
      needles: [logged.inPkcs8, raw(logged.secret)],
      looks: 'screen',
    },
  ]
}

function otherKeys(seed: string): readonly Canary[] {
  // A first byte of zero would be written as a 1 that this base58 does not know.
  const solana = Buffer.concat([Buffer.of(200), seededBytes(seed, 'solana', 63)])
  const listed = seededBytes(seed, 'solana-list', 64)
  const age = `AGE-SECRET-KEY-1${seededText(seed, 'age', 52).toUpperCase()}`
  const store = { ciphertext: seededBytes(seed, 'ciphertext', 32), mac: seededBytes(seed, 'mac', 32) }
  const keystore = JSON.stringify({
    version: 3,
    crypto: {
      cipher: 'aes-128-ctr',
      ciphertext: store.ciphertext.toString('hex'),
      kdf: 'scrypt',
      mac: store.mac.toString('hex'),
    },
  })
  return [
    {
      kind: 'solana-key',
      name: 'SOLANA_PRIVATE_KEY',
      value: base58(solana),
      line: `SOLANA_PRIVATE_KEY=${base58(solana)}`,
      needles: [base58(solana), raw(solana), solana.toString('hex')],
      looks: 'screen',
    },
    {
      kind: 'solana-key-list',
      name: 'SOLANA_KEYPAIR',
      value: JSON.stringify([...listed]),
      line: `keypair ${JSON.stringify([...listed])}`,
      needles: [[...listed].join(','), raw(listed), listed.toString('hex')],
      looks: 'bundle',
    },
    {
      kind: 'age-identity',
      name: 'AGE_KEY',
      value: age,
      line: `identity ${age}`,
      needles: [age.slice(16)],
      looks: 'screen',
    },
    {
      kind: 'keystore',
      name: 'KEYSTORE',
      value: keystore,
      line: keystore,
      needles: [store.ciphertext.toString('hex'), store.mac.toString('hex')],
      looks: 'bundle',
    },
  ]
}

/** Keys that sign or decrypt: whoever has one is the operator. */
export function keyKinds(seed: string): readonly Canary[] {
  return [...evmKeys(seed), keyAsNonce(seed), ...mnemonics(seed), ...coinbaseKeys(seed), ...otherKeys(seed)]
}
