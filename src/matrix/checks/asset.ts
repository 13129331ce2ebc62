import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { sameId } from '../../x402/fields.ts'
import { finding } from '../catalog.ts'
import { isPayable, judgeEntries, notCompared, unitOf } from '../compare.ts'
import type { MatrixExpected, MatrixSeen } from '../shapes.ts'
import { placeOf, subjectOf } from '../view.ts'

/** Whether payment is asked for in the configured tokens. */
export const asset: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.asset',
  question: 'Is payment asked for in the right token?',
  judge: (seen, expected) => {
    if (expected.pays.length === 0) return [notCompared('the token')]
    return judgeEntries('asset', seen, expected, (view, entry) => {
      const got = entry.terms.asset
      const here = expected.pays.filter((pays) => pays.network === entry.terms.network)
      if (got === null || here.length === 0 || here.some((pays) => sameId(pays.unit.asset, got))) return []
      const symbol = unitOf(expected, entry.terms)?.symbol
      const args = {
        route: placeOf(view, entry),
        expected: here.map(({ unit }) => `${unit.symbol} (${unit.asset})`).join(' or '),
        got: safe(symbol === undefined ? got : `${symbol} (${got})`, 120),
        fails: !isPayable(view, expected),
      }
      return [finding('WRONG_ASSET', subjectOf(view, entry.label), args, [view.look])]
    })
  },
}
