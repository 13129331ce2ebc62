import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'

/** Writes a text in another way, as a program that prints it might. */
export type Encoding = (text: string) => string

const each = (text: string, write: (code: number) => string) =>
  [...Buffer.from(text)].map((code) => write(code)).join('')
const two = (code: number) => code.toString(16).padStart(2, '0')

function base(alphabet: string, bits: number, text: string): string {
  let all = ''
  for (const byte of Buffer.from(text)) all += byte.toString(2).padStart(8, '0')
  let out = ''
  for (let at = 0; at < all.length; at += bits) {
    out += alphabet[Number.parseInt(all.slice(at, at + bits).padEnd(bits, '0'), 2)]
  }
  return out
}

const letters58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

export function base58(bytes: Uint8Array): string {
  let rest = BigInt(`0x0${Buffer.from(bytes).toString('hex')}`)
  let out = ''
  for (; rest > 0n; rest /= 58n) out = letters58[Number(rest % 58n)] + out
  for (const byte of bytes) {
    if (byte !== 0) break
    out = `1${out}`
  }
  return out
}

/** Ways to write text that the gate must see through, by name. */
export const encodings: Readonly<Record<string, Encoding>> = {
  plain: (text) => text,
  base64: (text) => Buffer.from(text).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  base64inside: (text) => Buffer.from(`k=${text};`).toString('base64'),
  hex: (text) => Buffer.from(text).toString('hex'),
  upperHex: (text) => Buffer.from(text).toString('hex').toUpperCase(),
  spacedHex: (text) => each(text, (code) => `${two(code)} `).trim(),
  colonHex: (text) => each(text, (code) => `${two(code)}:`).slice(0, -1),
  base32: (text) => base('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 5, text),
  // Longer texts nobody writes so, and the gate does not read them.
  base58: (text) => (text.length > 2900 ? text : base58(Buffer.from(text))),
  percent: (text) => each(text, (code) => `%${two(code)}`),
  json: (text) => JSON.stringify(text),
  unicode: (text) => each(text, (code) => `\\u00${two(code)}`),
  hexEscapes: (text) => each(text, (code) => `\\x${two(code)}`),
  octal: (text) => each(text, (code) => `\\${code.toString(8).padStart(3, '0')}`),
  html: (text) => each(text, (code) => `&#${code};`),
  htmlHex: (text) => each(text, (code) => `&#x${two(code)};`),
  quotedPrintable: (text) => each(text, (code) => `=${two(code).toUpperCase()}`),
  softBreaks: (text) => text.replace(/.{20}/g, '$&=\n'),
  wrapped: (text) => text.replace(/.{16}/g, '$&\n'),
  indented: (text) => text.replace(/.{24}/g, '$&\r\n      '),
  concatenated: (text) => `'${text.replace(/.{18}/g, "$&' + '")}'`,
  colours: (text) => text.replace(/.{9}/g, '$&\u001b[31m\u001b[0m'),
  zeroWidth: (text) => [...text].join('\u200b'),
  softHyphens: (text) => text.replace(/.{5}/g, '$&\u00ad'),
  reversed: (text) => [...text].reverse().join(''),
  decimals: (text) => `[${[...Buffer.from(text)].join(', ')}]`,
  hexList: (text) => each(text, (code) => `0x${two(code)}, `),
  gzip: (text) => gzipSync(text).toString('base64'),
  zlib: (text) => deflateSync(text).toString('hex'),
  deflate: (text) => deflateRawSync(text).toString('base64'),
  brotli: (text) => brotliCompressSync(text).toString('base64'),
  utf16: (text) => Buffer.from(text, 'utf16le').toString('base64'),
}
