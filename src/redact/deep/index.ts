import { dense } from './dense.ts'
import { keys } from './keys.ts'
import { mnemonics } from './mnemonics.ts'
import { namedValues } from './named.ts'
import type { DeepRule } from './span.ts'
import { spokenPasswords } from './spoken.ts'

/** The rules of evidence beyond those of the screen, in the order in which they name a place. */
export const deepRules = [
  keys,
  mnemonics,
  spokenPasswords,
  namedValues,
  dense,
] as const satisfies readonly DeepRule[]
