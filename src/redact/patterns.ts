/** A text to find and the label to put in its place. */
export type Pattern = { readonly text: string; readonly label: string }

/** A found stretch of text: `end` is exclusive. */
export type Hit = { readonly start: number; readonly end: number; readonly label: string }

const base = 0x01000193

function folded(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code
}

function hashOf(text: string, length: number): number {
  let hash = 0
  for (let index = 0; index < length; index += 1) {
    hash = (Math.imul(hash, base) + folded(text.charCodeAt(index))) | 0
  }
  return hash
}

/** How many characters of `wanted` stand at `start`. */
function sharedLength(text: string, start: number, wanted: string): number {
  const most = Math.min(wanted.length, text.length - start)
  let length = 0
  while (length < most && folded(text.charCodeAt(start + length)) === folded(wanted.charCodeAt(length))) {
    length += 1
  }
  return length
}

// Fewer characters of a secret tell nothing, and would take too many innocent words with them.
const shortestStump = 8

/**
 * Where the hit of a pattern ends; undefined when it does not stand there. What was cut off by somebody who
 * shortens texts (`...`, or the end of the text) counts from 8 characters on; the scheme of a URL does not.
 */
function endOfHit(text: string, start: number, wanted: string): number | undefined {
  const length = sharedLength(text, start, wanted)
  const end = start + length
  if (length === wanted.length) return end
  const isCut = end === text.length || text.startsWith('...', end)
  return isCut && length >= shortestStump && !wanted.slice(0, length).includes('://') ? end : undefined
}

/**
 * A search for many texts in one pass (Rabin-Karp: a rolling hash over the first characters, then a
 * comparison of the few candidates). Ignores the case of ASCII letters. Hits that overlap come back as one,
 * under the label of the first, so that no tail of a second secret is left standing. A text that was cut
 * off counts as found from its eighth character on.
 * The time grows linearly with the text.
 */
export function createSearch(patterns: readonly Pattern[]): (text: string) => readonly Hit[] {
  const usable = patterns.filter((pattern) => pattern.text.length > 0)
  const window = usable.reduce((least, pattern) => Math.min(least, pattern.text.length), 8)
  const byHash = new Map<number, Pattern[]>()
  const longestFirst = [...usable].sort((a, b) => b.text.length - a.text.length)
  for (const pattern of longestFirst) {
    const hash = hashOf(pattern.text, window)
    const list = byHash.get(hash)
    if (list === undefined) byHash.set(hash, [pattern])
    else list.push(pattern)
  }
  // Most places are ruled out by 16 bits of their hash.
  const maybe = new Uint8Array(65_536)
  for (const hash of byHash.keys()) maybe[hash & 0xffff] = 1
  // The weight of the character that leaves the window.
  const leaving = Array.from({ length: window - 1 }).reduce((power: number) => Math.imul(power, base), 1)

  return (text) => {
    const hits: Hit[] = []
    if (byHash.size === 0 || text.length < window) return hits
    let hash = hashOf(text, window)
    for (let start = 0; ; start += 1) {
      if (maybe[hash & 0xffff] === 1) {
        for (const pattern of byHash.get(hash) ?? []) {
          const end = endOfHit(text, start, pattern.text)
          if (end === undefined) continue
          addHit(hits, { start, end, label: pattern.label })
          break
        }
      }
      if (start + window >= text.length) return hits
      const left = Math.imul(folded(text.charCodeAt(start)), leaving)
      hash = (Math.imul(hash - left, base) + folded(text.charCodeAt(start + window))) | 0
    }
  }
}

function addHit(hits: Hit[], hit: Hit): void {
  const last = hits.at(-1)
  if (last === undefined || hit.start >= last.end) hits.push(hit)
  else hits[hits.length - 1] = { ...last, end: Math.max(last.end, hit.end) }
}
