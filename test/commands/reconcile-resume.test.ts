import { expect, test } from 'vitest'
import type { CommandContext } from '../../src/commands/command.ts'
import { reconcileNext } from '../../src/commands/reconcile-next.ts'
import { resumeLines } from '../../src/commands/reconcile-resume.ts'
import type { PhrasedFinding } from '../../src/core/phrase.ts'

const context = (options: CommandContext['options'], global = {}) =>
  ({ options, global, args: [] }) as unknown as CommandContext
const books = { records: ['pay.jsonl'], rpc: ['env:RPC_A', 'env:RPC_B'], payTo: ['0xabc'], finality: '12' }
const flags = '--records pay.jsonl --rpc env:RPC_A --rpc env:RPC_B --pay-to 0xabc --finality 12'

function holes(ranges: readonly string[], network = 'eip155:8453'): PhrasedFinding {
  const args = { network, blocks: 1, why: ['rate: slow'], ranges }
  return {
    ...{ id: '0', code: 'RECONCILE_BLOCKS_MISSING', verdict: 'UNKNOWN', severity: 'high', check: 'coverage' },
    ...{ subject: { kind: 'rpc', id: network }, title: '', text: '', args, evidence: [], next: null },
    playbook: null,
  }
}
const lines = (findings: readonly PhrasedFinding[], options: CommandContext['options'] = books) =>
  resumeLines({ findings }, 'mainnet', context(options))

test('a hole is read again with the flags of the run, and nothing else is', () => {
  expect(lines([holes(['1200..1399'])])).toEqual([
    `x402ops reconcile mainnet --since block:1200 --until block:1399 ${flags}`,
  ])
})

test('a single block, two holes, many holes', () => {
  const windows = (ranges: readonly string[]) =>
    lines([holes(ranges)], {}).map((line) => line.replace('x402ops reconcile mainnet ', ''))
  expect(windows(['7'])).toEqual(['--since block:7 --until block:7'])
  expect(windows(['7', '9..12'])).toEqual([
    '--since block:7 --until block:7',
    '--since block:9 --until block:12',
  ])
  expect(windows(['7', '9..12', '40..41'])).toEqual(['--since block:7 --until block:41'])
})

test('with several networks the block is said to belong to one', () => {
  const both = [holes(['7..9']), holes(['4..5'], 'eip155:84532')]
  expect(lines(both, {})).toEqual([
    'x402ops reconcile mainnet --since block:7 --until block:9 --network eip155:8453',
    'x402ops reconcile mainnet --since block:4 --until block:5 --network eip155:84532',
  ])
})

test('no hole, no line; a stream cannot be read twice', () => {
  expect(lines([])).toEqual([])
  const document = { verdict: 'UNKNOWN', findings: [holes(['7..9'])] } as const
  expect(reconcileNext(document, 'mainnet', context({ records: ['-'] }))).toEqual([])
  expect(reconcileNext(document, 'mainnet', context(books))[0]).toContain('--since block:7 --until block:9')
})

test('an endpoint that was caught is not asked again: another one is', () => {
  const caught = { ...holes([]), code: 'RECONCILE_ENDPOINT_DISTRUSTED' }
  const document = { verdict: 'UNKNOWN', findings: [caught, holes(['7..9'])] } as const
  expect(reconcileNext(document, 'mainnet', context(books))).toEqual([
    'x402ops reconcile mainnet --since 24h --rpc env:RPC_URL --records pay.jsonl --pay-to 0xabc --finality 12',
  ])
})

test('a time with a blank is one word, and an address that may hold a short key is no part of a report', () => {
  const unread = { ...holes([]), code: 'RECONCILE_CHAIN_NOT_READ' }
  const since = { since: '2026-11-20 10:00:00Z' }
  const [line] = reconcileNext({ verdict: 'UNKNOWN', findings: [unread] }, 'mainnet', context(since))
  expect(line).toContain("--since '2026-11-20 10:00:00Z' --rpc env:RPC_URL")
  const shown = (rpc: string) => lines([holes(['7'])], { rpc: [rpc] })[0]?.split(' --rpc ')[1]
  for (const url of [
    'https://rpc.example/v2/CANARY123',
    'https://h.example/?p=CANARY12#x',
    'https://h.example/x?CANARY12',
  ])
    expect(shown(url)).toBe('env:RPC_URL')
  expect(shown('eip155:8453=https://rpc.example/v2/CANARY123')).toBe('eip155:8453=env:RPC_URL')
  for (const url of [
    'https://mainnet.base.org',
    'https://rpc.example/base-mainnet',
    'http://127.0.0.1:8545',
    'eip155:8453=https://h.example/ext/bc/C/rpc',
  ])
    expect(shown(url)).toBe(url)
})
