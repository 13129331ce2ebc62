import { batchReasons } from './batch-catalog.ts'
import { cdpReasons } from './cdp-catalog.ts'
import { bundlerCodes, entryPointCodes } from './erc4337-catalog.ts'
import type { CodeGroup } from './group.ts'
import { clientCodes, gateCodes } from './piprail-catalog.ts'
import { evmReasons, specReasons, v1Reasons } from './reasons-catalog.ts'
import { svmReasons } from './svm-catalog.ts'
import { t402Codes, t402Reasons } from './t402-catalog.ts'

/** Every list of codes, and where its codes are looked for. `gate` = only in extensions.piprail.code. */
export const codeLists = [
  { name: 'reason', groups: [...specReasons, ...evmReasons, ...v1Reasons] },
  { name: 'batch-settlement', groups: batchReasons },
  { name: 'solana', groups: svmReasons },
  { name: 'cdp', groups: cdpReasons },
  { name: 't402', groups: [...t402Codes, ...t402Reasons] },
  { name: 'piprail-client', groups: clientCodes },
  { name: 'entry-point', groups: entryPointCodes },
  { name: 'bundler', groups: bundlerCodes },
  { name: 'gate', groups: gateCodes },
] as const satisfies readonly { readonly name: string; readonly groups: readonly CodeGroup[] }[]
