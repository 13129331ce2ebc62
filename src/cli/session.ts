import type { Secret } from '../core/secret.ts'
import type { Io } from './io.ts'

/** One run of the command line. `learned` grows as secrets are resolved; every stream hides them. */
export type Session = {
  readonly io: Io
  readonly argv: readonly string[]
  readonly version: string
  readonly learned: Secret[]
}
