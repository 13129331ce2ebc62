// Property: money that has nothing to do with a payment changes nothing that is said of it, however much it
// looks like it.
import { chanceOf } from '../node/chance.ts'
import type { Scenario, SimTx } from '../shapes.ts'
import { difference, reading } from './reading.ts'

const transferTopic = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
const wordOf = (hex: string) => `0x${hex.replace(/^0x/, '').padStart(64, '0')}`

/** Log indexes of one block: above all that a scenario uses. */
const freeLogIndex = 900

function pick<T>(items: readonly T[], ...parts: readonly (string | number)[]): T | undefined {
  return items[Math.floor(chanceOf(...parts) * items.length)]
}

/** A plain transfer to one of the operator's addresses: from anybody, of any amount, a usual one too. */
export function unrelatedTransfer(scenario: Scenario, seed: number): SimTx {
  const { chain, exchanges, payTo, asset } = scenario
  const like = pick(exchanges, seed, 'like')
  const stranger = `0x${'5e'.repeat(20)}`
  const from = chanceOf(seed, 'from') < 0.5 ? (like?.payer ?? stranger) : stranger
  const to = pick(payTo, seed, 'to')?.address ?? stranger
  const value = chanceOf(seed, 'value') < 0.7 ? (like?.amountAtomic ?? 1n) : 1n
  return {
    hash: wordOf(`ad${seed.toString(16)}`),
    block: Math.floor(chanceOf(seed, 'block') * chain.head),
    from,
    to: asset.address,
    input: '0xa9059cbb',
    status: true,
    logs: [
      {
        address: asset.address,
        topics: [transferTopic, wordOf(from), wordOf(to)],
        data: wordOf(value.toString(16)),
        logIndex: freeLogIndex,
      },
    ],
  }
}

/** What an unrelated transfer changes in the answers about everything else: nothing. */
export async function inflowChanges(scenario: Scenario, seed: number): Promise<readonly string[]> {
  const extra = unrelatedTransfer(scenario, seed)
  const txs = [...scenario.chain.txs, extra].sort((a, b) => a.block - b.block)
  const fuller = { ...scenario, chain: { ...scenario.chain, txs } }
  const others = (texts: readonly string[]) => texts.filter((text) => !text.startsWith(`log/${extra.hash}/`))
  return difference(await reading(scenario), others(await reading(fuller)))
}
