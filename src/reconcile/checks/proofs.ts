import { findings } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { groupBy } from '../../payments/group-by.ts'
import type { ReconcileExpected } from '../expected.ts'
import { failureText, proveCatalog, unprovenText } from '../prove/catalog.ts'
import { tallyProofs } from '../prove/tally.ts'
import type { ReconcileSeen } from '../seen.ts'

const find = findings(proveCatalog)

/** Do block headers bear out what the endpoints said? Asks nothing without `--prove`. */
export const proofs: Check<ReconcileSeen, ReconcileExpected> = {
  id: 'proofs',
  question: 'Do the headers of the blocks bear out what the endpoints said?',
  judge: ({ cases, proofFailures = [] }) => {
    const byEndpoint = groupBy(proofFailures, ({ endpoint, what }) => `${endpoint} ${what}`)
    const failed = [...byEndpoint.values()].flatMap((list) => {
      const [one] = list
      if (one === undefined) return []
      const { network, endpoint, what, block: first } = one
      const subject = { kind: 'rpc', id: `${endpoint} ${what}` } as const
      const args = { network, endpoint, blocks: list.length, first, what: failureText[what] }
      return find('RECONCILE_PROOF_FAILED', subject, args)
    })
    const left = tallyProofs(cases).unproven.map(({ why, count }) =>
      find('RECONCILE_NOT_PROVEN', { kind: 'window', id: why }, { count, why: unprovenText[why] }),
    )
    return [...failed, ...left]
  },
}
