import type { Io } from './io.ts'

/** One run of the command line. `learned` are the secrets resolved so far; every stream hides them. */
export type Session = {
  readonly io: Io
  readonly argv: readonly string[]
  readonly version: string
  learned: readonly { readonly label: string; readonly value: string }[]
}
