import { atomicFromText } from '../core/money.ts'
import { caip2 } from '../networks/lookup.ts'
import type { Terms } from './challenge.ts'
import { field, isJsonObject, kindOf, type Problems, textField } from './fields.ts'

type Amount = { readonly amountAtomic: bigint | null; readonly unreadable: readonly string[] }

function readAmount(entry: unknown, problems: Problems): Amount {
  const [now, before] = [field(entry, 'amount'), field(entry, 'maxAmountRequired')]
  if (now !== undefined && before !== undefined && now !== before)
    return { amountAtomic: null, unreadable: ['amount and maxAmountRequired differ'] }
  const key = now === undefined ? 'maxAmountRequired' : 'amount'
  const sent = now ?? before
  if (sent === undefined || sent === null) return { amountAtomic: null, unreadable: ['amount is missing'] }
  // Clients refuse a number here, and a number may already have lost digits: it is not read.
  if (typeof sent !== 'string')
    return { amountAtomic: null, unreadable: [`${key} is ${kindOf(sent)} instead of a decimal text`] }
  const amountAtomic = atomicFromText(sent)
  if (amountAtomic === undefined)
    return {
      amountAtomic: null,
      unreadable: [`${key} is not an unsigned decimal integer of at most 256 bits`],
    }
  if (sent.length > 1 && sent.startsWith('0')) problems.push(`${key} has leading zeros`)
  return { amountAtomic, unreadable: [] }
}

function readTimeout(entry: unknown, problems: Problems): number | null {
  const seconds = field(entry, 'maxTimeoutSeconds')
  if (typeof seconds === 'number' && Number.isFinite(seconds) && seconds > 0) return seconds
  problems.push('maxTimeoutSeconds is not a positive number')
  return null
}

function missing(values: Readonly<Record<string, string | null>>): readonly string[] {
  const names: string[] = []
  for (const name in values) if (values[name] === null) names.push(`${name} is missing or no text`)
  return names
}

/**
 * Reads one entry of `accepts` from raw JSON, v1 and v2 names alike. Never throws. `resource` stands in
 * where the entry names none. Amounts are strict decimal texts: numbers, signs, exponents and spaces are
 * not read.
 */
export function readTerms(entry: unknown, resource: string | null): Terms {
  const problems: string[] = []
  const extra = field(entry, 'extra')
  const networkSent = textField(entry, 'network', problems)
  const asset = textField(entry, 'asset', problems)
  const payTo = textField(entry, 'payTo', problems)
  const scheme = textField(entry, 'scheme', problems)
  const amount = readAmount(entry, problems)
  return {
    scheme,
    networkSent,
    network: networkSent === null ? null : caip2(networkSent),
    amountAtomic: amount.amountAtomic,
    asset,
    payTo,
    maxTimeoutSeconds: readTimeout(entry, problems),
    resource: textField(entry, 'resource', problems) ?? resource,
    eip712: {
      name: textField(extra, 'name', problems, 'extra.name'),
      version: textField(extra, 'version', problems, 'extra.version'),
    },
    transfer: textField(extra, 'assetTransferMethod', problems, 'extra.assetTransferMethod'),
    paymentFlow: textField(extra, 'paymentFlow', problems, 'extra.paymentFlow'),
    unreadable: isJsonObject(entry)
      ? [...missing({ scheme, network: networkSent, asset, payTo }), ...amount.unreadable]
      : [`the entry is ${kindOf(entry)}`],
    problems,
  }
}

// How extensions name who is paid; a bridge has its own wallet and takes a fee.
const recipientKeys = ['payTo', 'pay_to', 'recipient', 'feeRecipient', 'bridgeWallet', 'relayerWallet']

/**
 * Every recipient named inside `extensions` (a bridge, for example), without repetition. Looks at the
 * first 500 values, 8 levels deep.
 */
export function payToInside(extensions: unknown): readonly string[] {
  const found = new Set<string>()
  const waiting: (readonly [value: unknown, depth: number])[] = [[extensions, 0]]
  for (let i = 0; i < waiting.length && i < 500; i += 1) {
    const [value, depth] = waiting[i] ?? [undefined, 8]
    if (typeof value !== 'object' || value === null || depth >= 8) continue
    for (const key of recipientKeys) {
      const payTo = field(value, key)
      if (typeof payTo === 'string' && payTo !== '' && payTo.length <= 200) found.add(payTo)
    }
    for (const inner of Object.values(value)) if (waiting.length < 500) waiting.push([inner, depth + 1])
  }
  return [...found]
}
