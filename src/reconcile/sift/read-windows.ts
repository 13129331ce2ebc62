import { type ColumnScan, emptyColumns, type LogColumns, takeRows } from '../../core/log-columns.ts'
import { chainLogsOf } from '../../core/log-rows.ts'
import type { BlockRange, LogQuery } from '../../core/ports.ts'
import { addressTopic, topics } from '../../payments/effect.ts'
import type { NodeWindow, WindowLeft } from '../../payments/plain/sieve-port.ts'
import { addRows } from '../scan/digest.ts'
import { noteShown } from '../scan/events.ts'
import type { Draft } from '../scan/node.ts'
import type { TargetScan } from '../scan/target.ts'
import type { Target } from '../scan/targets.ts'
import type { Sift } from './sift.ts'
import { plainBlocks, soundBlocks, widest, windowBlocks, windowsOf } from './window-plan.ts'

type Topics = LogQuery['topics']

/** What stayed of one node's windows: authorizations are noted later, together with those that are read then. */
export type Kept = { readonly authorizations: LogColumns[] }

const nothing: ColumnScan = { columns: emptyColumns(), odd: [], holes: [], dropped: 0, requests: 0 }

function senders({ first, count }: LogColumns): readonly string[] {
  const bytes = Buffer.from(first.buffer, first.byteOffset, count * 20)
  return Array.from({ length: count }, (_, row) => `0x${bytes.toString('hex', row * 20, row * 20 + 20)}`)
}

/** Asks a node for a part of a window that it was to be asked for; notes holes and what did not fit. */
async function ask(draft: Draft, target: Target, range: BlockRange, wanted: Topics, signal: AbortSignal) {
  const fromBlock = Math.max(range.from, draft.range.from)
  const toBlock = Math.min(range.to, draft.range.to)
  if (fromBlock > toBlock) return nothing
  const query = { address: target.asset, topics: wanted, fromBlock, toBlock }
  return draft.live.node.logColumns(query, signal)
}

/** Reads a window through every node: what came in, what went out, and the authorizations of whoever sent something. */
async function readWindow(
  drafts: readonly Draft[],
  target: Target,
  range: BlockRange,
  known: readonly string[],
  signal: AbortSignal,
): Promise<readonly NodeWindow[]> {
  const note = (draft: Draft, { columns, holes, dropped }: ColumnScan) => {
    draft.holes.push(...holes)
    draft.dropped += dropped
    return columns
  }
  const moved = await Promise.all(
    drafts.map(async (draft) => {
      const [income, outgo] = await Promise.all([
        ask(draft, target, range, [topics.transfer, null, target.payTo.map(addressTopic)], signal),
        ask(draft, target, range, [topics.transfer, target.senders.map(addressTopic)], signal),
      ])
      return { income: note(draft, income), outgo: note(draft, outgo) }
    }),
  )
  const paid = moved.flatMap(({ income }) => senders(income))
  const payers = [...new Set([...known, ...paid])].sort().map(addressTopic)
  const kinds = [topics.authorizationUsed, topics.authorizationCanceled]
  return Promise.all(
    moved.map(async (lists, number) => {
      const draft = drafts[number] as Draft
      const used = payers.length === 0 ? nothing : await ask(draft, target, range, [kinds, payers], signal)
      return { ...lists, authorizations: note(draft, used) }
    }),
  )
}

function keep(draft: Draft, kept: KeptLists, seen: NodeWindow, left: WindowLeft): void {
  for (const name of ['income', 'outgo', 'authorizations'] as const) {
    // What leaves is added to what is known of the events.
    addRows(draft.left, seen[name], left[name])
    if (left[name].length > 0) kept[name].push(takeRows(seen[name], left[name]))
  }
}

type KeptLists = { readonly [list in keyof NodeWindow]: LogColumns[] }

/**
 * Reads the whole range window by window, the next one while one is paired, and gives plain payments to the sieve. What
 * stays is noted in the drafts, transfers at once, in the order in which one search of the whole range
 * would tell them.
 */
export async function readWindows(
  drafts: readonly Draft[],
  target: Target,
  window: NonNullable<TargetScan['window']>,
  since: number,
  { sieve, token, count, payers, finality, tell }: Sift,
  signal: AbortSignal,
): Promise<readonly Kept[]> {
  const range = widest(drafts)
  const plain = plainBlocks(drafts, window, since, finality)
  const windows = windowsOf(range, windowBlocks(count, range.to - range.from + 1))
  const kept = drafts.map((): KeptLists => ({ income: [], outgo: [], authorizations: [] }))
  const read = (number: number) => {
    const next = windows[number]
    return next === undefined ? null : readWindow(drafts, target, next, payers, signal)
  }
  let ahead = read(0)
  for (const [number, { from, to }] of windows.entries()) {
    const nodes = await ahead
    ahead = read(number + 1)
    if (nodes === null) break
    const within = plain === null ? null : { from: Math.max(from, plain.from), to: Math.min(to, plain.to) }
    const sound = within === null || within.from > within.to ? [] : soundBlocks(within, drafts)
    const left = await sieve.window({ token, nodes, sound })
    for (const [index, seen] of nodes.entries()) {
      keep(drafts[index] as Draft, kept[index] as KeptLists, seen, left[index] as WindowLeft)
    }
    tell(to - range.from + 1, range.to - range.from + 1)
  }
  for (const [index, { income, outgo }] of kept.entries()) {
    for (const part of [...income, ...outgo]) {
      noteShown(drafts[index] as Draft, chainLogsOf(part, target.asset), target.network)
    }
  }
  return kept
}
