import { Chalk } from 'chalk'
import type { Verdict } from '../core/verdict.ts'
import type { Paint } from './paint.ts'

// The default instance of chalk 5 looks at the process and ignores NO_COLOR; ours is told what to do.
const coloured = new Chalk({ level: 1 })

const colours: Readonly<Record<Verdict, (text: string) => string>> = {
  FAIL: coloured.red,
  UNKNOWN: coloured.magenta,
  WARN: coloured.yellow,
  PASS: coloured.green,
  INFO: coloured.cyan,
  SKIP: coloured.dim,
}

/** A paint that colours. */
export const inColour: Paint = (verdict, text) => colours[verdict](text)
