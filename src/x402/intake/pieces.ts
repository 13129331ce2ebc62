import { headerValue, paymentHeaders } from '../headers.ts'
import { parseJsonText } from '../json-text.ts'
import { piecesInLines } from './loose.ts'
import { type Piece, type Place, readHeaderName } from './piece.ts'
import { type Message, readTranscript } from './transcript.ts'
import { piecesInJson } from './walk.ts'

function messagePieces({ sender, status, headers, body }: Message): readonly Piece[] {
  const pairs = headers.map(([name, value]) => [name, value] as const)
  const cacheControl = headerValue(pairs, 'cache-control')
  const speaksV2 = headerValue(pairs, paymentHeaders.required) !== null
  const answer = sender === 'server' ? { status, cacheControl, speaksV2 } : null
  const at = (line: number): Place => ({ where: `line ${line}`, answer })
  const named = headers.flatMap(([written, value, line]): readonly Piece[] => {
    const name = readHeaderName(written)
    return name === null ? [] : [{ kind: 'header', name, value, at: at(line) }]
  })
  return [...named, ...piecesInLines(body, at)]
}

/**
 * Everything in a text that may be a payment document: the text as one JSON value (HAR, a list of headers), as
 * pasted HTTP messages, or as lines. Never throws; linear in the length of the text.
 */
export function piecesIn(text: string): readonly Piece[] {
  const whole = /^\s*[[{"]/.test(text) ? parseJsonText(text, text.length) : null
  if (whole?.ok) return piecesInJson(whole.value, { where: '', answer: null })
  const { messages, loose } = readTranscript(text)
  const before = piecesInLines(loose, (line) => ({ where: `line ${line}`, answer: null }))
  return [...before, ...messages.flatMap(messagePieces)]
}
