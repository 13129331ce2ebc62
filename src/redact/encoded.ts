// A run of base64 that begins like a JSON object (`{"`, `{ `, `{\n`). No lookbehind: in a path or behind an
// escaped line end the run has neighbours of its own alphabet. What is too short is left after 29 characters,
// and what matches is read once: linear.
const object = /(?:ey[A-Z]|ew[0-9A-Za-z])[A-Za-z0-9+/_-]{29,}={0,2}/g

const shortestObject = 32

// A run may begin with what only looks like the start of an object.
const furtherStart = /ey[A-Z]|ew[0-9A-Za-z]/g
const mostStarts = 8

function decodeAt(run: string, start: number): string | undefined {
  const text = Buffer.from(run.slice(start), 'base64').toString('utf8')
  return /^\{\s{0,8}"/.test(text) ? text : undefined
}

function startsOf(run: string): readonly number[] {
  const starts: number[] = []
  for (const { index } of run.matchAll(furtherStart)) {
    if (starts.push(index) === mostStarts) break
  }
  return starts
}

/**
 * Replaces the JSON objects that stand base64-encoded in a text. `change` gets the decoded text and the run,
 * and hands back what is to stand there, or undefined to leave it. Of a run at most 8 beginnings are tried.
 */
export function replaceEncodedObjects(
  text: string,
  change: (decoded: string, run: string) => string | undefined,
): string {
  if (text.length < shortestObject) return text
  return text.replace(object, (run) => {
    for (const start of startsOf(run)) {
      const decoded = decodeAt(run, start)
      if (decoded === undefined) continue
      const changed = change(decoded, run.slice(start))
      return changed === undefined ? run : run.slice(0, start) + changed
    }
    return run
  })
}

/** Text as base64 in the alphabet, and with the padding, of the run whose place it takes. */
export function encodeLike(text: string, run: string): string {
  const bytes = Buffer.from(text, 'utf8')
  return /[-_]/.test(run) ? bytes.toString('base64url') : bytes.toString('base64')
}
