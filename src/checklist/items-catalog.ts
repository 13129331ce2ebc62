import { discovery } from './items/discovery.ts'
import { money } from './items/money.ts'
import { operations } from './items/operations.ts'
import { replay } from './items/replay.ts'
import { secrets } from './items/secrets.ts'
import { settlement } from './items/settlement.ts'
import type { Item } from './shapes.ts'

/**
 * The production checklist, merged from five systems: the tables in items/ are what to edit. An item that a command can see is
 * answered by what it saw; the rest is asked.
 */
export const items: readonly Item[] = [
  ...money,
  ...settlement,
  ...replay,
  ...discovery,
  ...secrets,
  ...operations,
]
