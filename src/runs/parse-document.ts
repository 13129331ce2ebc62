import type { CaseDocument, RunDocument } from '../core/report.ts'
import { isCaseDocument, isRunDocument } from './document-shape.ts'

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

const deepest = 200

/** Refuses JSON that nests so deep that whoever walks through it later would run out of stack. */
function refuseDeep(text: string): void {
  let depth = 0
  let inText = false
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]
    if (inText) {
      if (sign === '\\') at += 1
      else if (sign === '"') inText = false
    } else if (sign === '"') inText = true
    else if (sign === '{' || sign === '[') depth += 1
    else if (sign === '}' || sign === ']') depth -= 1
    if (depth > deepest) throw new SyntaxError(`it nests deeper than ${deepest} levels`)
  }
}

/**
 * A run document from its JSON, amounts as bigint again: the reverse of what `-o json` and the store write.
 * Throws `SyntaxError` when the text is no JSON or not a whole `x402ops.run/v1` document: what is spoilt in one
 * place is not half believed.
 */
export function parseDocument(text: string): RunDocument {
  refuseDeep(text)
  const document: unknown = JSON.parse(text, revive)
  if (!isRunDocument(document)) throw new SyntaxError('this is not an x402ops.run/v1 document')
  return document
}

/** A case from its line in a saved run. Throws `SyntaxError` when it is not a whole `x402ops.case/v1`. */
export function parseCase(line: string): CaseDocument {
  refuseDeep(line)
  const item: unknown = JSON.parse(line)
  if (!isCaseDocument(item)) throw new SyntaxError('this is not an x402ops.case/v1 document')
  return item
}
