import { finding } from '../catalog.ts'
import type { BundleCheck } from '../verify.ts'

/** The proofs in the payments, each from the hash of a block to what the payment says. */
export const proofs: BundleCheck = {
  id: 'proofs',
  question: 'Do the proofs in the payments hold?',
  judge: ({ proofs: seen }) => {
    const failed = seen.filter(({ holds }) => holds === false)
    const open = seen.filter(({ holds }) => holds === null)
    const count = seen.length - failed.length - open.length
    const all = { kind: 'window', id: 'proofs' } as const
    return [
      ...failed.map(({ caseId, part }) =>
        finding('BUNDLE_PROOF_FAILED', { kind: 'case', id: `${caseId} ${part}`, caseId }, { caseId, part }),
      ),
      ...(open.length === 0
        ? []
        : [
            finding('BUNDLE_PROOF_NOT_CHECKED', all, { count: open.length, why: open[0]?.why ?? 'not said' }),
          ]),
      ...(count === 0 ? [] : [finding('BUNDLE_PROOFS_HOLD', all, { count })]),
    ]
  },
}
