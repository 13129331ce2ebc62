import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { findNetwork } from '../../networks/lookup.ts'
import { finding } from '../catalog.ts'
import { isPayable, judgeEntries, notCompared } from '../compare.ts'
import type { MatrixExpected, MatrixSeen } from '../shapes.ts'
import { placeOf, subjectOf } from '../view.ts'

function named(id: string): string {
  const name = findNetwork(id)?.name
  return safe(name === undefined ? id : `${name} (${id})`, 120)
}

// Test money for real goods is a loss even beside a correct entry.
function sellsForTestMoney(network: string, expected: MatrixExpected): boolean {
  const isTest = (id: string) => findNetwork(id)?.testnet === true
  return isTest(network) && expected.pays.every((pays) => !isTest(pays.network))
}

/** Whether payment is asked for on the configured networks. */
export const network: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.network',
  question: 'Is payment asked for on the right network?',
  judge: (seen, expected) => {
    if (expected.pays.length === 0) return [notCompared('the network')]
    const configured = new Set(expected.pays.map((pays) => pays.network))
    return judgeEntries('network', seen, expected, (view, entry) => {
      const got = entry.terms.network
      if (got === null || configured.has(got)) return []
      const fails = !isPayable(view, expected) || sellsForTestMoney(got, expected)
      const args = {
        route: placeOf(view, entry),
        expected: [...configured].map(named).join(' or '),
        got: named(got),
        fails,
      }
      return [finding('WRONG_NETWORK', subjectOf(view, entry.label), args, [view.look])]
    })
  },
}
