import { decodeBase64Json } from '../base64-json.ts'
import { looksEncoded, type Piece, type Place, readHeaderName } from './piece.ts'
import type { NumberedLine } from './transcript.ts'

const maxJoinedChars = 70_000

// A header by its name anywhere in a line: `-H 'X-PAYMENT: ..`, `"payment-required": "..`, `PAYMENT_RESPONSE=`.
// Fixed words between bounded signs; what follows is cut out by hand: linear.
const headerInLine =
  /(?<![\w-])(x[-_]payment[-_]response|x[-_]payment|payment[-_](?:required|signature|response|receipt)|www-authenticate|authorization)["'`]{0,2}[ \t]{0,8}[:=][ \t]{0,8}/gi
// Nothing but base64, perhaps quoted. Anchored classes, each of which begins with a sign of its own: linear.
const encodedOnly = /^["'`]?[A-Za-z0-9+/_-]+={0,2}["'`,;\\]{0,3}$/
// Up to the end of a shell word or a JSON text. Anchored, one class: linear.
const valueRun = /^[^\s"'`,;\\]*/

/** What the names in a line lead to: pieces, and perhaps a value at its end that goes on in the next line. */
export type Found = {
  readonly pieces: readonly Piece[]
  readonly open: { name: string | null; value: string } | null
}

// A quote in front; up to three signs at the end that close a shell word or a JSON text. Bounded: linear.
function unquoted(text: string): string {
  return text
    .trim()
    .replace(/^["'`]/, '')
    .replace(/["'`,;\\]{1,3}$/, '')
}

/** Without the quote that closes a shell word; those around the last parameter stay. */
function challengeText(text: string): string {
  const plain = text.replace(/[',;\\`]{1,3}$/, '')
  const quotes = plain.split('"').length - 1
  return quotes % 2 === 1 && plain.endsWith('"') ? plain.slice(0, -1) : plain
}

/** The headers that are named in a line; null when none is. */
export function namedIn(text: string, at: Place): Found | null {
  // Most lines name none, and looking for two syllables is cheaper than for eight names.
  if (!/pay|auth/i.test(text)) return null
  const hits = [...text.matchAll(headerInLine)]
  if (hits.length === 0) return null
  const pieces: Piece[] = []
  let open: Found['open'] = null
  for (const [index, hit] of hits.entries()) {
    const name = readHeaderName(hit[1] ?? '')
    const rest = text.slice(hit.index + hit[0].length, hits[index + 1]?.index ?? text.length).trim()
    const neighbour = name === 'www-authenticate' || name === 'authorization'
    const value = neighbour ? challengeText(rest) : rest.replace(/^["'`]/, '')
    const encoded = neighbour ? value : (valueRun.exec(value)?.[0] ?? '')
    const last = index === hits.length - 1
    if (!neighbour && last && encoded.length === value.length && !encoded.endsWith('='))
      open = { name, value: encoded }
    else if (encoded !== '') pieces.push({ kind: 'header', name, value: encoded, at })
  }
  return { pieces, open }
}

/** Base64 that came with blanks inside, as out of a chat; null when the line is no such thing. */
export function spacedOut(text: string, at: Place): Piece | null {
  if (text.length > maxJoinedChars || !/^e[yw][A-Za-z0-9+/_= -]+$/.test(text)) return null
  const value = text.replaceAll(' ', '')
  return looksEncoded(value) && decodeBase64Json(value).ok
    ? { kind: 'header', name: null, value: text, at }
    : null
}

/** Bare base64 in a line that says other things too, such as a line of a log. */
export function tokensIn(text: string, at: Place): readonly Piece[] {
  return text
    .split(/[^A-Za-z0-9+/_=-]+/)
    .filter((token) => token.length >= 40 && looksEncoded(token))
    .map((value) => ({ kind: 'header', name: null, value, at }))
}

/** Does this line begin as base64 of a JSON object does, in quotes or not? */
export function beginsEncoded(text: string): boolean {
  return /^["'`]?(?:77u\/)?e[yw]/.test(text)
}

/** Is this line nothing but base64, or what could be? */
export function isEncodedLine(text: string | undefined): boolean {
  return text !== undefined && encodedOnly.test(text.trim())
}

/** Has a value become too long to be one? */
export function isTooLong(chars: number): boolean {
  return chars > maxJoinedChars
}

/**
 * Lines of nothing but base64: one value that was broken, or one value on each line. `name` is the header in front of
 * the first. Without a name only what begins like base64 of JSON counts: words of a text are base64, too.
 */
export function fromEncodedLines(
  name: string | null,
  lines: readonly NumberedLine[],
  at: (line: number) => Place,
): readonly Piece[] {
  const [first] = lines
  if (first === undefined) return []
  const values = lines.map(({ text, line }) => ({ value: unquoted(text), line }))
  const joined = values.map(({ value }) => value).join('')
  if (values.length === 1 || (!isTooLong(joined.length) && decodeBase64Json(joined).ok))
    return name === null && !looksEncoded(joined)
      ? []
      : [{ kind: 'header', name, value: joined, at: at(first.line) }]
  return values.flatMap(({ value, line }, index): readonly Piece[] => {
    const own = index === 0 ? name : null
    return own === null && !looksEncoded(value) ? [] : [{ kind: 'header', name: own, value, at: at(line) }]
  })
}
