import { ed25519 } from '@noble/curves/ed25519'
import { base58Bytes } from './peel/base58.ts'

/** A value that must not stand in any file, and the name it goes by. */
export type Known = { readonly label: string; readonly value: string }

/** Something to search for: letters and digits in lower case, or raw bytes. */
export type Needle = {
  readonly units: Uint8Array
  /** Pieces that start in [from, to) count as fragments; outside of it stands what others may know. */
  readonly from: number
  readonly to: number
  /** How long a piece must be before it counts. `units.length` = only the whole. */
  readonly least: number
}

/** What is searched for, by the way in which it is searched. */
export type Needles = {
  readonly text: readonly Needle[]
  readonly bytes: readonly Needle[]
  /** Too short or too odd for pieces: found letter by letter. */
  readonly exact: readonly string[]
  /** Too short or too common to stand alone: found only behind its label. */
  readonly labelled: readonly Known[]
}

/** Pieces of text are at least this long, pieces of bytes at least `bytePiece`. */
export const textPiece = 12
export const bytePiece = 8

// Values that everybody may know: addresses, CAIP-2 ids, switches, small numbers, URLs and hosts without a
// credential. Anchored alternatives without nested repetition: linear.
const isPublic =
  /^(?:0x[0-9a-f]{40}|eip155:[0-9]{1,12}|solana:[A-Za-z0-9]{32}|true|false|null|-?[0-9]{1,7}|https?:\/\/[A-Za-z0-9.-]+(?::[0-9]+)?(?:\/[a-z-]{0,20})*)$/i

// What vendors print before every secret of a kind. Anchored.
const publicStart =
  /^(?:AGE-SECRET-KEY-1|github_pat_|[a-z]{2,6}_(?:live|test)_|sk-(?:ant|proj)-|(?:bot)?[0-9]{8,12}:|0x)/i

/** Letters and digits of a text, in lower case, as bytes: what is left whatever stands between them. */
export function skeleton(text: string): Uint8Array {
  return new TextEncoder().encode(text.toLowerCase().replace(/[^a-z0-9]/g, ''))
}

/** What to search for, from what must not be found. Empty values and public ones are left out. */
export function needlesFor(known: readonly Known[]): Needles {
  const needles = {
    text: [] as Needle[],
    bytes: [] as Needle[],
    exact: [] as string[],
    labelled: [] as Known[],
  }
  for (const { label, value } of known) {
    const whole = value.trim()
    if (whole === '') continue
    if (isPublic.test(whole) && whole.length >= 8) continue
    const parts = jsonParts(whole) ?? pairParts(whole)
    if (parts !== null)
      needles.text.push({ units: skeleton(whole), from: 0, to: 0, least: skeleton(whole).length })
    for (const part of parts ?? [printedBytes(withoutScheme(whole)), ...credentials(whole)])
      addValue(needles, label, part)
  }
  return needles
}

/**
 * The secret pieces of a value that is a JSON object (a keystore, a service account): what its fields hold and
 * nobody could write by hand. Its names and words are the same in everybody's. Null when it is none.
 */
function jsonParts(value: string): readonly string[] | null {
  if (!value.startsWith('{')) return null
  const parts: string[] = []
  try {
    JSON.parse(value, (_name, leaf: unknown) => {
      if (typeof leaf === 'string' && isSecretLeaf(leaf)) parts.push(leaf)
      return leaf
    })
    return parts
  } catch {
    return null
  }
}

// Names and values as in a cookie or a connection string, with something between them. Each run excludes what
// ends it: linear.
const pair = /([\w.$ -]{1,64})=([^;&\s]{1,4096})/g
const pairs = /^[\w.$-]{1,64}=[^;&\s]{1,4096}(?:[;&]|\s{1,4}[\w.$-]{1,64}=)/

/** The secret values of a cookie or a connection string: its names, hosts and attributes are in everybody's. */
function pairParts(value: string): readonly string[] | null {
  if (!pairs.test(value)) return null
  const parts: string[] = []
  for (const [, name = '', part = ''] of value.matchAll(pair)) {
    const isSecret = /pass|pwd|secret|token|key|sig|auth|sess/i.test(name) && part.length >= 8
    if (isSecret || isSecretLeaf(part)) parts.push(part)
  }
  return parts.length === 0 ? null : parts
}

/** The value of a header without the name of its scheme. */
const withoutScheme = (value: string) => value.replace(/^(?:basic|bearer|token)\s+(?=\S{12})/i, '')

// What a program wrote that is no secret in itself: names of ciphers, addresses of mail, URLs, UUIDs.
const publicLeaf =
  /^(?:https?:\/\/\S+|[^\s@]{1,128}@[^\s@]{1,128}|(?:0x)?[0-9a-f]{40}|[0-9a-f-]{36}|[a-z0-9]{1,8}(?:-[a-z0-9]{1,8}){1,3})$/i

function isSecretLeaf(leaf: string): boolean {
  if (pemBody(leaf) !== null) return true
  return leaf.length >= textPiece && /[0-9]/.test(leaf) && /[A-Za-z]/.test(leaf) && !publicLeaf.test(leaf)
}

/** Bytes as a runtime prints them (`Uint8Array(64) [..]`, `<Buffer ..>`), without what it prints around them. */
function printedBytes(value: string): string {
  // Bounded names before one bracket, then one class up to the other: linear.
  const list =
    /^(?:new )?(?:Uint8Array|Buffer|Array)(?:\.from)?(?:\(\d{0,6}\)?)?\s{0,4}(\[[\s\d,]{15,}\])\)?$/.exec(
      value,
    )
  if (list !== null) return (list[1] ?? '').replace(/\s/g, '').replace(',]', ']')
  const buffer = /^<Buffer((?: [0-9a-f]{2}){8,})>$/.exec(value)
  return buffer === null ? value : (buffer[1] ?? '').replaceAll(' ', '')
}

type Growing = { text: Needle[]; bytes: Needle[]; exact: string[]; labelled: Known[] }

function addValue(needles: Growing, label: string, value: string): void {
  if (value.length < 8 || (value.length < 12 && /^(?:[a-z]+|[A-Z]+|[A-Z][a-z]+|[0-9]+)$/.test(value))) {
    needles.labelled.push({ label, value })
    return
  }
  const pem = pemBody(value)
  const text = pem ?? value
  const bytes = valueBytes(text)
  const letters = skeleton(text)
  const secret = bytes === null ? null : secretRange(bytes)
  if (bytes !== null && secret !== null && bytes.length >= 12) {
    // Of letters that a vendor prints before all its secrets each stands for six bits.
    const start = isHex(text) ? 0 : Math.ceil(((publicStart.exec(text)?.[0].length ?? 0) * 3) / 4)
    needles.bytes.push({ units: bytes, ...secret, from: Math.max(secret.from, start), least: bytePiece })
  }
  if (isByteList(text)) return
  if (letters.length < textPiece || letters.length < text.length * 0.6) needles.exact.push(value)
  if (letters.length < textPiece) return
  needles.text.push({ units: letters, ...fragmentRange(text, letters, bytes, secret) })
}

function fragmentRange(
  text: string,
  letters: Uint8Array,
  bytes: Uint8Array | null,
  secret: { from: number; to: number } | null,
): { from: number; to: number; least: number } {
  const size = letters.length
  const whole = { from: 0, to: size, least: size }
  if (size < 2 * textPiece || /^https?:|^wss?:|^[a-z+]{2,12}:\/\//i.test(text)) return whole
  const token = /^(eyJ[\w-]+\.[\w-]+)\.([\w-]{16,})$/.exec(text)
  // The first two parts of a token are its public half, many tokens share them.
  if (token) return { from: size - skeleton(token[2] ?? '').length, to: size, least: textPiece }
  if (bytes !== null && secret === null) return whole
  const wordy = !/[0-9]/.test(text)
  const prefix = publicStart.exec(text)?.[0] ?? ''
  const from = text.startsWith('0x') ? 1 : skeleton(prefix).length
  if (bytes !== null && secret !== null && secret.to - secret.from < bytes.length) {
    const scale = size / bytes.length
    return {
      from: Math.ceil(secret.from * scale) + 3,
      to: Math.floor(secret.to * scale) - 3,
      least: textPiece,
    }
  }
  return { from, to: size, least: wordy ? 2 * textPiece : textPiece }
}

/** The credentials inside a URL: user part, dense path parts, values of the query. */
function credentials(value: string): readonly string[] {
  // One scheme, then no white space: linear.
  if (!/^[a-z][a-z0-9+.-]{1,20}:\/\/\S+$/i.test(value) || !URL.canParse(value)) return []
  const url = new URL(value)
  const parts = [url.password, ...url.searchParams.values()]
  parts.push(...url.pathname.split('/').filter((part) => part.length >= 16 && /[0-9]/.test(part)))
  const first = url.hostname.split('.')[0] ?? ''
  if (/^[0-9a-f]{24,}$/i.test(first)) parts.push(first)
  return parts.flatMap((part) => [part, decoded(part)]).filter((part) => part.length >= 8)
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function pemBody(value: string): string | null {
  // Two fixed marks with anything but a dash between: linear.
  const match = /-----BEGIN [A-Z0-9 ]{0,40}-----([^-]+)-----END/.exec(value)
  return match === null ? null : (match[1] ?? '').replace(/\\[nr]/g, '').replace(/\s/g, '')
}

const isHex = (text: string) => /^(?:0x)?[0-9a-f]+$/i.test(text)

const isByteList = (text: string) => /^\[\s*\d{1,3}(?:\s*,\s*\d{1,3}){7,}\s*\]$/.test(text)

/** The bytes that a value spells, when it is hex, base64, base58 of a key, or a list of numbers. */
function valueBytes(text: string): Uint8Array | null {
  if (isByteList(text)) return Uint8Array.from(text.match(/\d+/g) ?? [], Number)
  const hex = text.replace(/^0x/i, '')
  if (/^(?:[0-9a-f]{2}){8,}$/i.test(hex)) return Buffer.from(hex, 'hex')
  if (/^[1-9]{1}[0-9]{69,77}$/.test(text))
    return Buffer.from(BigInt(text).toString(16).padStart(64, '0'), 'hex')
  if (/^[1-9A-HJ-NP-Za-km-z]{43,90}$/.test(text)) {
    const bytes = base58Bytes(text)
    if (bytes.length === 32 || bytes.length === 64) return bytes
  }
  if (/^[A-Za-z0-9+/_-]{16,}={0,2}$/.test(text)) {
    const bytes = Buffer.from(text, 'base64')
    const plain = (value: string) => value.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/')
    if (plain(bytes.toString('base64')) === plain(text)) return bytes
  }
  return null
}

/** Which of the bytes are secret: of a key pair not the public half. Null when they spell a public text. */
function secretRange(bytes: Uint8Array): { from: number; to: number } | null {
  const all = { from: 0, to: bytes.length }
  if (bytes[0] === 0x7b) return null
  // A user and a password, as behind `Basic`.
  const user = /^[\x21-\x39\x3b-\x7e]{1,64}:(?=[ -~]{8,256}$)/.exec(Buffer.from(bytes).toString('latin1'))
  if (user !== null) return { from: user[0].length, to: bytes.length }
  if (bytes.length === 64 && isKeyPair(bytes)) return { from: 0, to: 32 }
  if (bytes[0] !== 0x30 || bytes.length < 46) return all
  // DER: the private number of an elliptic key is an octet string of 32 bytes; of an RSA key the modulus,
  // which everybody knows, fills the first quarter.
  const at = Buffer.from(bytes).indexOf(Buffer.from([0x04, 0x20]))
  return at === -1 || at + 34 > bytes.length
    ? { from: Math.ceil(bytes.length * 0.3), to: bytes.length }
    : { from: at + 2, to: at + 34 }
}

/** Whether the second half is the ed25519 public key of the first. */
export function isKeyPair(bytes: Uint8Array): boolean {
  if (bytes.length !== 64) return false
  return Buffer.from(ed25519.getPublicKey(bytes.slice(0, 32))).equals(Buffer.from(bytes.slice(32)))
}
