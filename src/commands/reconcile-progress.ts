import type { Chain, ChainNode, LogQuery } from '../core/ports.ts'
import type { PageRead, ReconcileStep } from '../core/progress.ts'
import { formatDuration } from '../core/time.ts'
import { watchedRecords } from '../reconcile/watched-records.ts'
import type { CommandContext, Records } from './command.ts'

/** What is shown of a reconcile while it runs, and the ports that tell about it. */
export type ReconcileProgress = {
  readonly step: (step: ReconcileStep) => void
  readonly page: (page: PageRead) => void
  /** The same chain; its log searches count as blocks. */
  readonly chain: (chain: Chain) => Chain
  /** The same records; those that are streamed are counted. */
  readonly records: (records: Records) => Records
}

// Nobody has to be told about what is over at once, or reads more than a few lines a second.
const quietMs = 2000
const pauseMs = 250
// Transfers in, transfers out, authorizations.
const searches = 3
// Adapters split longer lists of addresses into so many requests' worth.
const mostValues = 100

type Share = { done: number; of: number }

const perSecond = (count: number, ms: number) => Math.round((count * 1000) / Math.max(1, ms))

/** `about 40 s left`, by what the share took so far; nothing as long as that says little. */
function leftText({ done, of }: Share, elapsedMs: number): string {
  if (done <= 0 || elapsedMs < quietMs || done >= of) return ''
  // In whole seconds: a guess has no milliseconds.
  const seconds = Math.max(1, Math.round((elapsedMs * (of - done)) / done / 1000))
  return `, about ${formatDuration(seconds * 1000)} left`
}

function weightOf({ topics, fromBlock, toBlock }: LogQuery): number {
  const longest = topics.reduce((most, topic) => Math.max(most, Array.isArray(topic) ? topic.length : 1), 1)
  return Math.max(0, toBlock - fromBlock + 1) * Math.ceil(longest / mostValues)
}

/**
 * Follows a reconcile through its phases: how many records, how many of all blocks, how fast, and how long it may
 * still take. Says nothing in the first two seconds. Time comes from the clock of the context.
 */
export function reconcileProgress({
  clock,
  progress,
}: Pick<CommandContext, 'clock' | 'progress'>): ReconcileProgress {
  const startMs = clock.monotonicMs()
  const windows = new Map<string, Share>()
  const asked = new Map<string, { blocks: number; of: number; nodes: number }>()
  let shownMs = startMs
  let phase: ReconcileStep['phase'] | null = null
  let phaseMs = startMs
  let records = 0
  let logs = 0
  let answered = 0
  let inFlight = 0

  /** Blocks of all tokens; of searches that are not cut into windows, each block counts once for all of them. */
  const share = (): Share => {
    const parts = [...windows.values()]
    const sum = { done: 0, of: 0 }
    for (const { done, of } of parts) {
      sum.done += done
      sum.of += of
    }
    if (parts.length > 0) return sum
    let [blocks, weight] = [0, 0]
    for (const one of asked.values()) {
      blocks += one.blocks
      weight += Math.max(one.of, searches * one.nodes * one.blocks)
    }
    const part = weight === 0 ? 0 : Math.min(1, (answered + inFlight) / weight)
    return { done: Math.floor(blocks * part), of: blocks }
  }

  const text = (nowMs: number): string => {
    const elapsedMs = nowMs - phaseMs
    if (phase === 'records') return `records: ${records} read, ${perSecond(records, elapsedMs)}/s`
    if (phase !== 'chain') return 'pairing records and chain'
    const blocks = share()
    const speed = logs === 0 ? '' : `, ${perSecond(logs, elapsedMs)} logs/s`
    return `chain: ${blocks.done} of ${blocks.of} blocks${speed}${leftText(blocks, elapsedMs)}`
  }

  const show = (next: ReconcileStep['phase']) => {
    const nowMs = clock.monotonicMs()
    const isNew = phase !== next
    if (isNew) {
      phase = next
      phaseMs = nowMs
    }
    if (nowMs - startMs < quietMs || (!isNew && nowMs - shownMs < pauseMs)) return
    shownMs = nowMs
    progress(text(nowMs))
  }

  const search = async <Scan>(query: LogQuery, nodes: number, read: () => Promise<Scan>): Promise<Scan> => {
    const weight = weightOf(query)
    const known = asked.get(query.address) ?? { blocks: 0, of: 0, nodes }
    known.of += weight
    known.blocks = Math.max(known.blocks, query.toBlock - query.fromBlock + 1)
    asked.set(query.address, known)
    show('chain')
    const scan = await read()
    inFlight = Math.max(0, inFlight - weight)
    answered += weight
    show('chain')
    return scan
  }

  const watch = (node: ChainNode, nodes: number): ChainNode => ({
    ...node,
    logs: (query, signal) => search(query, nodes, () => node.logs(query, signal)),
    logColumns: (query, signal) => search(query, nodes, () => node.logColumns(query, signal)),
  })

  return {
    step: (step) => {
      // Nothing is under way: the phase goes on.
      if (step.phase === 'held') return
      if (step.phase === 'records') records = step.records
      if (step.phase === 'chain') {
        windows.set(`${step.network}/${step.asset}`, { done: step.blocks, of: step.of })
      }
      show(step.phase)
    },
    page: ({ blocks, logs: count }) => {
      inFlight += blocks
      logs += count
      show('chain')
    },
    chain: (chain) => ({
      nodes: (network) => {
        const all = chain.nodes(network)
        return all.map((node) => watch(node, all.length))
      },
    }),
    records: (source) =>
      watchedRecords(source, () => {
        records += 1
        // The clock is not looked at for every one of millions.
        if (records % 1024 === 0) show('records')
      }),
  }
}
