import { sha256Hex } from '../../core/digest.ts'
import { decodeBase64Json } from '../base64-json.ts'
import { headerName } from '../headers.ts'
import type { Intake } from '../intake.ts'
import { parseJsonText } from '../json-text.ts'
import { readMppChallenges } from '../mpp.ts'
import { type Document, readDocument } from './document.ts'
import { looksEncoded, type Piece } from './piece.ts'
import { publicMpp } from './publish.ts'
import { shapeOf } from './recognise.ts'

/** One document, or why something that looked like one is none. */
export type Identified = { readonly intake: Intake } | { readonly problem: string }

type HeaderPiece = Extract<Piece, { kind: 'header' }>

const maxValueChars = 65_536

function label({ name, at }: HeaderPiece): string {
  const what = name === null ? 'a value that begins like base64 of JSON' : headerName(name)
  return at.where === '' ? what : `${what} (${at.where})`
}

function challenges({ name, value, at }: HeaderPiece): readonly Identified[] {
  return readMppChallenges(value.slice(0, maxValueChars)).map((challenge) => {
    const problems = [...challenge.problems]
    const shown = publicMpp(challenge.value, (problem) => problems.push(problem))
    const source = { dialect: 'mpp', header: name, where: at.where, sha256: null, hidden: [] } as const
    return { intake: { ...source, kind: 'mpp-challenge', value: shown, problems } }
  })
}

type Opened = { readonly json: unknown; readonly raw: string; readonly problems: readonly string[] }

function openValue(value: string): Opened | string {
  const trimmed = value.trim()
  if (trimmed.startsWith('{')) {
    const parsed = parseJsonText(trimmed, maxValueChars)
    if (parsed.ok)
      return {
        json: parsed.value,
        raw: trimmed,
        problems: ['JSON instead of base64 of JSON', ...parsed.problems],
      }
  }
  const inner = trimmed.replace(/^["'`]/, '').replace(/["'`]$/, '')
  const quoted = inner.length !== trimmed.length ? ['wrapped in quotes'] : []
  const raw = inner.length <= maxValueChars * 2 ? inner.replaceAll(/\s+/g, '') : inner
  const broken = raw.length !== inner.length ? ['broken by white space'] : []
  const decoded = decodeBase64Json(raw)
  if (!decoded.ok) return decoded.problem
  return { json: decoded.value, raw, problems: [...quoted, ...broken, ...decoded.problems] }
}

function fromHeader(piece: HeaderPiece): readonly Identified[] {
  const { name, at } = piece
  if (name === 'www-authenticate') return challenges(piece)
  // Other schemes of these headers (Bearer, Basic) are nobody's business here.
  const credential =
    name === 'authorization' ? /^Payment[ \t]{1,8}(\S{1,65536})$/i.exec(piece.value.trim()) : null
  if (name === 'authorization' && credential === null) return []
  const opened = openValue(credential?.[1] ?? piece.value)
  const told = name !== null || looksEncoded(piece.value.trim())
  if (typeof opened === 'string') return told ? [{ problem: `${label(piece)}: ${opened}` }] : []
  const shape = shapeOf(opened.json)
  if (shape === null) return told ? [{ problem: `${label(piece)}: JSON, but no payment document` }] : []
  const base64url = shape === 'mpp-credential' || shape === 'mpp-receipt'
  const problems = base64url ? opened.problems.filter((problem) => !/base64/.test(problem)) : opened.problems
  return document(
    { json: opened.json, shape, header: name, at, problems },
    sha256Hex(opened.raw),
    label(piece),
  )
}

function document(read: Document, sha256: string | null, name: string): readonly Identified[] {
  const intake = readDocument(read, sha256)
  return [typeof intake === 'string' ? { problem: `${name}: ${intake}` } : { intake }]
}

/** What a piece is: its documents, or why it is none. Nothing when it never claimed to be one. Never throws. */
export function identify(piece: Piece): readonly Identified[] {
  if (piece.kind === 'header') return fromHeader(piece)
  const shape = shapeOf(piece.json)
  if (shape === null) return []
  const { json, at, problems } = piece
  const name = at.where === '' ? 'the JSON' : `the JSON at ${at.where}`
  return document({ json, shape, header: null, at, problems }, null, name)
}
