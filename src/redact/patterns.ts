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

function standsAt(text: string, start: number, wanted: string): boolean {
  if (start + wanted.length > text.length) return false
  for (let index = 0; index < wanted.length; index += 1) {
    if (folded(text.charCodeAt(start + index)) !== folded(wanted.charCodeAt(index))) return false
  }
  return true
}

/**
 * A search for many texts in one pass (Rabin-Karp: a rolling hash over the first characters, then a
 * comparison of the few candidates). Ignores the case of ASCII letters. Hits that overlap come back as one,
 * under the label of the first, so that no tail of a second secret is left standing.
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
  // The weight of the character that leaves the window.
  const leaving = Array.from({ length: window - 1 }).reduce((power: number) => Math.imul(power, base), 1)

  return (text) => {
    const hits: Hit[] = []
    if (byHash.size === 0 || text.length < window) return hits
    let hash = hashOf(text, window)
    for (let start = 0; ; start += 1) {
      const found = byHash.get(hash)?.find((pattern) => standsAt(text, start, pattern.text))
      if (found !== undefined) addHit(hits, { start, end: start + found.text.length, label: found.label })
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
