import type { Decoded } from './decoded.ts'

/** How deep objects and arrays may nest. Discovery extensions carry JSON Schemas, which reach about 20. */
export const maxJsonDepth = 64

/**
 * The deepest nesting of objects and arrays in a JSON text, without parsing it. One pass, no recursion.
 * On text that is not JSON the number means nothing, but it still comes back.
 */
export function jsonDepth(text: string): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (inString) {
      if (code === 0x5c) i += 1
      else if (code === 0x22) inString = false
    } else if (code === 0x22) inString = true
    else if (code === 0x7b || code === 0x5b) {
      depth += 1
      if (depth > deepest) deepest = depth
    } else if (code === 0x7d || code === 0x5d) depth -= 1
  }
  return deepest
}

/**
 * Parses JSON text of at most `maxChars` UTF-16 units and 64 levels. Never throws; a byte order mark is
 * tolerated and reported. Keys such as `__proto__` come back as own properties: read with `field`.
 */
export function parseJsonText(text: string, maxChars: number): Decoded<unknown> {
  if (text.length > maxChars) return { ok: false, problem: `longer than ${maxChars} characters` }
  const marked = text.startsWith('\ufeff')
  const plain = marked ? text.slice(1) : text
  if (plain.trim() === '') return { ok: false, problem: 'empty' }
  if (jsonDepth(plain) > maxJsonDepth)
    return { ok: false, problem: `nested deeper than ${maxJsonDepth} levels` }
  try {
    const value: unknown = JSON.parse(plain)
    return { ok: true, value, problems: marked ? ['starts with a byte order mark'] : [] }
  } catch {
    return { ok: false, problem: 'not JSON' }
  }
}
