import { Secret } from '../core/secret.ts'
import { decodeBase64Json } from '../x402/base64-json.ts'
import { field, idField, isJsonObject } from '../x402/fields.ts'
import { inputText } from '../x402/intake/input-text.ts'
import { lintForm } from '../x402/intake/lint-payment.ts'
import type { Piece } from '../x402/intake/piece.ts'
import { piecesIn } from '../x402/intake/pieces.ts'
import { shapeOf } from '../x402/intake/recognise.ts'
import { readPaymentProof } from '../x402/read-payment-proof.ts'
import { hasTwinKeys, twinKeys } from '../x402/twin-keys.ts'
import { lintAddresses } from './lint-addresses.ts'
import type { Payment } from './shapes.ts'

/** A payment from a file. The signature is a secret; `accepted` is what the payment repeats of the terms, raw. */
export type PaymentRead = {
  readonly payment: Payment
  readonly signature: Secret | null
  readonly accepted: unknown
  readonly problems: readonly string[]
}

type Json = { readonly json: unknown; readonly name: string | null; readonly problems: readonly string[] }

// Of a whole HTTP message or a log it is not looked for: the brackets of other lines would mislead.
function twinsIn(text: string): readonly string[] {
  return /^\s*[[{]/.test(text) && hasTwinKeys(text) ? [twinKeys] : []
}

/** Every JSON value of an input that is meant as one kind of document, with what does not conform. */
export function documentsIn(bytes: Uint8Array, shape: 'payment' | 'required'): readonly Json[] {
  const text = inputText(bytes)
  const read = (piece: Piece): Json | null => {
    if (piece.kind === 'json')
      return { json: piece.json, name: null, problems: [...piece.problems, ...twinsIn(text)] }
    const decoded = decodeBase64Json(piece.value)
    return decoded.ok ? { json: decoded.value, name: piece.name, problems: decoded.problems } : null
  }
  return piecesIn(text).flatMap((piece) => {
    const found = read(piece)
    return found !== null && shapeOf(found.json) === shape ? [found] : []
  })
}

function signatureOf(payload: unknown): Secret | null {
  const text = field(payload, 'signature')
  return typeof text === 'string' && text !== '' ? new Secret('(signature)', text) : null
}

const headerOf: Readonly<Record<string, 1 | 2>> = { 'x-payment': 1, 'payment-signature': 2 }

/** Numbers where the protocol wants texts, wrong headers and the like; nothing of the content. */
function lint({ name, problems }: Json, version: 1 | 2, read: readonly string[]): readonly string[] {
  const belongs = name === null ? undefined : headerOf[name]
  const misplaced = belongs !== undefined && belongs !== version
  return [
    ...problems,
    ...read,
    ...(misplaced ? [`version ${version} in the header of version ${belongs}`] : []),
  ]
}

/** The payment in an input, or why there is none that can be read. Never throws, quotes nothing. */
export function readPayment(bytes: Uint8Array): PaymentRead | { readonly problem: string } {
  const found = documentsIn(bytes, 'payment')
  const [first] = found
  if (first === undefined) return { problem: 'nothing in it is a payment payload' }
  if (new Set(found.map(({ json }) => JSON.stringify(json))).size > 1)
    return { problem: `it holds ${found.length} different payments` }
  const { json } = first
  const read = readPaymentProof(json)
  if (!read.ok) return { problem: read.problem }
  const payload = field(json, 'payload')
  const permit = field(payload, 'permit2Authorization')
  const problems: string[] = []
  const spender = isJsonObject(permit) ? idField(permit, 'spender', problems, 'spender') : null
  const facilitator = idField(field(permit, 'witness'), 'facilitator', problems, 'witness.facilitator')
  return {
    payment: { ...read.value, spender, facilitator },
    signature: signatureOf(payload),
    accepted: field(json, 'accepted'),
    problems: lint(first, read.value.x402Version, [
      ...read.problems,
      ...problems,
      ...lintForm(json, read.value),
      ...lintAddresses(payload),
    ]),
  }
}
