import { deflateSync, gzipSync } from 'node:zlib'

const everyByte = (text: string, write: (byte: number) => string) =>
  [...Buffer.from(text)].map(write).join('')
const hexOf = (byte: number) => byte.toString(16).padStart(2, '0')

/** How the same text may be written; what is hidden plain must be hidden in all of these. */
export const encodings: readonly (readonly [name: string, encode: (text: string) => string])[] = [
  ['plain', (text) => text],
  ['base64', (text) => Buffer.from(text).toString('base64')],
  ['base64, one byte later', (text) => Buffer.from(`x${text}`).toString('base64')],
  ['base64, two bytes later', (text) => Buffer.from(`xy${text}`).toString('base64')],
  ['base64url', (text) => Buffer.from(text).toString('base64url')],
  ['hex', (text) => Buffer.from(text).toString('hex')],
  ['percent', (text) => encodeURIComponent(text)],
  ['every byte in percent', (text) => everyByte(text, (byte) => `%${hexOf(byte)}`)],
  ['JSON', (text) => JSON.stringify(text)],
  ['JSON in JSON', (text) => JSON.stringify(JSON.stringify(text))],
  ['JSON escapes', (text) => everyByte(text, (byte) => `\\u00${hexOf(byte)}`)],
  ['byte list', (text) => [...Buffer.from(text)].join(', ')],
  ['base64 of gzip', (text) => gzipSync(text).toString('base64')],
  ['hex of zlib', (text) => deflateSync(text).toString('hex')],
  ['lines of 20', (text) => text.replace(/.{20}/gs, '$&\n')],
  ['between colours', (text) => text.replace(/.{9}/gs, '$&\u001b[0m')],
]
