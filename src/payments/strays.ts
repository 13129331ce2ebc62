import { authorizationKey, type Effect } from './claim.ts'
import { methodOf } from './method.ts'
import { permitNonce } from './permit2.ts'
import type { PaymentRecord } from './record.ts'
import type { Site } from './site.ts'

/** Where a payment was found that is not where its record says. */
export type Stray = {
  readonly site: Site
  readonly effects: readonly Effect[]
  /** Why nothing may be said of the record's own nonce; null when the payment was found. */
  readonly doubt: string | null
}

/** The effects that some record names by payer and nonce: nobody else may take them for his. */
export function takenBy(records: readonly PaymentRecord[], sites: readonly Site[]): ReadonlySet<string> {
  const taken = new Set<string>()
  for (const record of records) {
    const { network, asset, payer } = record
    const nonce = methodOf(record) === 'hash' ? permitNonce(record) : record.nonce
    if (payer === null || nonce === null) continue
    for (const { view, effectsByKey } of sites) {
      if (network !== null && network !== view.network) continue
      if (asset !== null && asset !== view.asset) continue
      for (const { id } of effectsByKey.get(authorizationKey({ authorizer: payer, nonce })) ?? [])
        taken.add(id)
    }
  }
  return taken
}

/**
 * The nonce of a record under both ways to pay: as 32 bytes of EIP-3009 and as the number of Permit2. Books may be
 * wrong about the method or the form; the chain is not.
 */
function formsOf(record: PaymentRecord): readonly string[] {
  const number = permitNonce(record)
  if (record.payer === null || number === null || methodOf(record) === 'unreadable') return []
  const word = `0x${BigInt(number).toString(16).padStart(64, '0')}`
  return [word, number].map((nonce) => authorizationKey({ authorizer: record.payer ?? '', nonce }))
}

/**
 * Looks for the payment of a record whose nonce its own token does not show: the same payer and nonce with
 * another token or on another network, or the same nonce in the transaction that the record names, signed by
 * another payer, or the same payer and nonce paid in the other way. The same nonce of another payer without that transaction proves neither that it is this
 * payment nor that it is not. Undefined when nothing of it is found.
 */
export function strayOf(
  record: PaymentRecord,
  home: Site,
  sites: readonly Site[],
  taken: ReadonlySet<string>,
): Stray | undefined {
  const { payer, nonce, tx } = record
  // Taken or not: one payer's number under both ways is one payment of which two records tell.
  const otherWay = formsOf(record).flatMap((key) => home.effectsByKey.get(key) ?? [])
  if (otherWay.length > 0) return { site: home, effects: otherWay, doubt: null }
  if (payer === null || nonce === null || methodOf(record) !== 'authorization') return undefined
  const key = authorizationKey({ authorizer: payer, nonce })
  if (home.authorizations.has(key)) return undefined
  const elsewhere = sites
    .filter((site) => site !== home)
    .flatMap((site) => {
      const effects = (site.effectsByKey.get(key) ?? []).filter(({ id }) => !taken.has(id))
      return effects.length === 0 ? [] : [{ site, effects }]
    })
  const [first] = elsewhere
  if (first !== undefined) {
    return { site: first.site, effects: elsewhere.flatMap(({ effects }) => effects), doubt: null }
  }
  const alike = home.effectsByNonce.get(nonce) ?? []
  const named = alike.filter(({ transfer }) => transfer.tx === tx)
  if (named.length > 0) return { site: home, effects: named, doubt: null }
  if (alike.every(({ id }) => taken.has(id))) return undefined
  return { site: home, effects: [], doubt: 'NONCE_OF_ANOTHER_PAYER' }
}
