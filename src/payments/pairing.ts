import { shortHash } from '../core/id.ts'
import { type Claim, caseOfClaim, caseOfInflow } from './build-case.ts'
import { candidatesFor } from './candidates.ts'
import type { PaymentCase } from './case.ts'
import type { ChainView } from './chain-view.ts'
import { authorizationKey, type Effect } from './claim.ts'
import { markDuplicates } from './duplicates.ts'
import { groupBy } from './group-by.ts'
import { everOwned, type PaymentPolicy, paysFor } from './policy.ts'
import type { PaymentRecord } from './record.ts'
import { recordLabel } from './record-label.ts'
import { markRefunds } from './refunds.ts'
import { type Site, siteOf } from './site.ts'

/** What pairing works on: folded records and what the chain shows. Order does not matter. */
export type PairingInput = {
  readonly records: readonly PaymentRecord[]
  readonly views: readonly ChainView[]
  readonly policy: PaymentPolicy
}

/** Every payment as a self-contained case, in id order, and what left before judging. */
export type Paired = {
  readonly cases: readonly PaymentCase[]
  readonly notChargeable: number
}

function siteFor(record: PaymentRecord, sites: readonly Site[]): Site | null {
  const fits = sites.filter(
    ({ view }) =>
      (record.network === null || record.network === view.network) &&
      (record.asset === null || record.asset === view.asset),
  )
  return fits.length === 1 ? (fits[0] ?? null) : (fits.find((site) => joins(record, site).length > 0) ?? null)
}

/** The effects that could be this record's payment: by nonce exactly, else by the transaction it names. */
function joins(record: PaymentRecord, site: Site): readonly Effect[] {
  const { payer, nonce, tx } = record
  if (payer !== null && nonce !== null && record.transfer !== 'permit2') {
    return site.effectsByKey.get(authorizationKey({ authorizer: payer, nonce })) ?? []
  }
  if (tx === null) return []
  const inTx = site.effectsByTx.get(tx) ?? []
  const byPayer = inTx.filter((e) => (e.authorization?.authorizer ?? e.transfer.from) === payer)
  return payer !== null && byPayer.length > 0 ? byPayer : inTx
}

function claimOf(record: PaymentRecord, sites: readonly Site[]): Claim {
  const site = siteFor(record, sites)
  const effects = site === null ? [] : joins(record, site)
  return { record, site, effects, key: claimKey(record, site, effects) }
}

function claimKey(record: PaymentRecord, site: Site | null, effects: readonly Effect[]): string {
  const [only] = effects
  const authorization = effects.length === 1 ? only?.authorization : undefined
  const payer = authorization?.authorizer ?? record.payer
  const nonce = authorization?.nonce ?? record.nonce
  if (payer !== null && nonce !== null) {
    const network = record.network ?? site?.view.network ?? 'unknown'
    const asset = record.asset ?? site?.view.asset ?? 'unknown'
    return shortHash(`${network}/${asset}/${payer}/${nonce}`)
  }
  if (effects.length !== 1 || only === undefined) return shortHash('record', recordLabel(record))
  const { network, tx, logIndex } = only.transfer
  return shortHash(network, tx, String(logIndex))
}

const settledFirst = (record: PaymentRecord) => (record.state === 'settled' ? 0 : 1)

/**
 * Of several records that claim one payment, the earliest owns it; a record that says "settled" comes
 * before those that only tried, so that a refused retry does not make a served payment look lost.
 */
function byPrecedence(a: PaymentRecord, b: PaymentRecord): number {
  return (
    settledFirst(a) - settledFirst(b) ||
    (a.receivedAt ?? Number.MAX_SAFE_INTEGER) - (b.receivedAt ?? Number.MAX_SAFE_INTEGER) ||
    (recordLabel(a) < recordLabel(b) ? -1 : 1)
  )
}

/**
 * Turns records and effects into cases: every record and every inflow ends in exactly one case. Pure;
 * any order of the input gives the same cases.
 */
export function pairPayments({ records, views, policy }: PairingInput): Paired {
  const chargeable = records.filter((record) => record.state !== 'not_charged')
  const sites = views.map((view) => siteOf(view, policy))
  const claims = chargeable.map((record) => claimOf(record, sites))
  const claimed = new Set(claims.flatMap((claim) => claim.effects.map((effect) => effect.id)))
  const cases: PaymentCase[] = []
  for (const group of groupBy(claims, ({ key }) => key).values()) {
    const ranked = [...group].sort((a, b) => byPrecedence(a.record, b.record))
    const owner = ranked[0]?.record
    if (owner === undefined) continue
    ranked.forEach((claim, rank) => {
      cases.push(caseOfClaim(claim, rank, owner, policy))
    })
  }
  for (const site of sites) {
    for (const effect of site.effects) {
      if (claimed.has(effect.id) || !isOurs(effect, site.view, policy)) continue
      cases.push(caseOfInflow(effect, site, policy))
    }
  }
  const linked = markRefunds(markDuplicates(cases, chargeable), views, policy)
  const withCandidates = candidatesFor(linked, chargeable)
  return {
    cases: [...withCandidates].sort((a, b) => (a.caseId < b.caseId ? -1 : 1)),
    notChargeable: records.length - chargeable.length,
  }
}

/** A payer's payments to other merchants show up beside ours; only what reached us concerns us. */
function isOurs(effect: Effect, view: ChainView, policy: PaymentPolicy): boolean {
  const pays = paysFor(policy, view.network, view.asset)
  return pays !== undefined && everOwned(pays).has(effect.transfer.to)
}
