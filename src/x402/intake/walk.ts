import { isJsonObject, type JsonObject } from '../fields.ts'
import { paymentHeaders } from '../headers.ts'
import { parseJsonText } from '../json-text.ts'
import { type AnswerAround, looksEncoded, type Piece, type Place, readHeaderName } from './piece.ts'
import { isDocument } from './recognise.ts'

const maxValues = 200_000
const maxNested = 3

type Step = { readonly value: unknown; readonly at: Place; readonly nested: number }

// What may stand in a path: a name, never a value that happens to be a key. One bounded class: linear.
const plainKey = /^[A-Za-z_][A-Za-z0-9_-]{0,31}$/

function below(at: Place, key: string | number): Place {
  const step = typeof key === 'number' ? `[${key}]` : plainKey.test(key) ? `.${key}` : '.?'
  const where = `${at.where}${step}`
  return { ...at, where: where.length > 200 ? `${where.slice(0, 197)}...` : where.replace(/^\./, '') }
}

function headerIn(headers: unknown, wanted: string): string | null {
  const found = (name: unknown, value: unknown) =>
    typeof name === 'string' && typeof value === 'string' && name.toLowerCase() === wanted ? value : null
  if (isJsonObject(headers)) {
    for (const [name, value] of Object.entries(headers)) if (found(name, value) !== null) return String(value)
    return null
  }
  if (!Array.isArray(headers)) return null
  for (const [index, item] of headers.slice(0, 400).entries()) {
    const pair = Array.isArray(item)
      ? item
      : isJsonObject(item)
        ? [item.name, item.value]
        : [item, headers[index + 1]]
    const value = found(pair[0], pair[1])
    if (value !== null) return value
  }
  return null
}

/** An object with a status and headers is an answer (HAR, recorders, HTTP libraries). */
function answerOf(value: JsonObject): AnswerAround | null {
  const status = value.status ?? value.statusCode
  const headers = value.headers ?? value.rawHeaders
  if (typeof status !== 'number' || typeof headers !== 'object') return null
  const cacheControl = headerIn(headers, 'cache-control')
  return { status, cacheControl, speaksV2: headerIn(headers, paymentHeaders.required) !== null }
}

function textPieces(text: string, step: Step, next: Step[]): readonly Piece[] {
  const start = text.trimStart()
  if (looksEncoded(start.trimEnd())) return [{ kind: 'header', name: null, value: text, at: step.at }]
  if (!/^[[{]/.test(start) || step.nested >= maxNested) return []
  const parsed = parseJsonText(start, start.length)
  if (parsed.ok) next.push({ value: parsed.value, at: step.at, nested: step.nested + 1 })
  return []
}

function named(name: unknown, value: unknown, at: Place): readonly Piece[] {
  const header = typeof name === 'string' ? readHeaderName(name) : null
  return header !== null && typeof value === 'string' ? [{ kind: 'header', name: header, value, at }] : []
}

function listPieces(list: readonly unknown[], { at, nested }: Step, next: Step[]): readonly Piece[] {
  const pieces: Piece[] = []
  for (let i = 0; i < list.length && next.length < maxValues; i += 1) {
    const pair = named(list[i], list[i + 1], below(at, i))
    pieces.push(...pair)
    if (pair.length > 0) i += 1
    else next.push({ value: list[i], at: below(at, i), nested })
  }
  return pieces
}

function objectPieces(value: JsonObject, { at, nested }: Step, next: Step[]): readonly Piece[] {
  if (isDocument(value)) return [{ kind: 'json', json: value, at, problems: [] }]
  const entry = named(value.name, value.value, at)
  if (entry.length > 0) return entry
  const around = { ...at, answer: answerOf(value) ?? at.answer }
  const pieces: Piece[] = []
  for (const [key, item] of Object.entries(value)) {
    if (next.length >= maxValues) break
    const pair = named(key, item, below(around, key))
    pieces.push(...pair)
    if (pair.length === 0) next.push({ value: item, at: below(around, key), nested })
  }
  return pieces
}

/**
 * Every piece inside a JSON value, in reading order: payment documents as they are, payment headers by name (as
 * keys, as `{name, value}`, as pairs), bare base64 of objects, and JSON inside texts, three levels deep. HAR is
 * one such value. Looks at the first 200,000 values.
 */
export function* piecesInJson(json: unknown, at: Place): Generator<Piece> {
  const waiting: Step[] = [{ value: json, at, nested: 0 }]
  for (let seen = 0; seen < maxValues; seen += 1) {
    const step = waiting.pop()
    if (step === undefined) break
    const { value } = step
    const next: Step[] = []
    if (typeof value === 'string') yield* textPieces(value, step, next)
    else if (Array.isArray(value)) yield* listPieces(value, step, next)
    else if (isJsonObject(value)) yield* objectPieces(value, step, next)
    for (let i = next.length - 1; i >= 0; i -= 1) waiting.push(next[i] as Step)
  }
}
