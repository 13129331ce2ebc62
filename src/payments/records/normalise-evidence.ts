import type { Decoded } from '../../x402/decoded.ts'
import type { PaymentProof } from '../../x402/payment-proof.ts'
import { decodePaymentProof, readPaymentProof } from '../../x402/read-payment-proof.ts'
import { decodeSettleAnswer, readSettleAnswer } from '../../x402/read-settle-answer.ts'
import type { SettleAnswer } from '../../x402/settle-answer.ts'
import type { FlatRow } from './normalise-flatten.ts'
import type { Picker } from './normalise-pick.ts'
import { isBlank, readAddress, readNetwork, readScheme, readText, readTx } from './normalise-values.ts'

/** What a row holds of the wire itself. The signature of a payment is left behind here. */
export type Evidence = {
  readonly proof: PaymentProof | null
  readonly settle: SettleAnswer | null
  /** A payment header or payload is there, readable or not. */
  readonly offered: boolean
  /** The settlement header: there, there but empty (false), or not logged (null). */
  readonly answered: boolean | null
}

/** What `matrix --probe-garbage` sends: the one payment header that is known to be no payment. */
const garbage = 'not-a-payment'
const maxJsonText = 65_536

function readJsonOr<T>(
  text: string,
  json: (value: unknown) => Decoded<T>,
  header: (text: string) => Decoded<T>,
): Decoded<T> {
  if (!text.startsWith('{') || text.length > maxJsonText) return header(text)
  try {
    return json(JSON.parse(text))
  } catch {
    return { ok: false, problem: 'not JSON' }
  }
}

function firstRead<T>(objects: readonly object[], read: (json: unknown) => Decoded<T>): T | null {
  for (const object of objects) {
    const decoded = read(object)
    if (decoded.ok) return decoded.value
  }
  return null
}

function clean<T>(value: string | null, read: (value: string) => T | undefined): T | null {
  return value === null ? null : (read(value) ?? null)
}

/** A payer writes the payload: what is not an identifier is not let in. */
function cleanProof(proof: PaymentProof): PaymentProof {
  return {
    ...proof,
    scheme: clean(proof.scheme, readScheme),
    network: clean(proof.network, readNetwork),
    asset: clean(proof.asset, readAddress),
    payTo: clean(proof.payTo, readAddress),
    payer: clean(proof.payer, readAddress),
  }
}

function cleanSettle(settle: SettleAnswer): SettleAnswer {
  return {
    ...settle,
    tx: clean(settle.tx, readTx),
    network: clean(settle.network, readNetwork),
    payer: clean(settle.payer, readAddress),
    reason: clean(settle.reason, readText),
  }
}

/** Reads payment headers, payloads and settlement results of a row: header texts first, then whole objects. */
export function evidenceOf(row: FlatRow, picker: Picker): Evidence {
  const header = picker.first('paymentHeader')
  const text = typeof header?.value === 'string' ? header.value.trim() : ''
  const hasHeader = text !== garbage && !isBlank(text)
  const decoded = hasHeader ? readJsonOr(text, readPaymentProof, decodePaymentProof) : null
  const proof = decoded?.ok ? decoded.value : firstRead(row.proofs, readPaymentProof)
  if (decoded?.ok && header !== null) {
    picker.note({ field: 'paymentHeader', from: header.path, by: byOf(picker, 'paymentHeader'), differs: [] })
  }

  const answer = picker.first('settleHeader')
  const answerText = typeof answer?.value === 'string' ? answer.value.trim() : ''
  const hasAnswer = answer !== null && !isBlank(answerText)
  const settled = hasAnswer ? readJsonOr(answerText, readSettleAnswer, decodeSettleAnswer) : null
  const settle = settled?.ok ? settled.value : firstRead(row.settles, readSettleAnswer)
  if (settled?.ok && answer !== null) {
    picker.note({ field: 'settleHeader', from: answer.path, by: byOf(picker, 'settleHeader'), differs: [] })
  }
  return {
    proof: proof === null ? null : cleanProof(proof),
    settle: settle === null ? null : cleanSettle(settle),
    offered: hasHeader || proof !== null,
    answered: answer === null || typeof answer.value === 'boolean' ? null : hasAnswer,
  }
}

function byOf(picker: Picker, field: 'paymentHeader' | 'settleHeader'): 'name' | 'mapping' {
  return picker.isMapped(field) ? 'mapping' : 'name'
}
