import type { Finding } from '../../core/finding.ts'
import { findings } from '../../core/finding.ts'
import { amountOf } from '../../core/money.ts'
import type { Check } from '../../core/room.ts'
import { caseArgs, unitFor } from '../case-args.ts'
import { catalog } from '../catalog.ts'
import type { ReconcileExpected } from '../expected.ts'
import { type JudgedCase, judgeCases } from '../judge-case.ts'
import type { Outcome } from '../outcome.ts'
import type { ReconcileSeen } from '../seen.ts'

const find = findings(catalog)

/** A question that a set of classes answers. */
export type ClassCheck = Check<ReconcileSeen, ReconcileExpected>

function ofCase(judged: JudgedCase, expected: ReconcileExpected): Finding {
  const { item, outcome } = judged
  const route = item.route === null ? {} : { route: item.route }
  const subject = { kind: 'case', id: item.caseId, caseId: item.caseId, ...route } as const
  return find(outcome, subject, caseArgs(judged, expected), item.evidence)
}

/** Cases that ask for nothing are told once, with their number and sum, for each token. */
function together(group: readonly JudgedCase[], expected: ReconcileExpected): Finding {
  const [first] = group
  if (first === undefined) throw new Error('an empty group has no finding')
  const { network, asset } = first.item
  const moved = group.reduce((sum, { item }) => sum + (item.movedAtomic ?? 0n), 0n)
  const amount = moved === 0n ? null : amountOf(moved, unitFor(network, asset, expected))
  const args = { ...caseArgs(first, expected), count: group.length, amount }
  return find(first.outcome, { kind: 'window', id: `${first.outcome} ${network}/${asset}` }, args)
}

// What ails a whole network, or every inflow beyond a number, is told once for all of them.
const toldTogether: readonly string[] = ['NETWORK_NOT_READ', 'RECEIPT_NOT_READ']

/** Does this case need a sentence of its own? */
function asksByItself({ item, verdict }: JudgedCase): boolean {
  if (verdict === 'INFO' || verdict === 'SKIP') return false
  return !(item.reasons.length > 0 && item.reasons.every((reason) => toldTogether.includes(reason)))
}

/** Makes the check that reports these classes: one finding a case, quiet classes together. */
export function classCheck(id: string, question: string, classes: readonly Outcome[]): ClassCheck {
  return {
    id,
    question,
    judge: (seen, expected) => {
      const judged = judgeCases(seen.cases, expected)
      const loud: Finding[] = []
      const quiet = new Map<string, JudgedCase[]>()
      for (const one of judged) {
        if (!classes.includes(one.outcome) || one.verdict === 'PASS') continue
        if (asksByItself(one)) loud.push(ofCase(one, expected))
        else {
          const key = `${one.outcome} ${one.item.network}/${one.item.asset}`
          const group = quiet.get(key)
          if (group === undefined) quiet.set(key, [one])
          else group.push(one)
        }
      }
      const groups = [...quiet.values()].map((group) => {
        const [only] = group
        return group.length === 1 && only !== undefined ? ofCase(only, expected) : together(group, expected)
      })
      return [...loud, ...groups]
    },
  }
}
