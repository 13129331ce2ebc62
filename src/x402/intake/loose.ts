import { parseJsonText } from '../json-text.ts'
import { balancedEnd } from './balanced.ts'
import type { Piece, Place } from './piece.ts'
import type { NumberedLine } from './transcript.ts'
import {
  beginsEncoded,
  fromEncodedLines,
  isEncodedLine,
  isTooLong,
  namedIn,
  spacedOut,
  tokensIn,
} from './values.ts'
import { piecesInJson } from './walk.ts'

const maxSearches = 16

// A challenge without the name of its header. Anchored, bounded parts that share no sign: linear.
const challengeAlone = /^Payment[ \t]{1,8}[A-Za-z]{1,32}=/i

type At = (line: number) => Place

function jsonIn(text: string, at: Place): Iterable<Piece> | null {
  const parsed = parseJsonText(text, text.length)
  return parsed.ok ? piecesInJson(parsed.value, at) : null
}

/** JSON that is the whole of a line, or stands behind the time and level of a log line. */
function jsonOfLine(text: string, at: Place): Iterable<Piece> | null {
  const from = text.indexOf('{')
  const to = text.lastIndexOf('}')
  return from === -1 || to < from ? null : jsonIn(text.slice(from, to + 1), at)
}

type Block = { readonly pieces: Iterable<Piece>; readonly end: number }

/** JSON over many lines that begins in line `from`; null when it never closes or is none. */
function jsonOfLines(lines: readonly NumberedLine[], from: number, at: Place): Block | null {
  const end = balancedEnd(lines, from)
  if (end === null) return null
  const texts = lines.slice(from, end + 1).map(({ text }) => text)
  const pieces = jsonIn(texts.join('\n'), at)
  return pieces === null ? null : { pieces, end }
}

/** The lines of a value that goes on from line `from`; it begins with `text`, which stands there already. */
function valueFrom(lines: readonly NumberedLine[], from: number, text: string): readonly NumberedLine[] {
  const run: NumberedLine[] = [{ text, line: lines[from]?.line ?? 0 }]
  let chars = text.length
  for (let i = from + 1; isEncodedLine(lines[i]?.text) && !isTooLong(chars); i += 1) {
    const next = lines[i] as NumberedLine
    run.push(next)
    chars += next.text.length
  }
  return run
}

/**
 * The pieces in lines that belong to no HTTP message: headers by their name anywhere in a line, values broken over
 * lines, bare base64, JSON over many lines, JSON lines, JSON behind the time of a log line, and bare MPP challenges.
 * Never throws. Linear: JSON over many lines is searched for in vain at most 16 times.
 */
export function* piecesInLines(lines: readonly NumberedLine[], at: At): Generator<Piece> {
  let searches = 0
  for (let i = 0; i < lines.length; i += 1) {
    const { text, line } = lines[i] as NumberedLine
    const plain = text.trim()
    if (plain === '') continue
    const here = at(line)
    if (challengeAlone.test(plain)) {
      yield { kind: 'header', name: 'www-authenticate', value: plain, at: here }
      continue
    }
    const whole = jsonOfLine(plain, here)
    if (whole !== null) {
      yield* whole
      continue
    }
    if (/^[[{]/.test(plain) && searches < maxSearches) {
      const block = jsonOfLines(lines, i, here)
      if (block !== null) {
        yield* block.pieces
        i = block.end
        continue
      }
      searches += 1
    }
    const named = namedIn(plain, here)
    if (named !== null) yield* named.pieces
    const open = named === null ? beginsEncoded(plain) && isEncodedLine(plain) : named.open !== null
    if (open) {
      const value = valueFrom(lines, i, named?.open?.value ?? plain)
      yield* fromEncodedLines(named?.open?.name ?? null, value, at)
      i += value.length - 1
    } else if (named === null) {
      const spaced = spacedOut(plain, here)
      yield* spaced === null ? tokensIn(plain, here) : [spaced]
    }
  }
}
