import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import { referenceText } from '../reference.ts'
import type { SettlementExpected, SettlementSeen } from '../shapes.ts'

/** Is it clear which payment is meant? */
export const reference: Check<SettlementSeen, SettlementExpected> = {
  id: 'settlement.reference',
  question: 'Is it clear which payment is meant?',
  judge: ({ places, rivals, cases }, expected) => {
    const name = referenceText(expected.reference)
    const unproven =
      expected.reference.kind === 'payment'
        ? expected.reference.payments.flatMap(({ payer, nonce, validBefore, endFrom }) =>
            validBefore === null || endFrom !== 'nobody'
              ? []
              : [
                  finding(
                    'SETTLEMENT_SIGNATURE_UNPROVEN',
                    { kind: 'records', id: `${payer}:${nonce}` },
                    { payer: payer ?? 'an unknown payer' },
                  ),
                ],
          )
        : []
    const subject = { kind: 'records', id: name } as const
    if (rivals.length > 0) {
      return [finding('SETTLEMENT_REFERENCE_AMBIGUOUS', subject, { reference: name, count: rivals.length })]
    }
    if (cases.length > 0) return unproven
    const looked = places.map(({ where, failed }) => (failed === null ? where : `${where} (${failed})`))
    return [
      ...unproven,
      finding('SETTLEMENT_REFERENCE_UNKNOWN', subject, { reference: name, places: looked }),
    ]
  },
}
