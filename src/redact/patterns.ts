/** A text to find and the label to put in its place. */
export type Pattern = { readonly text: string; readonly label: string }

/** A found stretch of text: `end` is exclusive. */
export type Hit = { readonly start: number; readonly end: number; readonly label: string }

const base = 0x01000193
// So many characters decide how far the window may move on. Of the forms of 70 secrets, every twenty-fifth place of a
// log looks like the end of a window by three characters and 16 bits, every two hundredth by these.
const blockLength = 4
const blockBits = 18

/** The case of ASCII letters does not count; that a few signs fall together with others is told later. */
function hashOf(text: string, start: number, length: number): number {
  let hash = 0
  for (let at = start; at < start + length; at += 1) {
    hash = (Math.imul(hash, base) + (text.charCodeAt(at) | 32)) | 0
  }
  return hash
}

function blockAt(text: string, end: number): number {
  const late = (text.charCodeAt(end - 1) | 32) * 31 + (text.charCodeAt(end) | 32)
  const early = (text.charCodeAt(end - 3) | 32) * 31 + (text.charCodeAt(end - 2) | 32)
  return (early * 3_571 + late) & (2 ** blockBits - 1)
}

function folded(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code
}

/** For each block how far the window may move before its beginning can be that of a pattern. */
function shiftsFor(patterns: readonly Pattern[], window: number): Uint8Array {
  const shifts = new Uint8Array(2 ** blockBits).fill(window - blockLength + 1)
  for (const { text } of patterns) {
    for (let end = blockLength - 1; end < window; end += 1) {
      const block = blockAt(text, end)
      shifts[block] = Math.min(shifts[block] ?? 0, window - 1 - end)
    }
  }
  return shifts
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
  // A secret may have a dot of its own where it was cut (`7. word 8...`): the mark begins up to two signs earlier.
  const back = [0, 1, 2].find((signs) => text.startsWith('...', end - signs))
  const cut = end === text.length ? length : back === undefined ? 0 : length - back
  return cut >= shortestStump && !wanted.slice(0, cut).includes('://') ? start + cut : undefined
}

/**
 * A search for many texts in one pass (Wu-Manber: the last characters of a window say how far it may move, then
 * come a hash and a comparison of the few candidates). Ignores the case of ASCII letters. Hits that overlap come
 * back as one, under the label of the first, so that no tail of a second secret is left standing. A text that
 * was cut off counts as found from its eighth character on.
 * The time grows linearly with the text.
 */
export function createSearch(patterns: readonly Pattern[]): (text: string) => readonly Hit[] {
  const usable = patterns.filter((pattern) => pattern.text.length > 0)
  const window = usable.reduce((least, pattern) => Math.min(least, pattern.text.length), 8)
  const byHash = new Map<number, Pattern[]>()
  const longestFirst = [...usable].sort((a, b) => b.text.length - a.text.length)
  for (const pattern of longestFirst) {
    const hash = hashOf(pattern.text, 0, window)
    const list = byHash.get(hash)
    if (list === undefined) byHash.set(hash, [pattern])
    else list.push(pattern)
  }
  const shifts = window < blockLength ? undefined : shiftsFor(usable, window)

  return (text) => {
    const hits: Hit[] = []
    if (byHash.size === 0) return hits
    for (let end = window - 1; end < text.length; ) {
      const shift = shifts === undefined ? 0 : (shifts[blockAt(text, end)] ?? 0)
      if (shift > 0) {
        end += shift
        continue
      }
      const start = end - window + 1
      for (const pattern of byHash.get(hashOf(text, start, window)) ?? []) {
        const place = endOfHit(text, start, pattern.text)
        if (place === undefined) continue
        addHit(hits, { start, end: place, label: pattern.label })
        break
      }
      end += 1
    }
    return hits
  }
}

function addHit(hits: Hit[], hit: Hit): void {
  const last = hits.at(-1)
  if (last === undefined || hit.start >= last.end) hits.push(hit)
  else hits[hits.length - 1] = { ...last, end: Math.max(last.end, hit.end) }
}
