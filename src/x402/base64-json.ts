import type { Decoded } from './decoded.ts'
import { parseJsonText } from './json-text.ts'
import { hasTwinKeys, twinKeys } from './twin-keys.ts'

/** The longest header text that is read, in characters: 64 KiB, our cap on response headers. */
export const maxHeaderChars = 65_536

// RFC 4648 section 4 and 5 alphabets; the input is at most maxHeaderChars long. Two adjacent classes that
// share no character, so there is one way to match and the time is linear.
const base64Text = /^[A-Za-z0-9+/_-]+={0,2}$/

type Unwrapped = { readonly text: string; readonly problems: readonly string[] }

function unwrap(raw: string): Unwrapped {
  const problems: string[] = []
  let text = raw.trim()
  if (text.length !== raw.length) problems.push('surrounded by white space')
  const quote = text.at(0)
  if (text.length >= 2 && (quote === '"' || quote === "'") && text.at(-1) === quote) {
    text = text.slice(1, -1)
    problems.push('wrapped in quotes')
  }
  return { text, problems }
}

// Made once: making one costs more than decoding a header. Without `stream` it keeps nothing between two calls.
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function utf8(bytes: Buffer): string | undefined {
  // Several times as quick; what is not UTF-8 becomes this character, and so the strict one is asked where it stands.
  const lenient = bytes.toString('utf8')
  if (!lenient.includes('\ufffd')) return lenient
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return undefined
  }
}

/** Does the last group say more than its bytes hold? All groups before it are full. */
function hasLooseBits(body: string): boolean {
  const group = body.slice(body.length - (body.length % 4))
  const plain = group.replaceAll('+', '-').replaceAll('/', '_')
  return group !== '' && Buffer.from(group, 'base64url').toString('base64url') !== plain
}

function lint(text: string, body: string): readonly string[] {
  const problems: string[] = []
  if (/[-_]/.test(body)) problems.push('base64url instead of base64')
  if (text.length % 4 !== 0) problems.push('base64 padding is missing or wrong')
  if (hasLooseBits(body)) problems.push('base64 ends in bits that mean nothing')
  return problems
}

/**
 * Decodes base64 of JSON, the form of every payment header. Never throws. Tolerated and reported as
 * problems: base64url, missing padding, white space or quotes around it, a byte order mark. Not decoded:
 * more than 64 KiB, bytes that are not UTF-8, nesting beyond 64 levels.
 *
 * @example decodeBase64Json('e30=') // { ok: true, value: {}, problems: [] }
 */
export function decodeBase64Json(raw: string): Decoded<unknown> {
  if (raw.length > maxHeaderChars) return { ok: false, problem: `longer than ${maxHeaderChars} characters` }
  const { text, problems } = unwrap(raw)
  if (text === '') return { ok: false, problem: 'empty' }
  if (!base64Text.test(text)) return { ok: false, problem: 'not base64' }
  const body = text.replace(/={1,2}$/, '')
  if (body.length % 4 === 1) return { ok: false, problem: 'base64 of an impossible length' }
  const bytes = Buffer.from(body, 'base64url')
  const json = utf8(bytes)
  if (json === undefined) return { ok: false, problem: 'base64 of bytes that are not UTF-8' }
  const parsed = parseJsonText(json, maxHeaderChars)
  if (!parsed.ok) return { ok: false, problem: `base64 of text that is ${parsed.problem}` }
  const twins = hasTwinKeys(json) ? [twinKeys] : []
  return { ...parsed, problems: [...problems, ...lint(text, body), ...parsed.problems, ...twins] }
}
