import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type History, startHistory } from '../../bench/bulk/history.ts'
import { place } from '../../bench/bulk/plan.ts'
import { recordLines } from '../../bench/bulk/records.ts'
import { wordsOf } from '../../bench/bulk/words.ts'
import type { RunDocument } from '../../src/core/report.ts'
import { inThisProcess, newDesk } from '../e2e/run-cli.ts'

// Few blocks and few payers, so that the run has few receipts, headers and searches to ask for.
const small = { payments: 500, oddEvery: 125, payers: 40, hours: 0.01 }
const hex = (value: number) => `0x${value.toString(16)}`

let history: History
let rough: History
beforeAll(async () => {
  const faults = { maxLogs: 100, share429: 0.3, shareTruncated: 0.3 }
  ;[history, rough] = await Promise.all([startHistory(small), startHistory({ ...small, seed: 2, faults })])
})
afterAll(() => Promise.all([history.close(), rough.close()]))

type Answer = { readonly result?: unknown; readonly error?: { readonly message: string } }

async function ask(url: string, body: unknown): Promise<unknown> {
  return (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).json()
}

function search({ plan }: History, topics: readonly unknown[] = []) {
  const range = { fromBlock: hex(plan.firstBlock), toBlock: hex(plan.lastBlock) }
  return { jsonrpc: '2.0', id: 1, method: 'eth_getLogs', params: [{ address: place.usdc, topics, ...range }] }
}

describe('the generated history', () => {
  test('reconcile finds every class as often as the truth counts it, and every odd payment by its nonce', async () => {
    const desk = newDesk(inThisProcess)
    try {
      const records = join(desk.folder, 'records.jsonl')
      await history.writeRecords(records)
      // A second endpoint: of one alone every event is looked at twice, at a pace made for other people's nodes.
      const second = ['--rpc', history.url.replace('127.0.0.1', 'localhost')]
      const cases = ['-o', 'json', '--cases', 'cases.ndjson']
      const { stdout, stderr, exitCode } = await desk.run([...history.args(records), ...second, ...cases])
      expect(stderr).not.toContain('error')
      expect(exitCode).toBe(1)
      const document = JSON.parse(stdout) as RunDocument
      expect(document.complete).toBe(true)
      const told = document.totals.map(({ name, count }) => [name.toUpperCase(), count])
      expect(Object.fromEntries(told)).toEqual(history.truth.classes)
      const lines = readFileSync(join(desk.folder, 'cases.ndjson'), 'utf8').trim().split('\n')
      const found = lines.map(
        (line) => JSON.parse(line) as { code: string; nonce: string | null; tx: string },
      )
      const odd = [...history.oddOnes()].filter(({ outcome }) => outcome !== null)
      expect(odd).toHaveLength(60)
      for (const { outcome, nonce, tx } of odd) {
        const fits = (item: (typeof found)[number]) => item.nonce === nonce || item.tx === tx
        expect(found.some((item) => item.code === outcome && fits(item))).toBe(true)
      }
    } finally {
      desk.remove()
    }
  })

  test('equal options make equal bytes, and a filter gives no more than what it asks for', async () => {
    const { result } = (await ask(history.url, search(history))) as { result: unknown[] }
    expect(result).toHaveLength(history.truth.logs)
    const records = [...recordLines(history.plan)]
    expect(records).toHaveLength(history.truth.records)
    const digest = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex')
    expect([digest(result).slice(0, 16), digest(records).slice(0, 16)]).toEqual([
      '4028841cb28edb53',
      'c22ae7a7c3d05911',
    ])
    const payTo = `0x${place.payTo.slice(2).padStart(64, '0')}`
    const batch = [search(history, [null, null, payTo]), search(history, [null, payTo])]
    const [inflows, refunds] = (await ask(history.url, batch)) as { result: unknown[] }[]
    // Of 16 stories 8 bring us no money, each once in 125.
    expect(inflows?.result.length).toBe(500 - 8 * 4)
    expect(refunds?.result.length).toBe(4)
  })

  test('limits and faults are what was asked for', async () => {
    const outcomes = { limited: 0, broken: 0, refused: 0 }
    for (let count = 0; count < 40; count += 1) {
      const response = await fetch(rough.url, { method: 'POST', body: JSON.stringify(search(rough)) })
      if (response.status === 429) {
        outcomes.limited += 1
        continue
      }
      const answer = await response.json().catch(() => null)
      if (answer === null) outcomes.broken += 1
      else if (/Try with this block range \[0x/.test((answer as Answer).error?.message ?? '')) {
        outcomes.refused += 1
      }
    }
    expect(outcomes.limited + outcomes.broken + outcomes.refused).toBe(40)
    expect(Math.min(outcomes.limited, outcomes.broken, outcomes.refused)).toBeGreaterThan(3)
  })
})

test('a word can be read back by its own kind and by no other', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat({ max: 2 ** 32 - 1 }), (seed, key) => {
      const [nonces, txs] = [wordsOf(seed, 'nonce'), wordsOf(seed, 'tx')]
      expect(nonces.read(nonces.text(key))).toBe(key)
      expect(txs.read(nonces.text(key))).toBeUndefined()
    }),
    { numRuns: 200 },
  )
})
