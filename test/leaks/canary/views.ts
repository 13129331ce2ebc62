import { gunzipSync, inflateSync } from 'node:zlib'

/** One way to read some bytes. */
export type View = { readonly name: string; readonly text: string }

const deepest = 3

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const char = (code: number) => (code <= 0x10ffff ? String.fromCodePoint(code) : '')

/** Each turns a text into another one; a text that has nothing of its kind comes back as it is. */
const decoders: readonly (readonly [name: string, decode: (text: string) => string])[] = [
  ['percent', (text) => text.replace(/%([0-9a-f]{2})/gi, (_all, hex) => char(Number.parseInt(hex, 16)))],
  ['form', (text) => (/%[0-9a-f]{2}/i.test(text) ? text.replaceAll('+', ' ') : text)],
  [
    'escapes',
    (text) =>
      text.replace(/\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|([\\/"'nrtbf]))/gi, (_all, long, short, sign) =>
        sign === undefined ? char(Number.parseInt(long ?? short, 16)) : (escapes[sign] ?? sign),
      ),
  ],
  [
    'entities',
    (text) =>
      text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi, (_all, hex, number, name) =>
        name !== undefined
          ? (entities[name.toLowerCase()] ?? '')
          : char(hex === undefined ? Number(number) : Number.parseInt(hex, 16)),
      ),
  ],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colour is one of the things to look through
  ['colour', (text) => text.replace(/\u001b\[[0-9;]*m|[\u200b-\u200f\u2060\ufeff\u0000]/g, '')],
]

function unpacked(bytes: Buffer): Buffer | undefined {
  for (const unpack of [gunzipSync, inflateSync]) {
    const [first = 0, second = 0] = bytes
    const isGzip = first === 0x1f && second === 0x8b
    const isZlib = first === 0x78 && (first * 256 + second) % 31 === 0
    if ((unpack === gunzipSync && !isGzip) || (unpack === inflateSync && !isZlib)) continue
    try {
      return unpack(bytes, { maxOutputLength: 64 * 1024 * 1024 })
    } catch {
      // Not what it looked like.
    }
  }
  return undefined
}

/** Runs of base64, hex and numbers as bytes, whatever their alignment. */
function* bytesInside(text: string): Generator<readonly [name: string, bytes: Buffer]> {
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{11,}/g))
    for (const offset of [0, 1, 2, 3]) yield ['base64', Buffer.from(run.slice(offset), 'base64')]
  for (const [run] of text.matchAll(/[0-9a-f]{16,}/gi))
    for (const offset of [0, 1]) yield ['hex', Buffer.from(run.slice(offset), 'hex')]
  for (const [run] of text.matchAll(/\d{1,3}(?:[\s,]{1,3}\d{1,3}){7,}/g))
    yield ['numbers', Buffer.from(run.split(/[\s,]+/).map(Number))]
}

function* textViews(name: string, text: string, depth: number): Generator<View> {
  yield { name, text }
  if (depth >= deepest) return
  let current = text
  let trail = name
  // Escapes inside escapes: three rounds of all decoders.
  for (let round = 0; round < 3; round += 1) {
    const before = current
    for (const [step, decode] of decoders) {
      const decoded = decode(current)
      if (decoded === current) continue
      current = decoded
      trail = `${trail}>${step}`
      if (depth === 0) yield { name: trail, text: current }
    }
    if (current === before) break
  }
  if (depth > 0 && current !== text) yield { name: trail, text: current }
  const joined = text.replace(/[\s"'+\\]+/g, '')
  for (const source of new Set([text, current, depth === 0 ? joined : text])) {
    const found: Record<string, Buffer[]> = {}
    for (const [step, bytes] of bytesInside(source)) {
      found[step] ??= []
      found[step].push(bytes, Buffer.from('\n'))
      const inner = unpacked(bytes)
      if (inner !== undefined) yield* views(`${name}>${step}>packed`, inner, depth + 1)
    }
    for (const [step, parts] of Object.entries(found))
      yield* textViews(`${name}>${step}`, Buffer.concat(parts).toString('latin1'), depth + 1)
  }
}

function* views(name: string, bytes: Buffer, depth: number): Generator<View> {
  const inner = unpacked(bytes)
  if (inner !== undefined) return yield* views(`${name}>packed`, inner, depth)
  const text = bytes.toString('utf8')
  if (text.includes('\u0000')) yield { name: `${name}>wide`, text: text.replaceAll('\u0000', '') }
  if (text.includes('\ufffd')) yield { name: `${name}>bytes`, text: bytes.toString('latin1') }
  yield* textViews(name, text, depth)
}

/** Every reading of some bytes that this harness knows: the bytes themselves, and what is encoded or packed in them. */
export function viewsOf(bytes: Buffer): Iterable<View> {
  return views('plain', bytes, 0)
}
