import type { ChainLog, ChainNode, LogQuery, LogScan } from '../core/ports.ts'
import { addressTopic, readTransfer, topics } from './effect.ts'

/** The moves of one token to and from one address between two blocks, as one endpoint tells them. */
export type MovesSeen = {
  readonly label: string
  readonly address: string
  readonly token: string
  readonly in: readonly ChainLog[]
  readonly out: readonly ChainLog[]
  /** Authorizations that were used by whoever sent something. */
  readonly used: readonly ChainLog[]
  /** Why the list may not be whole; null = everything was read. */
  readonly why: string | null
}

type Scanned = Pick<LogScan, 'logs' | 'holes' | 'dropped'>

const unread = ({ holes, dropped }: Scanned): string | null => {
  const [hole] = holes
  if (hole !== undefined) return `blocks ${hole.from} to ${hole.to} were not read (${hole.why})`
  return dropped === 0 ? null : `${dropped} logs did not fit the question`
}

/** What one endpoint shows of one token and one address in a range of blocks. Never rejects. */
export async function readMoves(
  node: ChainNode,
  about: { readonly address: string; readonly token: string },
  range: Pick<LogQuery, 'fromBlock' | 'toBlock'>,
  signal: AbortSignal,
): Promise<MovesSeen> {
  const { address, token } = about
  const topic = addressTopic(address)
  const scan = (wanted: LogQuery['topics']) => node.logs({ address: token, topics: wanted, ...range }, signal)
  const [income, outgo] = await Promise.all([
    scan([topics.transfer, null, topic]),
    scan([topics.transfer, topic]),
  ])
  const senders = [...new Set(income.logs.flatMap((log) => log.topics[1] ?? []))]
  const used: Scanned =
    senders.length === 0
      ? { logs: [], holes: [], dropped: 0 }
      : await scan([topics.authorizationUsed, senders])
  const why = unread(income) ?? unread(outgo) ?? unread(used)
  return { label: node.label, address, token, in: income.logs, out: outgo.logs, used: used.logs, why }
}

/** One name for a list of moves, so that two endpoints can be compared. */
function nameOf({ in: income, out, used }: MovesSeen): string {
  return [income, out, used]
    .map((logs) =>
      logs
        .map(({ blockHash, tx, logIndex }) => `${blockHash}/${tx}/${logIndex}`)
        .sort()
        .join(),
    )
    .join('|')
}

/** The moves that every endpoint tells alike, or why there are none to rely on. */
export function agreedMoves(moves: readonly MovesSeen[]): MovesSeen | { readonly why: string } {
  const [first] = moves
  if (first === undefined) return { why: 'no endpoint was asked for the transfers' }
  const broken = moves.find(({ why }) => why !== null)
  if (broken !== undefined) return { why: `${broken.label}: ${broken.why}` }
  return new Set(moves.map(nameOf)).size === 1 ? first : { why: 'the endpoints show different transfers' }
}

/** What the transfers in some logs add up to, atomic units. */
export function sumOf(logs: readonly ChainLog[], network: string): bigint {
  return logs.reduce((sum, log) => sum + (readTransfer(log, network)?.value ?? 0n), 0n)
}

/** Money that came in the same transaction in which its sender's authorization was used: an x402 payment by its form. */
export function arrivals(moves: MovesSeen): readonly ChainLog[] {
  const used = new Set(moves.used.map(({ tx, topics: own }) => `${tx} ${own[1]}`))
  return moves.in.filter(({ tx, topics: own }) => used.has(`${tx} ${own[1]}`))
}
