import type { Rule } from '../classes.ts'
import { rulesOf } from './group.ts'
import { codeLists } from './index.ts'
import { ruleByWording } from './wording.ts'

/** A rule and the row of our tables that named it. */
export type Matched = { readonly rule: Rule; readonly row: string }

/** Where a code stood: the code field of a PipRail gate has words of its own. */
export type CodePlace = 'gate' | 'anywhere'

const gate = rulesOf(codeLists.filter(({ name }) => name === 'gate').flatMap(({ groups }) => groups))
const anywhere = rulesOf(codeLists.filter(({ name }) => name !== 'gate').flatMap(({ groups }) => groups))

// A proof can only be too young or used before in a gate, so these words mean the same wherever they stand.
const gateWordsAnywhere = ['tx_not_found', 'insufficient_confirmations', 'tx_already_used']

/** The rule of a code that stands in a table, word for word; undefined for every other text. */
export function ruleOfCode(code: string, place: CodePlace): Matched | undefined {
  const own = place === 'gate' || gateWordsAnywhere.includes(code) ? gate.get(code) : undefined
  const rule = own ?? anywhere.get(code)
  return rule === undefined ? undefined : { rule, row: `code ${code}` }
}

// Facilitators word one reason in several ways: the beginning theirs, and ours. The rest stays.
const otherBeginnings: readonly (readonly [theirs: string, ours: readonly string[]])[] = [
  ['invalid_exact_solana_', ['invalid_exact_svm_']],
  ['invalid_upto_solana_', ['invalid_upto_svm_']],
  [
    'invalid_exact_evm_permit2_payload_',
    ['permit2_', 'invalid_permit2_', 'invalid_exact_evm_payload_', 'invalid_exact_evm_'],
  ],
  ['invalid_exact_evm_permit2_', ['permit2_', 'invalid_permit2_']],
]

/**
 * The rule of a reason that stands alone in its field: the code itself, the same under another beginning, or by
 * the words in it. Undefined when no table knows it: an unknown reason stays unknown.
 */
export function ruleOfReason(reason: string, place: CodePlace): Matched | undefined {
  const exact = ruleOfCode(reason, place)
  if (exact !== undefined) return exact
  for (const [theirs, ours] of otherBeginnings) {
    if (!reason.startsWith(theirs)) continue
    const rest = reason.slice(theirs.length)
    const known = ours.map((own) => ruleOfCode(own + rest, place)).find((found) => found !== undefined)
    if (known !== undefined) return { rule: known.rule, row: `${known.row} (as ${theirs}..)` }
  }
  return ruleByWording(reason)
}

/** Every code of the tables, with its rule: for `explain`. */
export function everyCode(): ReadonlyMap<string, Rule> {
  return new Map([...gate, ...anywhere])
}
