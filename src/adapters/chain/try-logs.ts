import { couldNotSee, saw } from '../../core/observation.ts'
import type { ChainNode } from '../../core/ports.ts'
import type { AccountReadsOptions } from './account-reads.ts'
import { guardChainId } from './chain-id-guard.ts'
import { toBlind } from './fault.ts'
import { spanOf } from './page-size.ts'
import { listShape, shapeProblem, toQuantity } from './shapes.ts'

/**
 * One search over a whole range: answered, or refused for its size. Every other failure is not seen. One request, or a
 * second one when the first got lost on the way. Never throws.
 */
export function createTryLogs({
  network,
  label,
  clock,
  ...options
}: AccountReadsOptions): NonNullable<ChainNode['tryLogs']> {
  const ask = guardChainId(options.ask, network)
  return async ({ address, topics, fromBlock, toBlock }, signal) => {
    const look = {
      at: clock.now().toISOString(),
      source: label,
      ref: `eth_getLogs ${fromBlock} to ${toBlock}`,
    }
    const filter = { address, topics, fromBlock: toQuantity(fromBlock), toBlock: toQuantity(toBlock) }
    const range = { from: fromBlock, to: toBlock }
    const reply = await ask({ method: 'eth_getLogs', params: [filter], range }, signal, 2)
    if (reply.ok) {
      const list = listShape.safeParse(reply.result)
      return list.success
        ? saw(look, { answered: true, count: list.data.length })
        : couldNotSee(look, 'parse', shapeProblem(list.error))
    }
    const { kind, suggestion, detail } = reply.fault
    if (kind === 'range') {
      const proposed = suggestion === undefined ? null : spanOf(suggestion)
      return saw(look, { answered: false, proposed, said: detail })
    }
    const why = toBlind(reply.fault)
    return couldNotSee(look, why.kind, why.detail, why.code)
  }
}
