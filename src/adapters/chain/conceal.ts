import { safe } from '../../core/safe.ts'
import { isSpelledOut } from '../../core/spelled-out.ts'

/** Only this much of a foreign text is read; what follows can neither slow us down nor steer us. */
export const maxTextRead = 2048
const maxTextShown = 200
const gram = 8
const shortestPiece = 4

// Any address inside a foreign text: providers quote their own upstream with its key. Source: RFC 3986
// schemes we meet. One bounded class without alternatives after the scheme: linear.
const anyUrl = /(?:https?|wss?):\/\/[^\s"'<>]{1,2048}/gi

function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

function decoded(piece: string): string {
  try {
    return decodeURIComponent(piece)
  } catch {
    return piece
  }
}

/** Everything in a URL that may be a key: path segments, query names and values, user and password. */
function secretPieces(url: string): readonly string[] {
  try {
    const { pathname, search, username, password, hash } = new URL(url)
    const raw = [...pathname.split('/'), ...search.slice(1).split(/[&=]/), username, password, hash.slice(1)]
    return [...raw, ...raw.map(decoded)].map(asciiLower).filter((piece) => piece.length >= shortestPiece)
  } catch {
    return [asciiLower(url)]
  }
}

function grams(pieces: readonly string[]): ReadonlyMap<number, ReadonlySet<string>> {
  const bySize = new Map<number, Set<string>>()
  for (const piece of pieces) {
    const size = Math.min(gram, piece.length)
    const set = bySize.get(size) ?? new Set<string>()
    for (let at = 0; at + size <= piece.length; at += 1) set.add(piece.slice(at, at + size))
    bySize.set(size, set)
  }
  return bySize
}

function mask(text: string, url: string): string {
  const lower = asciiLower(text)
  const hidden = new Uint8Array(text.length)
  for (const [size, set] of grams(secretPieces(url))) {
    for (let at = 0; at + size <= lower.length; at += 1) {
      if (set.has(lower.slice(at, at + size))) hidden.fill(1, at, at + size)
    }
  }
  let out = ''
  for (let at = 0; at < text.length; at += 1) {
    if (hidden[at] !== 1) out += text[at]
    else if (hidden[at - 1] !== 1) out += '***'
  }
  return out
}

/**
 * A node's text, fit to be printed: addresses and every run of 8 or more characters that also stands in
 * the endpoint's URL (shorter pieces: the whole piece, from 4 characters) become `***`, controls become
 * visible escapes, and at most 200 characters remain. A key echoed in part is hidden as well; a text that spells something out is hidden whole.
 */
export function conceal(text: string, url: string): string {
  const read = text.slice(0, maxTextRead).replace(anyUrl, '***')
  if (isSpelledOut(read)) return '***'
  return safe(safe(mask(read, url), maxTextShown), maxTextShown)
}
