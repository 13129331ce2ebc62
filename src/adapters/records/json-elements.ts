/** One element of a JSON array as text (null when too long to keep), and the line on which it began. */
export type JsonElement = { readonly line: number; readonly text: string | null; readonly whole: boolean }

/** Where the reading of an array stands. */
export type ElementScanner = {
  readonly push: (chunk: string) => readonly JsonElement[]
  /** What was left open at the end, if anything. `closed` = the array's bracket was seen. */
  readonly end: () => {
    readonly line: number
    readonly rest: JsonElement | null
    readonly closed: boolean
    readonly trailing: boolean
  }
}

/**
 * Cuts one JSON array into its elements without parsing them: depth by brackets, strings and escapes
 * skipped; one pass. What stands between two commas need not be JSON; its reader finds out.
 */
export function makeElementScanner(maxChars: number): ElementScanner {
  let line = 1
  let begun = 0
  let depth = 0
  let inString = false
  let escaped = false
  let parts = ''
  let tooLong = false
  let trailing = false
  let state: 'before' | 'inside' | 'after' = 'before'

  const take = (whole: boolean): JsonElement | null => {
    const text = parts.trim()
    const element = text === '' && !tooLong ? null : { line: begun, text: tooLong ? null : text, whole }
    parts = ''
    tooLong = false
    begun = 0
    return element
  }
  const keep = (text: string) => {
    if (!tooLong) parts += text
    if (parts.length > maxChars) {
      tooLong = true
      parts = ''
    }
  }

  const push = (chunk: string): readonly JsonElement[] => {
    const found: JsonElement[] = []
    let from = 0
    for (let at = 0; at < chunk.length; at += 1) {
      const character = chunk[at] ?? ''
      if (character === '\n') line += 1
      const blank = character === ' ' || character === '\n' || character === '\r' || character === '\t'
      if (state === 'before') {
        if (character === '[') state = 'inside'
        from = at + 1
        continue
      }
      if (state === 'after') {
        if (!blank) trailing = true
        from = at + 1
        continue
      }
      if (begun === 0 && !blank) begun = line
      if (inString) {
        if (escaped) escaped = false
        else if (character === '\\') escaped = true
        else if (character === '"') inString = false
        continue
      }
      if (character === '"') inString = true
      else if (character === '{' || character === '[') depth += 1
      else if (depth > 0 && (character === '}' || character === ']')) depth -= 1
      else if (depth === 0 && (character === ',' || character === ']')) {
        keep(chunk.slice(from, at))
        const element = take(true)
        if (element !== null) found.push(element)
        from = at + 1
        if (character === ']') state = 'after'
      }
    }
    if (state === 'inside') keep(chunk.slice(from))
    return found
  }

  return { push, end: () => ({ line, rest: take(false), closed: state === 'after', trailing }) }
}
