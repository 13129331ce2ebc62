import type { RunDocument } from '../core/report.ts'

const amountKeys = 'asset,atomic,decimals,network,symbol'
// Our own JSON writes amounts as plain decimal text. Anchored, one bounded class: linear.
const atomicText = /^-?\d{1,100}$/

function isAmountText(item: object): item is { atomic: string } {
  const { atomic } = item as { atomic?: unknown }
  if (typeof atomic !== 'string' || !atomicText.test(atomic)) return false
  return Object.keys(item).sort().join() === amountKeys
}

function revive(_key: string, item: unknown): unknown {
  if (typeof item !== 'object' || item === null || !isAmountText(item)) return item
  return { ...item, atomic: BigInt(item.atomic) }
}

/**
 * A run document from its JSON, amounts as bigint again: the reverse of what `-o json` and the store write.
 * Throws `SyntaxError` when the text is no JSON or not an `x402ops.run/v1` document. Fields beyond the
 * identifying ones are taken as they are.
 */
export function parseDocument(text: string): RunDocument {
  const document = JSON.parse(text, revive) as Partial<RunDocument> | null
  const whole =
    document?.schema === 'x402ops.run/v1' &&
    typeof document.runId === 'string' &&
    typeof document.command === 'string' &&
    typeof document.startedAt === 'string' &&
    typeof document.complete === 'boolean' &&
    Array.isArray(document.checks) &&
    Array.isArray(document.findings)
  if (!whole) throw new SyntaxError('this is not an x402ops.run/v1 document')
  return document as RunDocument
}
