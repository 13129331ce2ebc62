import { couldNotSee } from '../core/observation.ts'
import type { ChainNode, Clock } from '../core/ports.ts'
import { askAll, sameBlock } from '../core/same-block.ts'
import { addressTopic } from '../payments/effect.ts'
import { readMoves } from '../payments/moves.ts'
import type {
  BalanceExpected,
  BalanceLook,
  BalancePorts,
  BalanceSeen,
  BalanceTarget,
  BalanceVotes,
  NetworkSeen,
  Watched,
} from './shapes.ts'

const balanceOf = '0x70a08231'

type Asked = { readonly nodes: readonly ChainNode[]; readonly clock: Clock }

async function readRow(
  { nodes, clock }: Asked,
  address: string,
  token: string | null,
  block: number,
  signal: AbortSignal,
): Promise<BalanceVotes> {
  if (token !== null) {
    const data = `${balanceOf}${addressTopic(address).slice(2)}`
    return { address, token, votes: await askAll(nodes, (node) => node.call(token, data, block, signal)) }
  }
  const votes = await askAll(nodes, async (node) => {
    if (node.nativeBalance !== undefined) return node.nativeBalance(address, block, signal)
    const missing = { at: clock.now().toISOString(), source: node.label, ref: 'eth_getBalance' }
    return couldNotSee(missing, 'not-supported', 'this source tells no gas balance')
  })
  return { address, token, votes }
}

async function look(
  { addresses, at }: BalanceExpected,
  { tokens }: BalanceTarget,
  asked: Asked,
  signal: AbortSignal,
): Promise<BalanceLook> {
  const found = await sameBlock(asked.nodes, at, signal)
  if (found.block === null) return { at: found, rows: [] }
  const { number } = found.block
  const kinds = [...tokens.map(({ asset }) => asset), null]
  const rows = addresses.flatMap((address) =>
    kinds.map((token) => readRow(asked, address, token, number, signal)),
  )
  return { at: found, rows: await Promise.all(rows) }
}

async function watch(
  expected: BalanceExpected,
  target: BalanceTarget,
  before: BalanceLook,
  asked: Asked,
  signal: AbortSignal,
): Promise<Watched> {
  const after = await look(expected, target, asked, signal)
  const [first, last] = [before.at.block, after.at.block]
  if (first === null || last === null || last.number <= first.number) return { after, moves: [] }
  const range = { fromBlock: first.number + 1, toBlock: last.number }
  const questions = asked.nodes.flatMap((node) =>
    expected.addresses.flatMap((address) =>
      target.tokens.map(({ asset }) => readMoves(node, { address, token: asset }, range, signal)),
    ),
  )
  return { after, moves: await Promise.all(questions) }
}

/**
 * Reads every balance at one block that all endpoints share; with `watchMs` waits, reads again, and asks what moved in
 * between. Never rejects for what it finds. When it is interrupted while waiting, what was read first comes back.
 */
export async function collectBalance(
  expected: BalanceExpected,
  { nodes, clock, waiting }: BalancePorts,
  signal: AbortSignal,
): Promise<BalanceSeen> {
  const asked = ({ network }: BalanceTarget): Asked => ({ nodes: nodes(network), clock })
  const readable = expected.targets.filter(({ skip }) => skip === null)
  const first = await Promise.all(
    readable.map(async (target) => {
      const before = await look(expected, target, asked(target), signal)
      return { target, seen: { network: target.network, before, watched: null } satisfies NetworkSeen }
    }),
  )
  if (expected.watchMs === null || readable.length === 0) return { networks: first.map(({ seen }) => seen) }
  waiting(expected.watchMs)
  await clock.sleep(expected.watchMs, signal)
  if (signal.aborted) return { networks: first.map(({ seen }) => seen) }
  const networks = first.map(async ({ target, seen }) => ({
    ...seen,
    watched: await watch(expected, target, seen.before, asked(target), signal),
  }))
  return { networks: await Promise.all(networks) }
}
