import { decimalFromAtomic } from '../../core/money.ts'
import type { Intake, TakenIn } from '../../x402/intake.ts'
import { tokenUnit } from '../../x402/token-unit.ts'
import { validityAt } from '../../x402/validity.ts'

const iso = (seconds: number | null) => {
  const at = seconds === null ? null : new Date(seconds * 1000)
  return at === null || Number.isNaN(at.getTime()) ? null : at.toISOString()
}

function amountData(atomic: bigint | null, network: string | null, asset: string | null) {
  const unit = tokenUnit(network, asset)
  const known = atomic !== null && unit !== null
  return {
    amountAtomic: atomic === null ? null : atomic.toString(),
    amount: known ? decimalFromAtomic(atomic, unit.decimals) : null,
    symbol: unit?.symbol ?? null,
  }
}

function offerData({ value }: Extract<Intake, { kind: 'required' }>) {
  return {
    x402Version: value.x402Version,
    error: value.error,
    resource: value.resource,
    accepts: value.accepts.map((terms) => ({
      scheme: terms.scheme,
      network: terms.network,
      asset: terms.asset,
      payTo: terms.payTo,
      ...amountData(terms.amountAtomic, terms.network, terms.asset),
      maxTimeoutSeconds: terms.maxTimeoutSeconds,
      eip712: terms.eip712,
      transfer: terms.transfer,
      paymentFlow: terms.paymentFlow,
    })),
    sent: value.sent,
    otherPayTo: value.otherPayTo,
  }
}

function contentOf(intake: Intake, now: Date): object {
  switch (intake.kind) {
    case 'payment': {
      const { amountAtomic, validAfter, validBefore, ...rest } = intake.value
      return {
        ...rest,
        ...amountData(amountAtomic, rest.network, rest.asset),
        validAfter: iso(validAfter),
        validBefore: iso(validBefore),
        validity: validityAt(intake.value, Math.floor(now.getTime() / 1000)),
      }
    }
    case 'required':
      return offerData(intake)
    case 'onchain-proof':
    case 'settlement-record': {
      const { amountAtomic, ...rest } = intake.value
      return { ...rest, ...amountData(amountAtomic, rest.network, rest.asset) }
    }
    case 'settle-answer': {
      const { amountAtomic, ...rest } = intake.value
      return { ...rest, amountAtomic: amountAtomic === null ? null : amountAtomic.toString() }
    }
    default:
      return { ...intake.value }
  }
}

/** What `-o json` prints: `x402ops.decode/v1`, published as `schemas/decode.schema.json`. */
export function decodeData(source: string, taken: TakenIn, now: Date) {
  return {
    schema: 'x402ops.decode/v1',
    source,
    at: now.toISOString(),
    found: taken.found.map((intake) => ({
      kind: intake.kind,
      dialect: intake.dialect,
      header: intake.header,
      where: intake.where,
      sha256: intake.sha256,
      content: contentOf(intake, now),
      hidden: intake.hidden,
      problems: intake.problems,
    })),
    undecoded: taken.problems,
  } as const
}
