import type { Offer } from '../challenge.ts'
import { field, isJsonObject, type JsonObject, kindOf } from '../fields.ts'
import { headerName, paymentHeaders } from '../headers.ts'
import type { Intake, IntakeDialect, IntakeSource } from '../intake.ts'
import { readMppCredential, readMppReceipt } from '../mpp.ts'
import { readOnchainProof } from '../onchain-proof.ts'
import { decodePaidReceipt } from '../piprail.ts'
import { readOffer } from '../read-offer.ts'
import { readPaymentProof } from '../read-payment-proof.ts'
import { readSettleAnswer } from '../read-settle-answer.ts'
import { readVerifyAnswer } from '../verify-answer.ts'
import { hiddenInAnswer, hiddenParts } from './hidden.ts'
import { lintSettleAnswer } from './lint-answer.ts'
import { lintPayment } from './lint-payment.ts'
import { lintRequired } from './lint-required.ts'
import type { Place } from './piece.ts'
import {
  publicMpp,
  publicOffer,
  publicOnchainProof,
  publicPaidReceipt,
  publicProof,
  publicSettleAnswer,
  publicVerifyAnswer,
} from './publish.ts'
import type { Shape } from './recognise.ts'

/** JSON that was recognised, and where it stood. */
export type Document = {
  readonly json: unknown
  readonly shape: Shape
  readonly header: string | null
  readonly at: Place
  readonly problems: readonly string[]
}

const places: Readonly<Record<Shape, readonly string[]>> = {
  payment: [paymentHeaders.signature, paymentHeaders.v1Payment],
  'onchain-proof': [paymentHeaders.signature, paymentHeaders.v1Payment],
  required: [paymentHeaders.required],
  'settle-answer': [paymentHeaders.response, paymentHeaders.v1Response],
  'verify-answer': [],
  'settlement-record': [paymentHeaders.response, paymentHeaders.v1Response],
  'mpp-credential': ['authorization'],
  'mpp-receipt': ['payment-receipt'],
}

function placeProblems({ shape, header }: Document): readonly string[] {
  if (header === null || places[shape].includes(header)) return []
  return [`it stands in ${headerName(header)}, where this does not belong`]
}

function versionDialect(json: unknown): IntakeDialect {
  const version = field(json, 'x402Version')
  if (version === undefined && field(json, 't402Version') !== undefined) return 't402'
  if (String(version) === '1') return 'x402-v1'
  return String(version) === '2' ? 'x402-v2' : 'unknown'
}

type Versioned = { readonly json: JsonObject; readonly problems: readonly string[] }

/** A payment whose version is missing or written as a text is read all the same, and said. */
function versioned(json: JsonObject): Versioned {
  const version = field(json, 'x402Version')
  if (version === 1 || version === 2 || field(json, 't402Version') !== undefined)
    return { json, problems: [] }
  const meant = isJsonObject(field(json, 'accepted')) ? 2 : 1
  if (version === '1' || version === '2')
    return {
      json: { ...json, x402Version: Number(version) },
      problems: ['x402Version is a text instead of a number'],
    }
  if (version !== undefined) return { json, problems: [] }
  return {
    json: { ...json, x402Version: meant },
    problems: [`x402Version is missing; read as version ${meant}`],
  }
}

function headerVersion(header: string | null, version: 1 | 2): readonly string[] {
  if (header === paymentHeaders.v1Payment && version === 2)
    return ['a version 2 payment in the version 1 header X-PAYMENT']
  if (header === paymentHeaders.signature && version === 1)
    return ['a version 1 payment in the version 2 header PAYMENT-SIGNATURE']
  return []
}

type Source = Omit<IntakeSource, 'problems' | 'dialect'>

function paymentIntake(read: Document, source: Source): Intake | string {
  const { json, problems: missing } = versioned(read.json as JsonObject)
  const proof = readPaymentProof(json)
  if (!proof.ok) return proof.problem
  const { x402Version } = proof.value
  const problems = [...read.problems, ...placeProblems(read), ...missing, ...proof.problems]
  problems.push(...headerVersion(read.header, x402Version), ...lintPayment(json, proof.value))
  const value = publicProof(proof.value, (problem) => problems.push(problem))
  return {
    ...source,
    kind: 'payment',
    dialect: versionDialect(json),
    value,
    hidden: hiddenParts(json),
    problems,
  }
}

function offerDialect(json: unknown, offer: Offer): IntakeDialect {
  const own = isJsonObject(field(field(json, 'extensions'), 'piprail'))
  if (own || offer.accepts.some(({ scheme }) => scheme === 'onchain-proof')) return 'piprail'
  if (offer.dialect === 'v1' || offer.dialect === 'v2') return `x402-${offer.dialect}`
  if (offer.dialect === 't402') return 't402'
  if (offer.x402Version === 2) return 'x402-v2'
  if (offer.dialect !== 'bare') return 'unknown'
  return offer.accepts[0]?.networkSent?.includes(':') === true ? 'x402-v2' : 'x402-v1'
}

function offerIntake(read: Document, source: Source): Intake | string {
  const { json, at, header } = read
  const speaks = header !== null || at.answer === null || at.answer.speaksV2
  const offer = isJsonObject(json) ? readOffer(json, header === null ? 'body' : 'header', speaks) : null
  if (offer === null) return 'JSON without a list of accepted payments'
  const problems = [...read.problems, ...placeProblems(read), ...offer.problems, ...lintRequired(json, offer)]
  const status = at.answer?.status ?? null
  if ((status === 402 || status === 412) && !/\bno-store\b/i.test(at.answer?.cacheControl ?? ''))
    problems.push(`the ${status} may be cached: its Cache-Control lacks no-store`)
  const value = publicOffer(offer, (problem) => problems.push(problem))
  return { ...source, kind: 'required', dialect: offerDialect(json, offer), value, hidden: [], problems }
}

function answerDialect(json: unknown, header: string | null): IntakeDialect {
  if (header === paymentHeaders.v1Response) return 'x402-v1'
  const network = field(json, 'network')
  if (typeof network === 'string' && network !== '') return network.includes(':') ? 'x402-v2' : 'x402-v1'
  return header === paymentHeaders.response ? 'x402-v2' : 'unknown'
}

function answerIntake(read: Document, source: Source): Intake | string {
  const answer = readSettleAnswer(read.json)
  if (!answer.ok) return answer.problem
  const lint = lintSettleAnswer(read.json, answer.value)
  const problems = [...read.problems, ...placeProblems(read), ...answer.problems, ...lint]
  const value = publicSettleAnswer(answer.value, (problem) => problems.push(problem))
  return {
    ...source,
    kind: 'settle-answer',
    dialect: answerDialect(read.json, read.header),
    value,
    hidden: hiddenInAnswer(read.json),
    problems,
  }
}

function recordIntake(read: Document, source: Source): Intake | string {
  const receipt = decodePaidReceipt(JSON.stringify(read.json))
  if (!receipt.ok) return answerIntake(read, source)
  const problems = [...read.problems, ...placeProblems(read), ...receipt.problems]
  const value = publicPaidReceipt(receipt.value, (problem) => problems.push(problem))
  return { ...source, kind: 'settlement-record', dialect: 'piprail', value, hidden: [], problems }
}

/** The public part of a recognised document, or in words why it cannot be read. Never throws. */
export function readDocument(read: Document, sha256: string | null): Intake | string {
  const { json, shape, header, at } = read
  const hidden = hiddenParts(json)
  const source = { header, where: at.where, sha256, hidden }
  const problems = [...read.problems, ...placeProblems(read)]
  const told = (problem: string) => problems.push(problem)
  switch (shape) {
    case 'payment':
      return paymentIntake(read, source)
    case 'required':
      return offerIntake(read, source)
    case 'settle-answer':
      return answerIntake(read, source)
    case 'settlement-record':
      return recordIntake(read, source)
    case 'onchain-proof': {
      const value = publicOnchainProof(readOnchainProof(json, problems), told)
      return { ...source, kind: shape, dialect: 'piprail', value, problems }
    }
    case 'verify-answer': {
      const value = publicVerifyAnswer(readVerifyAnswer(json, problems), told)
      return { ...source, kind: shape, dialect: 'unknown', value, problems }
    }
    case 'mpp-credential': {
      const value = publicMpp(readMppCredential(json, problems), told)
      const proof = field(json, 'payload')
      const payload = [{ what: `payload (${kindOf(proof)})`, bytes: 0 }]
      return { ...source, kind: shape, dialect: 'mpp', value, hidden: payload, problems }
    }
    case 'mpp-receipt': {
      const value = publicMpp(readMppReceipt(json, problems), told)
      return { ...source, kind: shape, dialect: 'mpp', value, problems }
    }
  }
}
