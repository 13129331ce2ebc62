import type { PaymentCase } from '../../payments/case.ts'
import type { ChainView } from '../../payments/chain-view.ts'
import { authorizationKey } from '../../payments/claim.ts'
import { type Authorization, addressTopic, type Transfer, topics, txOfPlace } from '../../payments/effect.ts'
import { groupBy } from '../../payments/group-by.ts'

/** A log that the endpoints showed. Null data = it is not known what this event carries beside its topics. */
export type ToldLog = {
  readonly logIndex: number
  readonly topics: readonly string[]
  readonly data: string | null
}

/** A transfer to be found in the receipts of its block, with all that was told of its transaction. */
export type LogWanted = {
  readonly caseId: string
  readonly block: number
  readonly blockHash: string
  readonly logIndex: number
  readonly asset: string
  readonly told: readonly ToldLog[]
}

/** An authorization whose state is to be proven: `used` is what the endpoints said (cancelled counts as used). */
export type StateWanted = {
  readonly caseId: string
  readonly authorizer: string
  readonly nonce: string
  readonly used: boolean
  /** Unix seconds that the finalized block must have reached, where the verdict says that it expired. */
  readonly expiredBy: number | null
}

/** What of one case is to be proven; null = that part says nothing about it. */
export type Wanted = {
  readonly log: LogWanted | null
  readonly state: StateWanted | 'NOT_FINAL' | null
}

const isNonce = (text: string | null): text is string => text !== null && /^0x[0-9a-f]{64}$/.test(text)
const isAddress = (text: string | null): text is string => text !== null && /^0x[0-9a-f]{40}$/.test(text)

/** A view with its logs by transaction and by authorization, so that many cases can be planned. */
export type ProofSite = {
  readonly view: ChainView
  readonly transfersByTx: ReadonlyMap<string, readonly Transfer[]>
  readonly authorizationsByTx: ReadonlyMap<string, readonly Authorization[]>
  readonly authorizationsByKey: ReadonlyMap<string, readonly Authorization[]>
}

/** Indexes a view. */
export function proofSite(view: ChainView): ProofSite {
  return {
    view,
    transfersByTx: groupBy(view.transfers, ({ tx }) => tx),
    authorizationsByTx: groupBy(view.authorizations, ({ tx }) => tx),
    authorizationsByKey: groupBy(view.authorizations, authorizationKey),
  }
}

function toldOf(site: ProofSite, tx: string, blockHash: string): readonly ToldLog[] {
  const isHere = (item: Transfer | Authorization) => item.blockHash === blockHash
  const transfers = (site.transfersByTx.get(tx) ?? []).filter(isHere).map(
    ({ logIndex, from, to, value }): ToldLog => ({
      logIndex,
      topics: [topics.transfer, addressTopic(from), addressTopic(to)],
      data: `0x${value.toString(16).padStart(64, '0')}`,
    }),
  )
  const authorizations = (site.authorizationsByTx.get(tx) ?? []).filter(isHere).map(
    ({ logIndex, kind, authorizer, nonce }): ToldLog => ({
      logIndex,
      topics: [
        kind === 'used' ? topics.authorizationUsed : topics.authorizationCanceled,
        addressTopic(authorizer),
        nonce,
      ],
      data: null,
    }),
  )
  return [...transfers, ...authorizations]
}

// A case may sum up several transfers of its transaction, so what is proven are the logs themselves.
function logWanted(item: PaymentCase, site: ProofSite): LogWanted | null {
  const { caseId, tx, block, blockHash, logIndex, asset } = item
  if (tx === null || block === null || blockHash === null || logIndex === null) return null
  const told = toldOf(site, tx, blockHash)
  if (!told.some((log) => log.logIndex === logIndex)) return null
  return { caseId, block, blockHash, logIndex, asset, told }
}

/** Is what the logs show of this authorization below the finalized block? No log at all counts as yes. */
function isSettledBy(finalized: number, key: string, { authorizationsByKey }: ProofSite): boolean {
  return (authorizationsByKey.get(key) ?? []).every(({ block }) => block <= finalized)
}

function stateWanted(item: PaymentCase, site: ProofSite): Wanted['state'] {
  const { caseId, payer, nonce, facts } = item
  const told = facts.nonce === 'used' || facts.nonce === 'cancelled' || facts.nonce === 'unused'
  if (!told || item.transfer === 'permit2' || !isAddress(payer) || !isNonce(nonce)) return null
  const expiredBy = facts.expired && facts.nonce === 'unused' ? item.validBefore : null
  const wanted = { caseId, authorizer: payer, nonce, used: facts.nonce !== 'unused', expiredBy }
  const number = site.view.finalized?.number
  const isFinal = number === undefined || isSettledBy(number, authorizationKey(wanted), site)
  return isFinal ? wanted : 'NOT_FINAL'
}

/** Is this a case whose verdict a proof could confirm? Ordinary inflows and second claims are not. */
function matters({ facts }: PaymentCase): boolean {
  const told = facts.books !== 'absent' || facts.marked
  return facts.inWindow && facts.isFirstClaim && told && facts.finality !== 'removed'
}

/**
 * What is to be proven of a case: where money was seen its transfer, and its authorization wherever the
 * endpoints told the state of one; also where they are doubted, because then a proof finds the liar.
 */
export function wantedOf(item: PaymentCase, site: ProofSite): Wanted | null {
  if (!matters(item)) return null
  const log = item.facts.effect === 'one' ? logWanted(item, site) : null
  const state = stateWanted(item, site)
  return log === null && state === null ? null : { log, state }
}

/**
 * Authorizations that are known to be used at the finalized block, by logs that no endpoint disputes: the
 * oldest, the newest and one between them. They show where the token keeps its authorizations.
 */
export function knownUsed(view: ChainView): readonly { authorizer: string; nonce: string }[] {
  const { finalized } = view
  if (finalized === null) return []
  const disputed = new Set(view.disputed.map(txOfPlace))
  const used = view.authorizations.filter(({ block, tx }) => block <= finalized.number && !disputed.has(tx))
  const picked = [used[0], used[used.length >> 1], used.at(-1)].filter((item) => item !== undefined)
  return [...new Map(picked.map((item) => [authorizationKey(item), item])).values()]
}
