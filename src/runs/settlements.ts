import { toJson } from '../core/json.ts'

/** Where a log stood on the chain when a run saw it. Hashes in lower-case hex. */
export type Place = {
  readonly tx: string
  readonly logIndex: number
  readonly block: number
  readonly blockHash: string
}

/** Money that a run saw arrive in a block that was not final yet: its verdict is asked for once more. */
export type Settlement = Place & {
  /** Key of what was reconciled (`targetKey`). */
  readonly target: string
  readonly network: string
  readonly asset: string
  readonly payer: string
  readonly nonce: string | null
  readonly to: string
  readonly valueAtomic: bigint
  readonly caseId: string
  readonly recordIds: readonly string[]
  readonly requestIds: readonly string[]
  /** The class the payment had then. */
  readonly code: string
  /** Unix seconds of its block; null when it was not read. */
  readonly blockTime: number | null
  /** When a run first saw it, RFC 3339. */
  readonly firstSeen: string
  /** When a run first saw that it is gone, RFC 3339; null while it stands. */
  readonly removedAt: string | null
}

/** What a run says about the settlements it was given and those it found. */
export type SettlementsUpdate = {
  /** `settlementId`s of those that need no further look. */
  readonly forget: readonly string[]
  readonly keep: readonly Settlement[]
}

const schema = 'x402ops.settlements/v1'
const keptMs = 30 * 86_400_000
const keptAtMost = 20_000

/** What names a remembered settlement: its case and its place on the chain. */
export function settlementId({ caseId, blockHash, tx, logIndex }: Settlement): string {
  return `${caseId}/${blockHash}/${tx}/${logIndex}`
}

const byId = (a: Settlement, b: Settlement) => (settlementId(a) < settlementId(b) ? -1 : 1)
const newestFirst = (a: Settlement, b: Settlement) =>
  a.firstSeen === b.firstSeen ? byId(a, b) : a.firstSeen < b.firstSeen ? 1 : -1

/** The moment that counts for forgetting: a removal is remembered from when it was noticed. */
function isFresh({ firstSeen, removedAt }: Settlement, now: Date): boolean {
  return now.getTime() - Date.parse(removedAt ?? firstSeen) <= keptMs
}

/**
 * The settlements after a run, in id order: at most 20,000, the newest, none older than 30 days. What other
 * runs added in the meantime stays. `dropped` counts those that the limit cut off.
 */
export function updateSettlements(
  known: readonly Settlement[],
  update: SettlementsUpdate,
  now: Date,
): { readonly settlements: readonly Settlement[]; readonly dropped: number } {
  const forget = new Set(update.forget)
  const all = new Map(known.map((item) => [settlementId(item), item]))
  for (const id of forget) all.delete(id)
  for (const item of update.keep) all.set(settlementId(item), item)
  const fresh = [...all.values()].filter((item) => isFresh(item, now)).sort(newestFirst)
  return {
    settlements: fresh.slice(0, keptAtMost).sort(byId),
    dropped: Math.max(0, fresh.length - keptAtMost),
  }
}

/** The text of `settlements.json`. */
export function settlementsText(settlements: readonly Settlement[]): string {
  const lines = settlements.map((item) => `  ${toJson(item)}`)
  return `{"schema":"${schema}","settlements":[\n${lines.join(',\n')}\n]}\n`
}

// Fixed or bounded classes, anchored: linear.
const hash = /^0x[0-9a-f]{64}$/
const digits = /^\d{1,78}$/

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= 4096
const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText)
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
const isTime = (value: unknown): value is string => isText(value) && !Number.isNaN(Date.parse(value))
const isHash = (value: unknown): value is string => isText(value) && hash.test(value)

function parseOne(value: unknown): Settlement {
  const item = value as Partial<Record<keyof Settlement, unknown>> | null
  const whole =
    typeof item === 'object' &&
    item !== null &&
    [item.target, item.network, item.asset, item.payer, item.to, item.caseId, item.code].every(isText) &&
    [item.tx, item.blockHash].every(isHash) &&
    [item.logIndex, item.block].every(isCount) &&
    [item.recordIds, item.requestIds].every(isTexts) &&
    (item.nonce === null || isText(item.nonce)) &&
    (item.blockTime === null || isCount(item.blockTime)) &&
    isTime(item.firstSeen) &&
    (item.removedAt === null || isTime(item.removedAt)) &&
    isText(item.valueAtomic) &&
    digits.test(item.valueAtomic)
  if (!whole) throw new SyntaxError('an entry is not a settlement')
  return { ...(item as unknown as Settlement), valueAtomic: BigInt(item.valueAtomic as string) }
}

/** The settlements in the text of `settlements.json`. Throws `SyntaxError` when it is not such a file. */
export function parseSettlements(text: string): readonly Settlement[] {
  const file = JSON.parse(text) as { schema?: unknown; settlements?: unknown } | null
  if (file?.schema !== schema || !Array.isArray(file.settlements)) {
    throw new SyntaxError(`this is not ${schema}`)
  }
  return file.settlements.map(parseOne)
}
