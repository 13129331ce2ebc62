import { bareNames } from './bare-names.ts'
import { dense } from './dense.ts'
import { forged } from './forged.ts'
import { homes } from './homes.ts'
import { keys } from './keys.ts'
import { mnemonics } from './mnemonics.ts'
import { namedValues } from './named.ts'
import type { DeepRule } from './span.ts'
import { spokenPasswords } from './spoken.ts'
import { tables } from './tables.ts'

/** The rules of evidence beyond those of the screen, in the order in which they name a place. */
export const deepRules = [
  keys,
  mnemonics,
  spokenPasswords,
  forged,
  namedValues,
  bareNames,
  tables,
  homes,
  dense,
] as const satisfies readonly DeepRule[]
