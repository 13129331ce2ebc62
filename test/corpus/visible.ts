import { gunzipSync, inflateSync } from 'node:zlib'
import type { Made } from './kinds/kind.ts'

// What a patient reader makes of a text. Owes nothing to src: neither the redactor nor the gate decodes like this.

const mostViews = 600
const deepest = 4
const pieceLength = 12
const pieceBytes = 6

const mark = /\[redacted:[^\]]{1,80}\]/g
// Control sequences of terminals, signs without width, soft hyphens, NULs.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these signs are what is looked for
const invisible = /\x1b\[[0-9;]{0,12}[A-Za-z]|[\u0000\u00ad\u200b-\u200d\u2060\ufeff]/g

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescaped(text: string): string {
  return text
    .replace(/\\u([0-9a-fA-F]{4})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\x([0-9a-fA-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\([\\"'/nrt])/g, (_all, sign: string) => ({ n: '\n', r: '\r', t: '\t' })[sign] ?? sign)
}

function fromEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]{2,4}));/g, (all, dec, hex, name) => {
    if (name !== undefined) return named[String(name)] ?? all
    const code = hex === undefined ? Number(dec) : Number.parseInt(String(hex), 16)
    return code < 0x11_0000 ? String.fromCodePoint(code) : all
  })
}

/** Views of a text that are texts again. */
function textViews(text: string): readonly string[] {
  return [
    text.replace(invisible, ''),
    unescaped(text),
    text.replace(/%([0-9a-fA-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    fromEntities(text),
    text
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    text.replace(/\\?["']\s{0,4}[+.]\s{0,4}\\?["']/g, ''),
    text.replace(/\r?\n/g, ''),
    // The lines of a container behind its name, and the blanks of a form.
    text.replace(/^\S{1,40}\s{1,4}\| /gm, ''),
    text.replaceAll('+', ' '),
  ]
}

const lists = /(?:\d{1,3}[\s,]{1,3}){7,}\d{1,3}/g
const hexLists = /(?:(?:0x|\\x)?[0-9a-fA-F]{2}[\s,:]{0,3}){8,}/g
const base64Runs = /[A-Za-z0-9+/_-]{16,}/g
const hexRuns = /[0-9a-fA-F]{16,}/g

/** Bytes that stand encoded in a text, in every alignment. */
function byteViews(text: string): readonly Buffer[] {
  const found: Buffer[] = []
  for (const [run] of text.matchAll(lists)) found.push(Buffer.from((run.match(/\d+/g) ?? []).map(Number)))
  for (const [run] of text.matchAll(hexLists)) {
    found.push(Buffer.from(run.replace(/0x|\\x|[\s,:]/g, ''), 'hex'))
  }
  for (const [run] of text.matchAll(hexRuns)) {
    for (const skip of [0, 1])
      found.push(Buffer.from(run.slice(skip, run.length - ((run.length - skip) % 2)), 'hex'))
  }
  for (const [run] of text.matchAll(base64Runs)) {
    for (const skip of [0, 1, 2, 3]) found.push(Buffer.from(run.slice(skip), 'base64'))
  }
  return found
}

/** Is it worth to look deeper: is it text, more or less? */
function isTextual(bytes: Buffer): boolean {
  let printable = 0
  for (const byte of bytes)
    if ((byte >= 32 && byte < 127) || byte === 10 || byte === 13 || byte === 0) printable += 1
  return bytes.length >= 8 && printable >= bytes.length * 0.9
}

function inflated(bytes: Buffer): Buffer | undefined {
  try {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes)
    if (bytes[0] === 0x78) return inflateSync(bytes)
  } catch {}
  return undefined
}

/** Every view of a text, itself first. Marks of the redactor are taken out: they may not be read as text. */
export function viewsOf(output: string): {
  readonly texts: ReadonlySet<string>
  readonly bytes: readonly Buffer[]
} {
  const texts = new Set<string>()
  const bytes: Buffer[] = []
  let layer = [output.replace(mark, '\u0001')]
  for (let depth = 0; depth <= deepest && layer.length > 0; depth += 1) {
    const next: string[] = []
    for (const text of layer) {
      if (texts.has(text) || texts.size >= mostViews) continue
      texts.add(text)
      next.push(...textViews(text))
      for (const found of byteViews(text)) {
        const open = inflated(found)
        bytes.push(found)
        if (open !== undefined) next.push(open.toString('latin1'))
        if (isTextual(found)) next.push(found.toString('latin1'))
      }
    }
    layer = next
  }
  return { texts, bytes }
}

const compact = (text: string) => text.toLowerCase().replace(/\s+/g, '')
const letters = (text: string) => text.toLowerCase().replace(/[^a-z]+/g, '')

function pieces(text: string, length: number): readonly string[] {
  if (text.length <= length) return [text]
  return Array.from({ length: text.length - length + 1 }, (_, start) => text.slice(start, start + length))
}

/** Looks for one secret in what is left of texts. */
export type Watch = (output: string) => boolean

/**
 * Is a piece of the secret of 12 characters (6 bytes) visible, in plain or after decoding? A secret of letters
 * alone is a seed phrase: whatever stands between its words is passed over.
 */
export function watchFor(made: Made): Watch {
  const isPhrase = made.cores.every((core) => /^[a-z]{36,}$/.test(core))
  const normal = isPhrase ? letters : compact
  const wanted = new Set(made.cores.flatMap((core) => pieces(normal(core), pieceLength)))
  const length = Math.min(pieceLength, ...[...wanted].map((piece) => piece.length))
  const raw = made.bytes === undefined ? [] : pieces(made.bytes.toString('latin1'), pieceBytes)
  const rawWanted = new Set(raw)
  const holds = (text: string, set: ReadonlySet<string>, size: number): boolean => {
    for (let start = 0; start + size <= text.length; start += 1) {
      if (set.has(text.slice(start, start + size))) return true
    }
    return false
  }
  return (output) => {
    const { texts, bytes } = viewsOf(output)
    for (const text of texts) if (holds(normal(text), wanted, length)) return true
    if (rawWanted.size === 0) return false
    return bytes.some((found) => holds(found.toString('latin1'), rawWanted, pieceBytes))
  }
}
