import type { Tags } from './tags.ts'

// Our marker, or what looks like its beginning. A fixed word, then one bounded class without the end sign: linear.
const begins = /\[redacted:/i
const marker = /\[redacted:(?:[A-Za-z0-9:._/*-]{0,100}\])?/gi

/**
 * A text in which imitations of our marker are escaped to `[forged-redacted:..`: whoever writes one into a log
 * must not make readers believe that something was hidden there. `forged` counts them.
 */
export function escapeForged(text: string, tags: Tags): { readonly text: string; readonly forged: number } {
  if (!begins.test(text)) return { text, forged: 0 }
  let forged = 0
  const escaped = text.replace(marker, (found) => {
    if (tags.isOurs(found)) return found
    forged += 1
    return `[forged-${found.slice(1)}`
  })
  return { text: escaped, forged }
}

/** A place that is a marker of ours. */
export type MarkerPlace = { readonly start: number; readonly end: number }

/**
 * The same text with our markers filled with signs that no rule looks at, and where they stand: a marker is
 * looked through, but never into.
 */
export function quietMarkers(
  text: string,
  tags: Tags,
): { readonly text: string; readonly places: readonly MarkerPlace[] } {
  if (!begins.test(text)) return { text, places: [] }
  const places: MarkerPlace[] = []
  const quiet = text.replace(marker, (found, at: number) => {
    if (!tags.isOurs(found)) return found
    places.push({ start: at, end: at + found.length })
    return `[${']'.repeat(found.length - 1)}`
  })
  return { text: quiet, places }
}
