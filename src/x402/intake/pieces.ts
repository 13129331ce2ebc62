import { headerValue, paymentHeaders } from '../headers.ts'
import { parseJsonText } from '../json-text.ts'
import { piecesInLines } from './loose.ts'
import { type Piece, type Place, readHeaderName } from './piece.ts'
import { type Message, readTranscript } from './transcript.ts'
import { piecesInJson } from './walk.ts'

/** Candidates that are looked at: a log of a day holds fewer. */
export const maxPieces = 20_000

function* messagePieces({ sender, status, headers, body }: Message): Generator<Piece> {
  const pairs = headers.map(([name, value]) => [name, value] as const)
  const cacheControl = headerValue(pairs, 'cache-control')
  const speaksV2 = headerValue(pairs, paymentHeaders.required) !== null
  const answer = sender === 'server' ? { status, cacheControl, speaksV2 } : null
  const at = (line: number): Place => ({ where: `line ${line}`, answer })
  for (const [written, value, line] of headers) {
    const name = readHeaderName(written)
    if (name !== null) yield { kind: 'header', name, value, at: at(line) }
  }
  yield* piecesInLines(body, at)
}

function* everyPiece(text: string): Generator<Piece> {
  const whole = /^\s*[[{"]/.test(text) ? parseJsonText(text, text.length) : null
  if (whole?.ok) {
    yield* piecesInJson(whole.value, { where: '', answer: null })
    return
  }
  const { messages, loose } = readTranscript(text)
  yield* piecesInLines(loose, (line) => ({ where: `line ${line}`, answer: null }))
  for (const message of messages) yield* messagePieces(message)
}

/**
 * What in a text may be a payment document, the first 20,000 (then one more, so that the caller can tell): the text as
 * one JSON value (HAR, a list of headers), as pasted HTTP messages, or as lines. Never throws; linear in the length of
 * the text.
 */
export function piecesIn(text: string): readonly Piece[] {
  const pieces: Piece[] = []
  for (const piece of everyPiece(text)) {
    pieces.push(piece)
    if (pieces.length > maxPieces) break
  }
  return pieces
}
