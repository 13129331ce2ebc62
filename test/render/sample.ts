import type { Figures, Sheet } from '../../src/core/figures.ts'
import type { PhrasedFinding } from '../../src/core/phrase.ts'
import type { Block, CaseDocument, Report } from '../../src/core/report.ts'
import { makeDocument } from '../../src/runs/make-document.ts'

export const hash = `0x${'5e1f'.repeat(16)}`
export const address = '0x1b3c0d52f1b8f0a7d6e95c4a83b2e1f0a9d877c0'
export const usdc = {
  decimals: 6,
  symbol: 'USDC',
  asset: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
  network: 'eip155:8453',
}

export const finding: PhrasedFinding = {
  id: '00112233445566aa',
  code: 'PAYTO_MISMATCH',
  verdict: 'FAIL',
  severity: 'critical',
  check: 'pay-to',
  subject: { kind: 'route', id: 'POST /v1/summary', route: 'summary' },
  title: 'payTo is not one of the profile',
  text: `POST /v1/summary asks payers to pay 0x9f4e6a7b8c9d0e1f2a3b4c5d6e7f8091a2b33a21; the profile names ${address}.`,
  args: {
    got: '0x9f4e6a7b8c9d0e1f2a3b4c5d6e7f8091a2b33a21',
    price: { ...usdc, atomic: 20_000n },
    tx: hash,
    seen: ['a', 'b'],
  },
  evidence: [{ at: '2026-11-21T07:40:02.000Z', source: 'http', ref: 'POST /v1/summary' }],
  next: 'Correct payTo where the service runs, then ask again with x402ops matrix.',
  playbook: 'wrong-payto',
}

export const blocks: readonly Block[] = [
  { kind: 'lines', lines: ['x402ops 0.1.0   monitor   profile mainnet (built-in)   2026-11-21 07:40:02Z'] },
  {
    kind: 'pairs',
    pairs: [
      ['target', 'https://api.example'],
      ['expects', 'Base (eip155:8453), USDC'],
    ],
  },
  {
    kind: 'table',
    columns: [
      { title: 'STATE' },
      { title: 'CHECK' },
      { title: 'RESULT' },
      { title: 'PRICE', align: 'right' },
      { title: 'TIME', align: 'right' },
    ],
    rows: [
      [{ verdict: 'PASS' }, 'health', '200, status ok', { ...usdc, atomic: 10_000n }, '84 ms'],
      [
        { verdict: 'WARN' },
        'ready',
        '200 but degraded: the facilitator answers in 6.1 s at the 95th percentile',
        '-',
        '131 ms',
      ],
      [
        { verdict: 'FAIL' },
        'discovery matrix',
        `6 routes: 3 pass, 1 warn, 2 fail, see ${hash}`,
        '-',
        '1.9 s',
      ],
    ],
  },
  {
    kind: 'findings',
    findings: [
      finding,
      { ...finding, id: '00112233445566ab', subject: { kind: 'route', id: 'GET /v1/beta' } },
    ],
  },
  { kind: 'summary', text: '1 failed, 1 warning, 1 passed in 2.3 s', verdict: 'FAIL', exitCode: 1 },
  {
    kind: 'why',
    lines: ['POST /v1/summary asks payers to pay 0x9f4e..3a21.', 'New payments may go to a wrong wallet.'],
  },
]

export const oneCase: CaseDocument = {
  schema: 'x402ops.case/v1',
  caseId: 'aabbccddeeff0011',
  code: 'ORPHANED',
  verdict: 'FAIL',
  recordIds: ['rec_1', 'rec_2'],
  requestIds: ['req_8f2k'],
  network: 'eip155:8453',
  asset: usdc.asset,
  payTo: address,
  payer: '0x77ab000000000000000000000000000000009d01',
  nonce: hash,
  tx: hash,
  logIndex: 7,
  block: 38_123_400,
  amountAtomic: '10000',
  responseStatus: 402,
  moneyMoved: true,
  flags: ['one_source'],
  facts: { latenessMs: 8100 },
  candidates: [],
  provisional: 'ORPHANED',
}

type Parts = {
  readonly cases?: readonly CaseDocument[]
  readonly screen?: readonly Block[]
  readonly next?: readonly string[]
  readonly figures?: Figures
  readonly ledger?: Sheet
}

const dollars = (atomic: bigint) => ({ ...usdc, atomic })

/** Figures with every field filled: one balance that closes, one that is not known. */
export const figures: Figures = {
  accounts: [
    {
      ...{ received: dollars(100n), revenue: dollars(60n), unbooked: dollars(5n), owed: dollars(30n) },
      ...{ refunded: dollars(0n), pending: dollars(0n), unexplained: dollars(10n), lost: dollars(7n) },
      ...{ refundsOut: dollars(0n), otherOut: dollars(40n), outside: dollars(0n) },
      balances: [
        {
          ...{ address, from: 1, to: 9, state: 'closes', before: dollars(5n), after: dollars(65n) },
          ...{ in: dollars(100n), out: dollars(40n), difference: dollars(0n), why: null },
        },
        {
          ...{ address, from: 1, to: 9, state: 'unknown', before: null, after: null },
          ...{ in: dollars(0n), out: dollars(0n), difference: null, why: 'missing trie node' },
        },
      ],
    },
  ],
  breakdown: [
    {
      ...{ by: 'hour', name: '2026-11-21T07:00:00.000Z', count: 3, findings: 1 },
      ...{ received: dollars(100n), atRisk: dollars(7n), owed: dollars(30n), refundable: dollars(30n) },
    },
  ],
  settleTimes: { count: 3, p50Ms: 1900, p95Ms: 4000, p99Ms: 4000 },
  deadline: { limitMs: 30_000, count: 11, of: 12 },
}

export function sampleReport(options: Parts = {}): Report {
  const document = makeDocument({
    version: '0.1.0',
    runId: '20261121T074002Z-monitor-k3f9',
    command: 'monitor',
    profile: 'mainnet',
    target: 'https://api.example',
    startedAt: new Date('2026-11-21T07:40:02.000Z'),
    finishedAt: new Date('2026-11-21T07:40:04.300Z'),
    window: {
      from: '2026-11-20T07:40:02.000Z',
      to: '2026-11-21T07:40:02.000Z',
      blocks: { 'eip155:8453': { from: 1, to: 2, fromHash: hash, toHash: hash } },
    },
    gaps: [{ what: 'metrics', why: 'no token' }],
    checks: [
      { id: 'health', question: 'Is it up?', verdict: 'PASS', text: '200', room: 'probe', elapsedMs: 84 },
      {
        id: 'pay-to',
        question: 'Who is paid?',
        verdict: 'FAIL',
        text: 'a wrong wallet',
        room: 'matrix',
        elapsedMs: null,
      },
    ],
    findings: [finding],
    totals: [{ name: 'orphaned', count: 3, amount: { ...usdc, atomic: 70_000n } }],
    ...(options.figures === undefined ? {} : { figures: options.figures }),
    next: options.next ?? [
      'x402ops matrix mainnet --base-url https://api.example --route summary',
      `x402ops reconcile mainnet --since ${hash} --records "my payments.jsonl" --pay-to ${address}`,
      'x402ops init                            (skips become checks)',
    ],
    failOn: 'fail',
  })
  const cases = options.cases === undefined ? {} : { cases: options.cases }
  const ledger = options.ledger === undefined ? {} : { ledger: options.ledger }
  return { document, ...cases, ...ledger, screen: options.screen ?? blocks }
}
