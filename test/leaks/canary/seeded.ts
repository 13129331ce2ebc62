import { createHash, createPrivateKey } from 'node:crypto'

/** Bytes that depend on the seed and the name alone. */
export function seededBytes(seed: string, name: string, length: number): Buffer {
  const blocks: Buffer[] = []
  for (let at = 0; at * 32 < length; at += 1)
    blocks.push(createHash('sha256').update(`${seed}/${name}/${at}`).digest())
  return Buffer.concat(blocks).subarray(0, length)
}

/** The word CANARY and as many letters and digits behind it; the first of them a digit, so that no word is meant. */
export function seededText(seed: string, name: string, length: number): string {
  const text = BigInt(`0x${seededBytes(seed, name, length + 8).toString('hex')}`).toString(36)
  return `CANARY${seededBytes(seed, name, 1)[0]! % 10}${text}`.slice(0, length + 6)
}

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** Base58 of the bytes, as Solana writes keys; leading zero bytes are not expected. */
export function base58(bytes: Buffer): string {
  let rest = BigInt(`0x${bytes.toString('hex')}`)
  let text = ''
  for (; rest > 0n; rest /= 58n) text = alphabet[Number(rest % 58n)] + text
  return text
}

// The order of P-256 begins with ffffffff: a scalar with a zero byte in front is always below it.
const scalar = (seed: string, name: string) => Buffer.concat([Buffer.alloc(1), seededBytes(seed, name, 31)])

/** An elliptic curve key of P-256 as SEC1 and as PKCS8, both without the optional public half. */
export function p256(seed: string, name: string) {
  const secret = scalar(seed, name)
  const curve = Buffer.from('06082a8648ce3d030107', 'hex')
  const sec1 = Buffer.concat([
    Buffer.from('30310201010420', 'hex'),
    secret,
    Buffer.from('a00a', 'hex'),
    curve,
  ])
  const key = createPrivateKey({ key: sec1, format: 'der', type: 'sec1' })
  const der = key.export({ format: 'der', type: 'pkcs8' })
  // The longest piece of base64 that depends on nothing but the scalar, in either armour.
  const inside = (bytes: Buffer) => {
    const start = bytes.indexOf(secret)
    const first = Math.ceil((start + 1) / 3)
    const last = Math.floor((start + secret.length) / 3)
    return bytes.subarray(first * 3, last * 3).toString('base64')
  }
  const pkcs8 = key.export({ format: 'pem', type: 'pkcs8' }).toString()
  const armoured = key.export({ format: 'pem', type: 'sec1' }).toString()
  const again = key.export({ format: 'der', type: 'sec1' })
  return { pkcs8, sec1: armoured, der, inPkcs8: inside(der), inSec1: inside(again), secret }
}
