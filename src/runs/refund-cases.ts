import { shortHash } from '../core/id.ts'
import { toJson } from '../core/json.ts'

/** Where a refund stands; `sent` has a transaction that is not confirmed, `partial` paid back a part. */
export const refundStates = ['open', 'approved', 'sent', 'confirmed', 'denied', 'partial'] as const

/** One of `refundStates`. */
export type RefundState = (typeof refundStates)[number]

/** One refund that is or was owed: one for each transfer that paid, whatever plan names it. Times in RFC 3339. */
export type RefundCase = {
  readonly id: string
  readonly network: string
  readonly asset: string
  readonly tx: string
  readonly logIndex: number
  readonly payee: string
  readonly amountAtomic: bigint
  readonly state: RefundState
  /** What was paid back already; less than the amount in state `partial`. */
  readonly paidAtomic: bigint
  readonly refundTx: string | null
  readonly openedAt: string
  readonly changedAt: string
  readonly runId: string
}

/** The refunds of a profile. `damaged` says why a file that is there cannot be understood; null when it is sound. */
export type RefundCases = { readonly cases: readonly RefundCase[]; readonly damaged: string | null }

const schema = 'x402ops.refunds/v1'

/** The id of the refund of a transfer: the same in every plan. */
export function refundId(network: string, tx: string, logIndex: number): string {
  return shortHash('refund', network, tx.toLowerCase(), String(logIndex))
}

/** The text of `refunds.json`; one entry an id, in id order. The first entry of an id wins: what stands there stays. */
export function refundsText(cases: readonly RefundCase[]): string {
  const byId = new Map<string, RefundCase>()
  for (const item of cases) if (!byId.has(item.id)) byId.set(item.id, item)
  const lines = [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).map((item) => `  ${toJson(item)}`)
  return `{"schema":"${schema}","refunds":[\n${lines.join(',\n')}\n]}\n`
}

// Anchored, of fixed or bounded length, one class each: linear.
const address = /^0x[0-9a-f]{40}$/
const hash = /^0x[0-9a-f]{64}$/
const digits = /^\d{1,78}$/
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/

type Raw = Partial<Record<keyof RefundCase, unknown>>

const fits = (pattern: RegExp, value: unknown) => typeof value === 'string' && pattern.test(value)
const isShort = (value: unknown): value is string => typeof value === 'string' && value.length <= 200
const isTime = (value: unknown) => fits(moment, value) && !Number.isNaN(Date.parse(String(value)))

function parseOne(value: unknown): RefundCase {
  const raw = (typeof value === 'object' && value !== null ? value : {}) as Raw
  const whole =
    isShort(raw.network) &&
    isShort(raw.runId) &&
    fits(address, raw.asset) &&
    fits(address, raw.payee) &&
    fits(hash, raw.tx) &&
    Number.isSafeInteger(raw.logIndex) &&
    Number(raw.logIndex) >= 0 &&
    fits(digits, raw.amountAtomic) &&
    fits(digits, raw.paidAtomic) &&
    (refundStates as readonly unknown[]).includes(raw.state) &&
    (raw.refundTx === null || fits(hash, raw.refundTx)) &&
    isTime(raw.openedAt) &&
    isTime(raw.changedAt) &&
    raw.id === refundId(String(raw.network), String(raw.tx), Number(raw.logIndex))
  if (!whole) throw new SyntaxError('an entry is not a refund')
  const { amountAtomic, paidAtomic } = raw
  return {
    ...(value as RefundCase),
    amountAtomic: BigInt(String(amountAtomic)),
    paidAtomic: BigInt(String(paidAtomic)),
  }
}

/** The refunds in the text of `refunds.json`. Throws `SyntaxError` when it is not such a file, or names one twice. */
export function parseRefunds(text: string): readonly RefundCase[] {
  const file = JSON.parse(text) as { schema?: unknown; refunds?: unknown } | null
  if (file?.schema !== schema || !Array.isArray(file.refunds)) throw new SyntaxError(`this is not ${schema}`)
  const cases = file.refunds.map(parseOne)
  if (new Set(cases.map(({ id }) => id)).size !== cases.length) throw new SyntaxError('a refund stands twice')
  return cases
}
