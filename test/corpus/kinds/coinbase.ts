import { ed25519 } from '@noble/curves/ed25519'
import { p256 } from '@noble/curves/p256'
import type { Random } from '../random.ts'
import type { Kind, Made } from './kind.ts'

const pemLabels = ['CDP_API_KEY_SECRET', 'privateKey', 'signing_key', 'apiKeySecret']

/** The numbers of a P-256 key as PKCS8 and SEC1 hold them (RFC 5208, RFC 5915). */
function p256Key(random: Random): { readonly key: Buffer; readonly pkcs8: Buffer; readonly sec1: Buffer } {
  const key = random.bytes(32)
  const point = Buffer.from(p256.getPublicKey(key, false))
  const inner = Buffer.concat([
    Buffer.from('306b0201010420', 'hex'),
    key,
    Buffer.from('a144034200', 'hex'),
    point,
  ])
  const head = Buffer.from('308187020100301306072a8648ce3d020106082a8648ce3d030107046d', 'hex')
  const curve = Buffer.from('a00a06082a8648ce3d030107', 'hex')
  const sec1 = Buffer.concat([
    Buffer.from('30770201010420', 'hex'),
    key,
    curve,
    Buffer.from('a144034200', 'hex'),
    point,
  ])
  return { key, pkcs8: Buffer.concat([head, inner]), sec1 }
}

function armour(label: string, der: Buffer): string {
  const body = der
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n')
  return `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----`
}

/** Base64 of the private number as it stands in the DER: whole quanta only, so no public byte is in it. */
function scalarText(der: Buffer, key: Buffer): string {
  const at = der.indexOf(key)
  const first = Math.ceil(at / 3) * 3
  const last = Math.floor((at + key.length) / 3) * 3
  return der.subarray(first, last).toString('base64')
}

function pemKind(name: string, sec1: boolean, layout: (pem: string) => string): Kind {
  const make = (random: Random): Made => {
    const made = p256Key(random)
    const der = sec1 ? made.sec1 : made.pkcs8
    const pem = armour(sec1 ? 'EC PRIVATE KEY' : 'PRIVATE KEY', der)
    return { text: layout(pem), cores: [scalarText(der, made.key)], bytes: made.key }
  }
  const isLines = layout('a\nb').includes('\n')
  return {
    name,
    // Nobody keeps the lines of a log in an environment.
    modes: name === 'pem-log-prefix' ? ['labelled', 'shaped'] : ['known', 'labelled', 'shaped'],
    labels: pemLabels,
    ...(isLines ? { isLines: true } : {}),
    make,
  }
}

/** The keys of Coinbase's platform, old and new. */
export const coinbase: readonly Kind[] = [
  {
    name: 'cdp-ed25519-secret',
    modes: ['known', 'labelled', 'shaped'],
    labels: ['CDP_API_KEY_SECRET', 'apiKeySecret', 'CDP_API_SECRET'],
    make: (random) => {
      const seed = random.bytes(32)
      const pair = Buffer.concat([seed, ed25519.getPublicKey(seed)])
      const text = pair.toString('base64')
      return { text, cores: [text.slice(0, 40)], bytes: seed }
    },
  },
  {
    name: 'cdp-wallet-secret',
    modes: ['known', 'labelled', 'shaped'],
    labels: ['CDP_WALLET_SECRET', 'walletSecret'],
    make: (random) => {
      const { key, pkcs8 } = p256Key(random)
      return { text: pkcs8.toString('base64'), cores: [scalarText(pkcs8, key)], bytes: key }
    },
  },
  pemKind('pem-pkcs8', false, (pem) => pem),
  pemKind('pem-sec1', true, (pem) => pem),
  pemKind('pem-one-line', false, (pem) => pem.replaceAll('\n', '\\n')),
  pemKind('pem-blanks-for-lines', true, (pem) => pem.replaceAll('\n', ' ')),
  pemKind('pem-log-prefix', false, (pem) =>
    pem
      .split('\n')
      .map((line, index) => `2026-11-20T08:00:0${index}.000Z app[1] info ${line}`)
      .join('\n'),
  ),
  pemKind('pem-crlf', true, (pem) => pem.replaceAll('\n', '\r\n')),
]
