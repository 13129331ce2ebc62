import { decodeBase64Json } from '../base64-json.ts'
import { parseJsonText } from '../json-text.ts'
import { balancedEnd } from './balanced.ts'
import { looksEncoded, type Piece, type Place, readHeaderName } from './piece.ts'
import type { NumberedLine } from './transcript.ts'
import { piecesInJson } from './walk.ts'

const maxJoinedChars = 70_000
const maxSearches = 16

// A header by its name anywhere in a line: `-H 'X-PAYMENT: ..`, `"payment-required": "..`, `PAYMENT_RESPONSE=`.
// Fixed words between bounded signs; what follows is cut out by hand: linear.
const headerInLine =
  /(?<![\w-])(x[-_]payment[-_]response|x[-_]payment|payment[-_](?:required|signature|response|receipt)|www-authenticate|authorization)["'`]{0,2}[ \t]{0,8}[:=][ \t]{0,8}/gi
const encodedOnly = /^["'`]?[A-Za-z0-9+/_-]+={0,2}["'`,;\\]{0,3}$/
const challengeAlone = /^Payment[ \t]{1,8}[A-Za-z]{1,32}=/i

type At = (line: number) => Place

/** What a line means: pieces, a value that may go on in the next line, or JSON that begins here. */
type Found = {
  readonly pieces: readonly Piece[]
  readonly open: { name: string | null; value: string } | null
}

const valueRun = /^[^\s"'`,;\\]*/

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

function namedIn(text: string, at: Place): Found | null {
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
function spacedOut(text: string, at: Place): Piece | null {
  if (text.length > maxJoinedChars || !/^e[yw][A-Za-z0-9+/_= -]+$/.test(text)) return null
  const value = text.replaceAll(' ', '')
  return looksEncoded(value) && decodeBase64Json(value).ok
    ? { kind: 'header', name: null, value: text, at }
    : null
}

/** Bare base64 in a line that says other things too, such as a line of a log. */
function tokensIn(text: string, at: Place): readonly Piece[] {
  return text
    .split(/[^A-Za-z0-9+/_=-]+/)
    .filter((token) => token.length >= 40 && looksEncoded(token))
    .map((value) => ({ kind: 'header', name: null, value, at }))
}

/** Lines of nothing but base64: one value that was broken, or one value per line. */
function fromEncodedLines(name: string | null, lines: readonly NumberedLine[], at: At): readonly Piece[] {
  const [first] = lines
  if (first === undefined) return []
  const texts = lines.map(({ text }) => unquoted(text))
  const joined = texts.join('')
  const whole: Piece = { kind: 'header', name, value: joined, at: at(first.line) }
  if (lines.length === 1) return [whole]
  if (joined.length <= maxJoinedChars && decodeBase64Json(joined).ok) return [whole]
  return texts.map((value, index) => ({
    kind: 'header',
    name: index === 0 ? name : null,
    value,
    at: at(lines[index]?.line ?? first.line),
  }))
}

function jsonIn(text: string, at: Place): readonly Piece[] | null {
  const parsed = parseJsonText(text, text.length)
  return parsed.ok ? piecesInJson(parsed.value, at) : null
}

/** JSON that is the whole of a line, or stands behind the time and level of a log line. */
function jsonOfLine(text: string, at: Place): readonly Piece[] | null {
  const from = text.indexOf('{')
  const to = text.lastIndexOf('}')
  if (from === -1 || to < from) return null
  return jsonIn(text.slice(from, to + 1), at)
}

/**
 * The pieces in lines that belong to no HTTP message: headers by their name anywhere in a line, values broken over
 * lines, bare base64, JSON over many lines, JSON lines, JSON behind the time of a log line, and bare MPP challenges.
 * Never throws. Linear: JSON over many lines is searched for at most 16 times.
 */
export function piecesInLines(lines: readonly NumberedLine[], at: At): readonly Piece[] {
  const pieces: Piece[] = []
  let searches = 0
  for (let i = 0; i < lines.length; i += 1) {
    const { text, line } = lines[i] as NumberedLine
    const plain = text.trim()
    if (plain === '') continue
    const here = at(line)
    if (challengeAlone.test(plain)) {
      pieces.push({ kind: 'header', name: 'www-authenticate', value: plain, at: here })
      continue
    }
    const whole = jsonOfLine(plain, here)
    if (whole !== null) {
      pieces.push(...whole)
      continue
    }
    if (/^[[{]/.test(plain) && searches < maxSearches) {
      const end = balancedEnd(lines, i)
      const json =
        end === null
          ? null
          : jsonIn(
              lines
                .slice(i, end + 1)
                .map((item) => item.text)
                .join('\n'),
              here,
            )
      if (json === null) searches += 1
      if (end !== null && json !== null) {
        pieces.push(...json)
        i = end
        continue
      }
    }
    const named = namedIn(plain, here)
    const alone = named === null && encodedOnly.test(plain)
    if (named !== null) pieces.push(...named.pieces)
    if (named?.open || alone) {
      const start: NumberedLine = { text: named?.open?.value ?? plain, line }
      const run = [start]
      while (encodedOnly.test(lines[i + 1]?.text.trim() ?? '')) {
        i += 1
        run.push(lines[i] as NumberedLine)
      }
      pieces.push(...fromEncodedLines(named?.open?.name ?? null, run, at))
    } else if (named === null) {
      const spaced = spacedOut(plain, here)
      pieces.push(...(spaced === null ? tokensIn(plain, here) : [spaced]))
    }
  }
  return pieces
}
