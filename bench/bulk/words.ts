// Hashes, nonces and transactions of the history: 32 bytes that look like any other and that can be read back, so
// that nothing has to be remembered of a payment but its number.

/** What a word stands for; payments and blocks have their own, and none can be taken for the other. */
export type WordKind = 'nonce' | 'tx' | 'block' | 'lost' | 'address'

/** Makes and reads the words of one kind. */
export type Words = {
  /** Writes 64 hex digits for the number at a place of a buffer. */
  readonly put: (into: Uint8Array, at: number, key: number) => void
  /** The word as text with 0x. */
  readonly text: (key: number) => string
  /** The number that a text with 0x stands for; undefined when it is no word of this kind. */
  readonly read: (text: string) => number | undefined
}

/** Mixes 32 bits so that every bit counts; the finalizer of MurmurHash3, which can be turned round. */
export function mix(value: number): number {
  let bits = value | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

function unmix(value: number): number {
  let bits = value | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x7ed1b41d)
  bits ^= (bits >>> 13) ^ (bits >>> 26)
  bits = Math.imul(bits, 0xa5cb9243)
  return (bits ^ (bits >>> 16)) >>> 0
}

const digits = Buffer.from('0123456789abcdef')
const pairs = new Uint8Array(512)
for (let byte = 0; byte < 256; byte += 1) {
  pairs[byte * 2] = digits[byte >> 4] ?? 0
  pairs[byte * 2 + 1] = digits[byte & 15] ?? 0
}

/** Writes eight hex digits. */
export function putHex32(into: Uint8Array, at: number, value: number): void {
  for (let shift = 24, place = at; shift >= 0; shift -= 8, place += 2) {
    const byte = ((value >>> shift) & 255) * 2
    into[place] = pairs[byte] as number
    into[place + 1] = pairs[byte + 1] as number
  }
}

/** Writes a quantity without leading zeros, as JSON-RPC wants it, and says where it ends. */
export function putQuantity(into: Uint8Array, at: number, value: number): number {
  let length = 1
  for (let rest = Math.floor(value / 16); rest > 0; rest = Math.floor(rest / 16)) length += 1
  let rest = value
  for (let place = at + length - 1; place >= at; place -= 1) {
    into[place] = digits[rest % 16] as number
    rest = Math.floor(rest / 16)
  }
  return at + length
}

const kinds = { nonce: 1, tx: 2, block: 3, lost: 4, address: 5 } as const satisfies Record<WordKind, number>
// Fixed length: linear.
const wordText = /^0x[0-9a-f]{64}$/

/** The words of one kind of one history: another seed, other words. */
export function wordsOf(seed: number, kind: WordKind): Words {
  const salt = mix(Math.imul(seed, 8) + kinds[kind])
  const second = mix(salt + 0x9e3779b9)
  const scratch = Buffer.alloc(66, '0x')
  const put = (into: Uint8Array, at: number, key: number) => {
    const head = mix(key ^ salt)
    putHex32(into, at, head)
    for (let part = 1; part < 8; part += 1) {
      putHex32(into, at + part * 8, mix((head + Math.imul(part, 0x9e3779b9)) ^ second))
    }
  }
  const text = (key: number) => {
    put(scratch, 2, key)
    return scratch.toString('latin1')
  }
  const read = (asked: string) => {
    const lower = asked.toLowerCase()
    if (!wordText.test(lower)) return undefined
    const key = (unmix(Number.parseInt(lower.slice(2, 10), 16)) ^ salt) >>> 0
    return text(key) === lower ? key : undefined
  }
  return { put, text, read }
}
