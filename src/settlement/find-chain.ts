import { valueIfSeen } from '../core/observation.ts'
import type { ChainLog, ChainNode } from '../core/ports.ts'
import { addressTopic, readAuthorization, readTransfer, type Transfer, topics } from '../payments/effect.ts'
import type { Candidate } from './find.ts'

/** Where candidates are looked for: one token, the operator's addresses there, and the window in Unix seconds. */
export type FindPlace = {
  readonly network: string
  readonly asset: string
  readonly payTo: readonly string[]
  readonly payer: string | null
  readonly since: number
  readonly until: number
}

/** What one endpoint showed; `gaps` = parts that it did not answer for: candidates may be missing. */
export type FoundOnChain = { readonly candidates: readonly Candidate[]; readonly gaps: readonly string[] }

// Of more payers than this nobody asks for "the" payment; their logs would be one query too large.
const mostPayers = 100
const mostTimes = 60

type Ask = (
  list: readonly (string | readonly string[] | null)[],
) => Promise<{ readonly logs: readonly ChainLog[]; readonly gaps: readonly string[] }>

type Range = { readonly from: number; readonly to: number; readonly fromTime: number }

async function rangeOf(node: ChainNode, place: FindPlace, signal: AbortSignal): Promise<Range | string> {
  const head = await node.block('latest', signal)
  if (!head.seen) return head.why.detail
  if (head.value === null) return 'it names no newest block'
  const { number, timestamp } = head.value
  const [from, to] = await Promise.all([
    node.blockAt(place.since, signal),
    place.until >= timestamp ? head : node.blockAt(place.until, signal),
  ])
  if (!from.seen) return from.why.detail
  if (!to.seen) return to.why.detail
  return { from: from.value.number, to: to.value?.number ?? number, fromTime: from.value.timestamp }
}

function asker(node: ChainNode, { asset }: FindPlace, range: Range, signal: AbortSignal): Ask {
  return async (list) => {
    const scan = await node.logs(
      { address: asset, topics: list, fromBlock: range.from, toBlock: range.to },
      signal,
    )
    const gaps = scan.holes.map(({ from, to, why }) => `blocks ${from}..${to}: ${why}`)
    return { logs: scan.logs, gaps: scan.dropped > 0 ? [...gaps, 'it sent logs nobody asked for'] : gaps }
  }
}

/** The transfers and used authorizations that belong to the question. */
async function readEvents(ask: Ask, { payer, payTo, network }: FindPlace) {
  const transferTopics =
    payer !== null ? [topics.transfer, addressTopic(payer)] : [topics.transfer, null, payTo.map(addressTopic)]
  const moved = await ask(transferTopics)
  const transfers = moved.logs.flatMap((log) => readTransfer(log, network) ?? [])
  const payers = payer !== null ? [payer] : [...new Set(transfers.map(({ from }) => from))]
  const asked = payers.slice(0, mostPayers)
  const used =
    asked.length === 0
      ? { logs: [], gaps: [] }
      : await ask([topics.authorizationUsed, asked.map(addressTopic)])
  const left =
    payers.length > asked.length ? [`only ${mostPayers} of ${payers.length} payers were asked for`] : []
  const authorizations = used.logs.flatMap((log) => readAuthorization(log, network) ?? [])
  return { transfers, authorizations, gaps: [...moved.gaps, ...used.gaps, ...left] }
}

type Events = Awaited<ReturnType<typeof readEvents>>

/** The use of an authorization with the transfer behind it in the same transaction; else the transfer alone. */
function pairUp({ transfers, authorizations }: Events, owned: readonly string[], label: string): Candidate[] {
  const free = new Set(transfers)
  const about = (item: Pick<Transfer, 'network' | 'asset' | 'tx'>) => ({
    ...{ network: item.network, asset: item.asset, tx: item.tx, time: null, timeFrom: null, route: null },
    ...{ recordIds: [], requestIds: [], books: null, sources: [label] },
  })
  const signed = authorizations.map((used): Candidate => {
    const legs = transfers.filter(
      (leg) =>
        free.has(leg) && leg.tx === used.tx && leg.from === used.authorizer && leg.logIndex > used.logIndex,
    )
    const leg = legs.sort((a, b) => a.logIndex - b.logIndex)[0]
    if (leg !== undefined) free.delete(leg)
    const moved = { payTo: leg?.to ?? null, amountAtomic: leg?.value ?? null }
    return { ...about(used), ...moved, payer: used.authorizer, nonce: used.nonce, kind: 'signed' }
  })
  const plain = [...free]
    .filter(({ to }) => owned.includes(to))
    .map((leg): Candidate => {
      const { from: payer, to: payTo, value: amountAtomic } = leg
      return { ...about(leg), payer, payTo, amountAtomic, nonce: null, kind: 'plain' }
    })
  return [...signed, ...plain]
}

/**
 * The payments that one endpoint shows in the window: the payer's used authorizations and his transfers to us,
 * or, without a payer, every transfer to us. Never throws; what was not answered stands in `gaps`.
 */
export async function findOnChain(
  node: ChainNode,
  place: FindPlace,
  signal: AbortSignal,
): Promise<FoundOnChain> {
  const named = (gap: string) => `${node.label}: ${gap}`
  const range = await rangeOf(node, place, signal)
  if (typeof range === 'string') return { candidates: [], gaps: [named(range)] }
  const events = await readEvents(asker(node, place, range, signal), place)
  const blocks = new Map([...events.transfers, ...events.authorizations].map(({ tx, block }) => [tx, block]))
  const numbers = [...new Set(blocks.values())].slice(0, mostTimes)
  const read = await Promise.all(
    numbers.map(async (number) => [number, valueIfSeen(await node.block(number, signal))] as const),
  )
  const times = new Map(read.map(([number, block]) => [number, block?.timestamp ?? null]))
  const candidates = pairUp(events, place.payTo, node.label).map((candidate) => {
    const time = times.get(blocks.get(candidate.tx ?? '') ?? -1) ?? null
    return { ...candidate, time, timeFrom: time === null ? null : ('block' as const) }
  })
  return { candidates, gaps: events.gaps.map(named) }
}

/** What several endpoints showed, each payment once, with the names of all that showed it. */
export function mergeFound(found: readonly FoundOnChain[]): readonly Candidate[] {
  const all = new Map<string, Candidate>()
  for (const candidate of found.flatMap(({ candidates }) => candidates)) {
    const { network, asset, tx, payer, nonce, payTo, amountAtomic } = candidate
    const key = [network, asset, tx, payer, nonce, payTo, amountAtomic].join('/')
    const known = all.get(key)
    const sources = [...new Set([...(known?.sources ?? []), ...candidate.sources])]
    all.set(key, { ...(known ?? candidate), time: known?.time ?? candidate.time, sources })
  }
  return [...all.values()]
}
