import { safe } from '../core/safe.ts'

const maxValueLength = 65_536

// Hex text of whole bytes, with or without 0x. Anchored, one class: linear.
const hexText = /^(?:0x)?((?:[0-9a-f]{2}){8,})$/i
// Standard or URL-safe base64 of at least 24 characters. Anchored, one class: linear.
const base64Text = /^[A-Za-z0-9+/_-]{24,}={0,2}$/
// Ten or more lower-case words: a mnemonic, however it is separated. Anchored; words and gaps exclude each other.
const wordList = /^\s*[a-z]{2,12}(?:[\s,+]+[a-z]{2,12}){9,}\s*$/

/** Base64 of the bytes as it looks inside a longer text: the characters that the neighbours cannot change. */
function base64Alignments(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
    const first = Math.ceil((offset * 8) / 6)
    const end = Math.floor(((offset + bytes.length) * 8) / 6)
    return text.slice(first, end)
  })
}

function bothAlphabets(text: string): readonly string[] {
  return [text, text.replaceAll('+', '-').replaceAll('/', '_')]
}

function formsOfBytes(bytes: Buffer): readonly string[] {
  const hex = bytes.toString('hex')
  const list = [...bytes]
  return [
    hex,
    ...base64Alignments(bytes).flatMap(bothAlphabets),
    list.join(','),
    list.join(', '),
    list.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
    list.map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join(''),
  ]
}

function everySign(text: string, write: (code: number) => string): string {
  let shown = ''
  for (let at = 0; at < text.length; at += 1) shown += write(text.charCodeAt(at))
  return shown
}

function formsOfText(text: string): readonly string[] {
  const once = JSON.stringify(text).slice(1, -1)
  const twice = JSON.stringify(once).slice(1, -1)
  // Half a surrogate pair would make encodeURI throw.
  const wellFormed = Buffer.from(text, 'utf8').toString('utf8')
  const html = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
  const htmlStrict = html.replaceAll('>', '&gt;').replaceAll("'", '&#39;')
  return [
    // What `safe()` makes of line ends and other controls.
    safe(text, Number.POSITIVE_INFINITY),
    htmlStrict,
    htmlStrict.replaceAll('&#39;', '&#x27;').replaceAll('/', '&#x2F;'),
    // JSON as Go and PHP write it.
    once.replace(/[<>&'+]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`),
    once.replace(/[<>&]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`),
    // Every sign as an escape, as serialisers write that keep to ASCII and trust nothing.
    everySign(text, (code) => `\\u${code.toString(16).padStart(4, '0')}`),
    everySign(text, (code) => `\\\\u${code.toString(16).padStart(4, '0')}`),
    // Percent-encoding of forms (`+` for a blank), and with every sign encoded.
    new URLSearchParams([['', wellFormed]]).toString().slice(1),
    encodeURIComponent(wellFormed).replace(/[!'()*~_.-]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`),
    text,
    [...text].reverse().join(''),
    once,
    once.replaceAll('/', '\\/'),
    twice,
    JSON.stringify(twice).slice(1, -1),
    html,
    encodeURIComponent(wellFormed),
    encodeURI(wellFormed),
    ...formsOfBytes(Buffer.from(text, 'utf8')),
  ]
}

function bytesInside(text: string): readonly Buffer[] {
  const hex = hexText.exec(text)?.[1]
  if (hex !== undefined) return [Buffer.from(hex, 'hex')]
  return base64Text.test(text) ? [Buffer.from(text, 'base64')] : []
}

function wordForms(text: string): readonly string[] {
  if (!wordList.test(text)) return []
  const words = text.split(/[\s,+]+/).filter((word) => word !== '')
  const joined = [' ', '  ', '\n', '\r\n', '\t', ',', ', ', '+', '-', '%20', '","', '", "'].map((joint) =>
    words.join(joint),
  )
  // As wallets show a phrase for copying: every word behind its number.
  const numbered = ['. ', ') ', ': ', '.', ' '].flatMap((sign) =>
    [' ', '\n', ', '].map((joint) => words.map((word, at) => `${at + 1}${sign}${word}`).join(joint)),
  )
  return [...joined, ...numbered]
}

/** The long lines of a value, as in a PEM body: a log that prefixes or escapes every line still shows them. */
function longLines(text: string): readonly string[] {
  const lines = text.split(/\r\n|\n|\\n/).map((line) => line.trim())
  if (lines.length === 1) return []
  const body = lines.filter((line) => line.length >= 16 && !line.startsWith('-----'))
  return [...body, body.join('')]
}

/**
 * A secret and every form in which it tends to appear: JSON-escaped up to three times, percent-encoded, as
 * hex, as base64 in all three alignments and both alphabets, as a byte list; for hex and base64 values also
 * the forms of the bytes inside; for mnemonics other separators and numbers; of several lines each long one, and
 * all of them together.
 * Forms under 8 characters are left out. Matching ignores the case of ASCII letters.
 */
export function derivedForms(value: string): readonly string[] {
  const text = value.trim().slice(0, maxValueLength)
  const lines = [text, ...longLines(text)]
  const parts = [...lines, ...wordForms(text)]
  const forms = [
    ...parts.flatMap(formsOfText),
    // Of a PEM body, too: wrapped once more, or in another armour, its padding is gone.
    ...lines
      .flatMap(bytesInside)
      .flatMap((bytes) => [...formsOfBytes(bytes), BigInt(`0x${bytes.toString('hex') || '0'}`).toString()]),
  ]
  return [...new Set(forms)].filter((form) => form.length >= 8)
}
