import { OpsError } from '../core/errors.ts'
import { safe } from '../core/safe.ts'
import type { Redactor } from './redactor.ts'

/** As much of a writable stream as the sink needs. */
export type SinkStream = {
  readonly write: (text: string, done: (error?: Error | null) => void) => unknown
  readonly on: (event: 'error', listener: (error: Error) => void) => unknown
}

/** The one writer in front of a stream. */
export type Sink = {
  /** Redacts and writes whole lines; the start of an unfinished line waits for its end or for `flush`. */
  readonly write: (text: string) => void
  /**
   * Writes what waits and resolves when the stream has taken everything, also when the reader has gone.
   * Rejects with `OpsError` OUTPUT_FAILED when the stream failed for another reason (a full disk).
   */
  readonly flush: () => Promise<void>
  /** Has the reader gone? Nothing is written then, and nothing is an error. */
  readonly closed: () => boolean
}

// What may pass a terminal unchanged: line feed (also as CR LF), tab, and colour (SGR 0-4, 22-24, 30-39,
// 40-49, 90-97; not 8, which hides text). Bounded parameters: linear.
const allowed =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for
  /(\r?\n|\t|\u001b\[(?:(?:[0-4]|2[2-4]|[34]\d|9[0-7])(?:;(?=\d)|(?=m))){0,4}m)/

function printable(text: string): string {
  return text
    .split(allowed)
    .map((part, index) => (index % 2 === 1 ? part : safe(part, Number.POSITIVE_INFINITY)))
    .join('')
}

const readerGone = ['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END']
const longestWait = 65_536

const keyEnd = /-----END [A-Z0-9 ]{0,60}-----/

/** Where whole lines end; a key that has begun and not ended holds its lines back, up to 64 KiB. */
function cutAt(text: string): number {
  const lineEnd = text.lastIndexOf('\n') + 1
  const lines = text.slice(0, lineEnd)
  const key = lines.lastIndexOf('-----BEGIN ')
  if (key < 0 || text.length - key > longestWait || keyEnd.test(lines.slice(key))) return lineEnd
  return lines.lastIndexOf('\n', key) + 1
}

/**
 * Wraps a stream so that everything passes the redactor and no control character but colour reaches a
 * terminal. `name` stands in errors ("standard output").
 */
export function createSink(stream: SinkStream, redactor: Redactor, name = 'the output'): Sink {
  let waiting = ''
  let gone = false
  let failure: Error | undefined
  let last: Promise<void> = Promise.resolve()

  const fail = (error: Error) => {
    if (readerGone.includes((error as { code?: string }).code ?? '')) gone = true
    else failure ??= error
  }
  stream.on('error', fail)

  const put = (text: string) => {
    if (text === '' || gone || failure !== undefined) return
    const written = new Promise<void>((resolve) => {
      stream.write(printable(redactor(text)), (error) => {
        if (error) fail(error)
        resolve()
      })
    })
    last = Promise.all([last, written]).then(() => undefined)
  }

  return {
    write: (text) => {
      waiting += text
      const cut = cutAt(waiting)
      const ready = waiting.slice(0, cut)
      waiting = waiting.slice(cut)
      put(ready)
    },
    flush: async () => {
      const rest = waiting
      waiting = ''
      put(rest)
      await last
      if (failure !== undefined) {
        const reason = (failure as { code?: string }).code ?? 'the stream failed'
        throw new OpsError('OUTPUT_FAILED', { file: name, reason }, { cause: failure })
      }
    },
    closed: () => gone,
  }
}
