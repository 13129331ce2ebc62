import type { LogsVerdict } from '../core/chain-cache.ts'
import type { BlockRange } from '../core/ports.ts'
import { differenceOf } from './account/balance.ts'
import type { ChainSeen, ReconcileSeen } from './seen.ts'

/** The balances of all addresses agree with the logs in these blocks: none where one differs or is not known. */
function byBalance({ movement }: ChainSeen): readonly BlockRange[] {
  if (movement === null || movement === undefined || movement.comparedTo === null) return []
  const { after, comparedTo: to, balances } = movement
  const closes = balances.length > 0 && balances.every((balance) => differenceOf(balance) === 0n)
  return closes && to > after ? [{ from: after + 1, to }] : []
}

/** Another endpoint says the same of every block that both read. */
function byWitness({ witnesses = [], read, disputed }: ChainSeen, label: string): readonly BlockRange[] {
  const mine = witnesses.find(({ endpoint }) => endpoint === label)
  if (mine === undefined || read === null || disputed > 0) return []
  const agrees = witnesses.some(
    ({ endpoint, digest, events }) => endpoint !== label && digest === mine.digest && events === mine.events,
  )
  return agrees ? [{ from: read.from, to: read.to }] : []
}

/** Does something else say that a log is missing, or that one is there that should not be? */
function isContradicted(chain: ChainSeen, { cases }: ReconcileSeen): boolean {
  if (chain.disputed > 0 || chain.forked || chain.dropped > 0) return true
  if (chain.movement?.balances.some((balance) => (differenceOf(balance) ?? 0n) !== 0n)) return true
  return cases.some(
    ({ network, asset, reasons }) =>
      network === chain.network && asset === chain.asset && reasons.includes('USED_OUTSIDE_THE_BLOCKS_READ'),
  )
}

/**
 * Which of the logs that a run read may be believed again by later runs: those of whom the balances, or another
 * endpoint, say the same. And which must not, because the run found something that says otherwise. Pure.
 */
export function logsBorneOut(seen: ReconcileSeen): readonly LogsVerdict[] {
  const { chains, proofFailures = [] } = seen
  const refuted = proofFailures.map(
    ({ network, endpoint }): LogsVerdict => ({
      network,
      asset: null,
      label: endpoint,
      found: 'contradicted',
    }),
  )
  return [
    ...refuted,
    ...chains.flatMap((chain): readonly LogsVerdict[] => {
      const { network, asset, quarantined = [], distrusted = [], quiet = [] } = chain
      const liars = [...quarantined, ...distrusted, ...quiet].map(
        ({ label }): LogsVerdict => ({ network, asset: null, label, found: 'contradicted' }),
      )
      if (isContradicted(chain, seen)) {
        return [...liars, { network, asset, label: null, found: 'contradicted' }]
      }
      const named = chain.endpoints.map((label): LogsVerdict => {
        const found = [...byBalance(chain), ...byWitness(chain, label)]
        return { network, asset, label, found }
      })
      return [...liars, ...named]
    }),
  ]
}
