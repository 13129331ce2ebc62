import type { Chain } from '../core/ports.ts'
import type { Pays } from '../core/profile.ts'
import { foldRecords } from '../payments/records/fold.ts'
import type { Records } from '../payments/records-port.ts'
import { type Candidate, type FindQuestion, joinCandidates } from './find.ts'
import { findOnChain, mergeFound } from './find-chain.ts'
import { lookIntoPool, type PoolReading, readPool } from './mempool.ts'

/** The world as `settlement find` reaches it; `records` null = none are configured. */
export type FindPorts = { readonly chain: Chain; readonly records: Records | null }

/** What was found, where was looked, and what was not answered. */
export type FindSeen = {
  readonly candidates: readonly Candidate[]
  readonly gaps: readonly string[]
  readonly places: readonly string[]
  readonly pool: readonly PoolReading[]
}

/** Collects what could be the payment asked for, in the books and on chain, and a waiting transaction by its hash. */
export async function collectFind(
  question: FindQuestion,
  about: { readonly pays: readonly Pays[]; readonly tx: string | null },
  { chain, records }: FindPorts,
  signal: AbortSignal,
): Promise<FindSeen> {
  const { payer, since, until } = question
  const read = records === null ? [] : await records.read(signal)
  const folded = foldRecords(read.flatMap((part) => part.records))
  const looked = await Promise.all(
    about.pays.map(async ({ network, unit, payTo }) => {
      const own = payTo.map(({ address }) => address)
      const place = { network, asset: unit.asset, payTo: own, payer, since, until }
      const nodes = chain.nodes(network)
      const name = `${unit.symbol} on ${network}`
      // Without a payer transfers to nobody in particular would be asked for.
      if (nodes.length === 0) return { name, found: [], gaps: [`${network}: no endpoint is configured`] }
      if (payer === null && own.length === 0)
        return { name, found: [], gaps: [`${network}: no payTo is configured`] }
      const found = await Promise.all(nodes.map((node) => findOnChain(node, place, signal)))
      return { name, found, gaps: found.flatMap(({ gaps }) => gaps) }
    }),
  )
  const networks = [...new Set(about.pays.map(({ network }) => network))]
  const { tx } = about
  const pool =
    tx === null
      ? []
      : await Promise.all(
          networks.flatMap((network) =>
            chain.nodes(network).map(async (node) => readPool(await lookIntoPool(node, tx, signal))),
          ),
        )
  const rejected = read.flatMap(({ name, rejected: rows }) =>
    rows.length === 0 ? [] : [`${name}: ${rows.length} rows could not be used`],
  )
  return {
    candidates: joinCandidates(folded, mergeFound(looked.flatMap(({ found }) => found))),
    gaps: [...rejected, ...looked.flatMap(({ gaps }) => gaps)],
    places: [...read.map(({ name, used }) => `records ${name}: ${used}`), ...looked.map(({ name }) => name)],
    pool,
  }
}
