import { createInterface } from 'node:readline'

/** The longest line that is kept of what somebody types or pastes. */
const maxChars = 2000

/**
 * Hands out what is typed on a stream, line by line. Resolves to null at its end and when the signal aborts; a line
 * is cut at 2000 characters. The stream is opened with the first question and stays open for the next one.
 */
export function createTypedLines(
  stdin: NodeJS.ReadableStream,
): (signal: AbortSignal) => Promise<string | null> {
  const lines: string[] = []
  const waiting: ((line: string | null) => void)[] = []
  let isOver = false
  const reader = createInterface({ input: stdin, terminal: false })
  reader.on('line', (line) => {
    const text = line.slice(0, maxChars)
    const next = waiting.shift()
    if (next === undefined) lines.push(text)
    else next(text)
  })
  reader.on('close', () => {
    isOver = true
    for (const answer of waiting.splice(0)) answer(null)
  })
  return (signal) => {
    const ready = lines.shift()
    if (ready !== undefined) return Promise.resolve(ready)
    if (isOver || signal.aborted) return Promise.resolve(null)
    return new Promise((answer) => {
      const done = (line: string | null) => {
        signal.removeEventListener('abort', stop)
        answer(line)
      }
      const stop = () => {
        waiting.splice(waiting.indexOf(done), 1)
        done(null)
      }
      signal.addEventListener('abort', stop, { once: true })
      waiting.push(done)
    })
  }
}
