import { describe, expect, test } from 'vitest'
import { networks } from '../../src/networks/index.ts'
import type { Network } from '../../src/networks/network.ts'
import { timingOf } from '../../src/networks/timing.ts'

const all: readonly Network[] = networks

describe('the clocks of a network', () => {
  // The table of the field: settle clock, block time, multiplier, rest after signing.
  test.each([
    ['eip155:8453', 60_000, 2000, 3, 1000],
    ['eip155:84532', 90_000, 2000, 5, 1500],
    ['eip155:1', 180_000, 12_000, 3, 500],
  ])('%s', (id, settleTimeoutMs, blockTimeMs, confirmations, postSignDelayMs) => {
    const timing = timingOf(id)
    expect(timing).toMatchObject({
      settleTimeoutMs,
      confirmations,
      postSignDelayMs,
      known: true,
      assumed: [],
    })
    expect(all.find((network) => network.id === id)?.blockTimeMs).toBe(blockTimeMs)
  })

  test('the last block of Solana is some 400 ms old', () => {
    const solana = all.find(({ id }) => id === 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp')
    expect(solana?.blockTimeMs).toBe(400)
    expect(timingOf('solana')).toEqual(timingOf('solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp'))
  })

  test('the v1 name means the same network', () => {
    expect(timingOf('base-sepolia')).toEqual(timingOf('eip155:84532'))
  })

  test.each(['eip155:999999', 'CANARY', '', 'eip155:14'])('of "%s" nothing is published', (id) => {
    const timing = timingOf(id)
    expect(timing).toMatchObject({ settleTimeoutMs: 60_000, finalAfterMs: 1_800_000, known: false })
    expect(timing.assumed).toHaveLength(5)
  })

  test('a network with some figures names the others as assumed', () => {
    expect(timingOf('eip155:43114')).toMatchObject({
      pendingWarnMs: 15_000,
      finalAfterMs: 2000,
      settleTimeoutMs: 60_000,
      known: true,
      assumed: ['settleTimeoutMs', 'confirmations', 'postSignDelayMs'],
    })
    expect(timingOf('eip155:143').assumed).toContain('finalAfterMs')
  })

  test('every published figure is above zero, and nobody is final before a block', () => {
    const published = all.flatMap(({ timing }) => (timing === null ? [] : [timing]))
    expect(published.length).toBeGreaterThanOrEqual(11)
    for (const timing of published) {
      for (const figure of Object.values(timing)) expect(figure ?? 1).toBeGreaterThan(0)
    }
  })
})
