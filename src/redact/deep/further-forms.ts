import { base58Text } from './base58.ts'

const base32Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function base32(bytes: Buffer): string {
  let text = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += base32Alphabet[(value >> bits) & 31]
    }
  }
  return bits === 0 ? text : text + base32Alphabet[(value << (5 - bits)) & 31]
}

function perUnit(text: string, form: (code: number) => string, joint = ''): string {
  return Array.from({ length: text.length }, (_, index) => form(text.charCodeAt(index))).join(joint)
}

function hexPairs(bytes: Buffer, joint: string): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(joint)
}

const longest = 4_096

/** Forms of the bytes of a secret that a log shows more seldom than those of `derivedForms`. */
function formsOfBytes(bytes: Buffer): readonly string[] {
  return [
    base32(bytes),
    ...(bytes.length <= 64 ? [base58Text(bytes)] : []),
    hexPairs(bytes, ' '),
    hexPairs(bytes, ':'),
    hexPairs(bytes, '-'),
    hexPairs(bytes, ', 0x'),
    hexPairs(bytes, ',0x'),
    [...bytes].join(' '),
  ]
}

/**
 * Forms of a secret beyond `derivedForms`, which only evidence looks for: base32, base58, octal and unicode
 * escapes, character references, quoted-printable, UTF-16 behind base64 and hex, backwards.
 */
export function furtherForms(text: string): readonly string[] {
  if (text.length > longest) return []
  const bytes = Buffer.from(text, 'utf8')
  const wide = Buffer.from(text, 'utf16le')
  const inner = innerBytes(text)
  const percent = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
  return [
    ...formsOfBytes(bytes),
    ...(inner === undefined ? [] : formsOfBytes(inner)),
    perUnit(text, (code) => `\\u${code.toString(16).padStart(4, '0')}`),
    perUnit(text, (code) => `\\u{${code.toString(16)}}`),
    perUnit(text, (code) => `\\${code.toString(8).padStart(3, '0')}`),
    perUnit(text, (code) => `&#${code};`),
    perUnit(text, (code) => `&#x${code.toString(16)};`),
    perUnit(text, (code) => `=${code.toString(16).padStart(2, '0')}`),
    perUnit(text, (code) => `${String.fromCharCode(code)}\0`),
    perUnit(text, (code) => String.fromCharCode(code), ' '),
    wide.toString('hex'),
    wide.toString('base64').replace(/=+$/, '').slice(0, -1),
    encodeURIComponent(bytes.toString('utf8')).replaceAll('%', '%25'),
    percent.replaceAll('%', '%25'),
    Buffer.from(bytes.toString('base64')).toString('base64').replace(/=+$/, '').slice(0, -1),
    Buffer.from(bytes.toString('hex')).toString('base64').replace(/=+$/, '').slice(0, -1),
    [...text].reverse().join(''),
  ]
}

/** The bytes that the text itself spells in hex or base64. */
function innerBytes(text: string): Buffer | undefined {
  const hex = /^(?:0x)?((?:[0-9a-f]{2}){8,})$/i.exec(text)?.[1]
  if (hex !== undefined) return Buffer.from(hex, 'hex')
  return /^[A-Za-z0-9+/_-]{24,}={0,2}$/.test(text) ? Buffer.from(text, 'base64') : undefined
}
