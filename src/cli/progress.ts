import type { Clock } from '../core/ports.ts'
import { safe } from '../core/safe.ts'

/** Says where a run stands, and takes the line away again before anything else is written. */
export type Progress = { readonly show: (text: string) => void; readonly clear: () => void }

/** What progress needs to know about stderr. `write` gets text that is safe but not yet redacted. */
export type ProgressSurface = {
  readonly isTty: boolean
  readonly columns: number
  readonly write: (text: string) => void
  readonly clock: Clock
}

const pauseMs = 10_000
// What is over at once needs no line that flickers.
const quietMs = 2000

function onTerminal({ columns, write, clock }: ProgressSurface): Progress {
  const startMs = clock.monotonicMs()
  let shown = false
  const clear = () => {
    if (shown) write('\r\x1b[2K')
    shown = false
  }
  const show = (text: string) => {
    if (clock.monotonicMs() - startMs < quietMs) return
    clear()
    write(safe(text, columns - 1))
    shown = true
  }
  return { show, clear }
}

function inLog({ write, clock }: ProgressSurface): Progress {
  let lastMs = clock.monotonicMs()
  const show = (text: string) => {
    const nowMs = clock.monotonicMs()
    if (nowMs - lastMs < pauseMs) return
    lastMs = nowMs
    write(`${safe(text)}\n`)
  }
  return { show, clear: () => {} }
}

/** On a terminal one line that is rewritten, after two seconds; elsewhere at most one line in ten seconds; quiet: nothing. */
export function createProgress(surface: ProgressSurface, quiet: boolean): Progress {
  if (quiet) return { show: () => {}, clear: () => {} }
  return surface.isTty ? onTerminal(surface) : inLog(surface)
}
