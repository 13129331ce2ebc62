import { deflateSync, gzipSync } from 'node:zlib'
import { alphanumeric, type Random } from '../random.ts'
import { always, type Carried, type Carrier, type Load, oneLine } from './carrier.ts'

type Encode = (text: string, random: Random) => string

const log = '2026-11-20T08:00:00.000Z info worker:'

/** The encoded secret in a line of a log, behind its label when it has one. */
function inLine({ label, random }: Load, encoded: string): Carried {
  const line =
    label === null
      ? `got ${encoded} from upstream`
      : random.pick([`${label}=${encoded}`, `${label}: ${encoded}`])
  return { text: `${log} ${line}\nnext line\n`, via: 'text' }
}

function ofValue(name: string, encode: Encode, fits: Carrier['fits'] = always): Carrier {
  return { name, fits, carry: (load) => inLine(load, encode(load.made.text, load.random)) }
}

/** The encoding of a whole text in which the secret stands behind its label. */
function ofWhole(name: string, encode: Encode): Carrier {
  const carry = ({ made, label, random }: Load): Carried => {
    const name = label ?? 'detail'
    const whole = JSON.stringify({ time: '2026-11-20T08:00:00.000Z', [name]: made.text, status: 200 })
    return { text: `${log} body ${encode(whole, random)}\nnext line\n`, via: 'text' }
  }
  return { name: `whole-${name}`, fits: always, carry }
}

const bytesOf = (text: string) => Buffer.from(text, 'utf8')
const hex2 = (byte: number) => byte.toString(16).padStart(2, '0')
const perByte = (show: (byte: number) => string) => (text: string) => [...bytesOf(text)].map(show).join('')
const perSign = (show: (code: number) => string) => (text: string) =>
  Array.from(text, (sign) => show(sign.charCodeAt(0))).join('')

/** Base64 of the text behind so many other bytes: what a part of a larger message looks like. */
const aligned =
  (offset: number): Encode =>
  (text, random) =>
    bytesOf(random.text(alphanumeric, offset) + text).toString('base64')

const percentAll = perByte((byte) => `%${hex2(byte).toUpperCase()}`)

/** Puts something between the signs of a text, in the middle. */
function inTheMiddle(text: string, between: string): string {
  const at = Math.floor(text.length / 2)
  return text.slice(0, at) + between + text.slice(at)
}

function everySoMany(text: string, count: number, between: string): string {
  return (text.match(new RegExp(`[^]{1,${count}}`, 'g')) ?? []).join(between)
}

const quotedPrintable: Encode = (text) =>
  everySoMany(
    perByte((byte) =>
      byte === 61 || byte < 32 ? `=${hex2(byte).toUpperCase()}` : String.fromCharCode(byte),
    )(text),
    40,
    '=\r\n',
  )

const quoted = (text: string) => JSON.stringify(text)

/** Encodings of the value alone. */
export const valueEncodings: readonly Carrier[] = [
  ofValue('plain', (text) => text),
  ofValue(
    'upper-case',
    (text) => text.toUpperCase(),
    (kind) => kind.anyCase === true,
  ),
  ofValue('percent', encodeURIComponent),
  ofValue('percent-every-byte', percentAll),
  ofValue('percent-twice', (text) => encodeURIComponent(encodeURIComponent(text))),
  ofValue('base64', (text) => bytesOf(text).toString('base64')),
  ofValue('base64-behind-1', aligned(1)),
  ofValue('base64-behind-2', aligned(2)),
  ofValue('base64url', (text) => bytesOf(text).toString('base64url')),
  ofValue('base64-twice', (text) => bytesOf(bytesOf(text).toString('base64')).toString('base64')),
  ofValue('hex-of-text', (text) => bytesOf(text).toString('hex')),
  ofValue('gzip-base64', (text) => gzipSync(text).toString('base64')),
  ofValue('deflate-base64', (text) => deflateSync(text).toString('base64')),
  ofValue(
    'html-decimal',
    perSign((code) => `&#${code};`),
  ),
  ofValue(
    'html-hex',
    perSign((code) => `&#x${hex2(code)};`),
  ),
  ofValue(
    'x-escapes',
    perByte((byte) => `\\x${hex2(byte)}`),
  ),
  ofValue(
    'u-escapes',
    perSign((code) => `\\u${code.toString(16).padStart(4, '0')}`),
  ),
  ofValue('wrapped', (text) => everySoMany(text, text.length > 152 ? 76 : 24, '\n'), oneLine),
  ofValue('quoted-printable', quotedPrintable, oneLine),
  ofValue(
    'concatenated',
    (text) => everySoMany(quoted(text).slice(1, -1), 16, '" + "').replace(/^|$/g, '"'),
    oneLine,
  ),
  ofValue('byte-list', (text) => `[${[...bytesOf(text)].join(', ')}]`),
  ofValue('byte-list-hex', (text) => `<Buffer ${[...bytesOf(text)].map(hex2).join(' ')}>`),
  ofValue('byte-list-0x', (text) => `[${[...bytesOf(text)].map((byte) => `0x${hex2(byte)}`).join(', ')}]`),
  ofValue('ansi-inside', (text) => inTheMiddle(text, '\x1b[31m')),
  ofValue('zero-width-inside', (text) => everySoMany(text, 7, '\u200b')),
  ofValue('soft-hyphens', (text) => everySoMany(text, 9, '\u00ad')),
  ofValue('utf16', (text) => Buffer.from(text, 'utf16le').toString('latin1')),
  ofValue('escaped-text', (text) => quoted(quoted(text)).slice(1, -1)),
  ofValue(
    'cut-off',
    (text) => `${text.slice(0, -5)}...`,
    (kind, mode) => mode === 'known' && oneLine(kind),
  ),
]

/** Encodings of everything around it, too. */
export const wholeEncodings: readonly Carrier[] = [
  ofWhole('base64', (text) => bytesOf(text).toString('base64')),
  ofWhole('base64url', (text) => bytesOf(text).toString('base64url')),
  ofWhole('hex', (text) => bytesOf(text).toString('hex')),
  ofWhole('gzip-base64', (text) => gzipSync(text).toString('base64')),
  ofWhole('percent', encodeURIComponent),
  ofWhole('json-in-json', (text) => quoted(quoted(text))),
  ofWhole('base64-of-json-in-json', (text) => bytesOf(JSON.stringify({ payload: text })).toString('base64')),
  ofWhole('utf16', (text) => Buffer.from(text, 'utf16le').toString('latin1')),
  ofWhole('byte-list', (text) => `[${[...bytesOf(text)].join(',')}]`),
  ofWhole('html', (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')),
]
