import { expect, test } from 'vitest'
import { OpsError } from '../../src/core/errors.ts'
import type { WindowEdge } from '../../src/reconcile/expected.ts'
import { resolveWindow } from '../../src/reconcile/scan/resolve-window.ts'
import { alice, block, genesis, hash, payment } from '../payments/world.ts'
import { type NodeParts, nodeOver } from './chain-nodes.ts'
import { expected } from './judging.ts'

const events = payment(alice, hash(1), 10_000n, { block: 700 })
const until = { kind: 'time', seconds: genesis + 4000 } as const
const atBlock = { kind: 'block', number: 500 } as const
/** A node for which every block was mined just now. */
const wrongClock: NodeParts = { block: (number) => ({ ...block(number), timestamp: genesis + 3999 }) }
const silent: NodeParts = { fails: () => true }

async function sinceOf(edge: WindowEdge, ...parts: readonly NodeParts[]): Promise<number | string> {
  const nodes = parts.map((part, index) => nodeOver(events, { label: `http://n${index}/***`, ...part }).node)
  const chain = { nodes: () => nodes }
  return resolveWindow({ ...expected, since: edge, until }, chain, new AbortController().signal).then(
    ({ since }) => since,
    (error: unknown) => (error instanceof OpsError ? `${error.code} ${error.args.reason}` : String(error)),
  )
}

test('a block is dated by most endpoints, whichever is asked first', async () => {
  const right = genesis + 1000
  expect(await sinceOf(atBlock, {})).toBe(right)
  expect(await sinceOf(atBlock, wrongClock, {}, {})).toBe(right)
  expect(await sinceOf(atBlock, silent, wrongClock, {}, {})).toBe(right)
  expect(await sinceOf(atBlock, { latest: 400 }, {})).toBe(right)
  expect(await sinceOf({ kind: 'tx', hash: hash(0x7001) }, wrongClock, {}, {})).toBe(genesis + 1400)
})

test('endpoints that disagree, do not know it or do not answer date nothing', async () => {
  expect(await sinceOf(atBlock, wrongClock, {})).toBe(
    'WINDOW_NOT_FOUND The endpoints give it different times.',
  )
  expect(await sinceOf({ kind: 'tx', hash: hash(9) }, {}, silent)).toBe(
    'WINDOW_NOT_FOUND The endpoints that answered do not know it.',
  )
  expect(await sinceOf(atBlock, silent)).toBe('WINDOW_NOT_FOUND No endpoint answered.')
})
