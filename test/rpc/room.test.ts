import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findingId } from '../../src/core/finding.ts'
import { freeze, unfreeze } from '../../src/core/json.ts'
import type { ChainLog, ChainNode, LogQuery } from '../../src/core/ports.ts'
import type { Profile } from '../../src/core/profile.ts'
import { judgeRoom } from '../../src/core/run-room.ts'
import { Secret } from '../../src/core/secret.ts'
import { topics } from '../../src/payments/effect.ts'
import { catalog } from '../../src/rpc/catalog.ts'
import { controlSpan } from '../../src/rpc/control.ts'
import { expectRpc } from '../../src/rpc/expect.ts'
import { rpc } from '../../src/rpc/room.ts'
import { rpcScreen } from '../../src/rpc/screen.ts'
import type { RpcExpected, RpcSeen } from '../../src/rpc/shapes.ts'
import { findSpan, largestSpan } from '../../src/rpc/span.ts'
import { block, endpoint, expected, failed, network, out, seeing, target, told, word } from './build.ts'

type Case = {
  readonly name: string
  readonly seen: RpcSeen
  readonly expected?: RpcExpected
  /** Every finding that is not PASS, as `VERDICT CODE`. */
  readonly found: readonly string[]
}

const targets = (parts: Partial<typeof target>): RpcExpected => ({
  ...expected,
  targets: [{ ...target, ...parts }],
})
/** So many questions that nobody could be asked, or compared with. */
const idle = (count: number) => Array.from({ length: count }, () => 'SKIP RPC_NOT_JUDGED')
const nothing: RpcSeen = { networks: [] }
const late = (number: number, answeredMs = 50) => ({ head: { block: told(block(number)), answeredMs } })

const cases: readonly Case[] = [
  { name: 'pass: two that agree', seen: seeing(endpoint()), found: [] },
  {
    name: 'skip: no endpoint',
    seen: nothing,
    expected: targets({ endpoints: [] }),
    found: ['SKIP RPC_NOT_CONFIGURED', ...idle(8)],
  },
  {
    name: 'skip: another family',
    seen: nothing,
    expected: targets({ skip: 'endpoints of Solana are not examined: it is no EVM chain' }),
    found: ['SKIP RPC_FAMILY_UNREAD', ...idle(8)],
  },
  { name: 'fail: another chain', seen: seeing(out(told(1))), found: ['FAIL RPC_WRONG_CHAIN', ...idle(2)] },
  {
    name: 'warn: down, another one is there',
    seen: seeing(out(failed('connect', 'it refused the connection', 'ECONNREFUSED'))),
    found: [...idle(2), 'WARN RPC_UNREACHABLE'],
  },
  {
    name: 'unknown: all down',
    seen: seeing(
      out(failed('dns', 'there is no such name')),
      out(failed('rpc', 'the host answered with HTTP 503')),
    ),
    found: [...idle(8), 'UNKNOWN RPC_UNREACHABLE', 'UNKNOWN RPC_UNREACHABLE'],
  },
  {
    name: 'warn: it tells its chain and then goes silent',
    seen: seeing(
      endpoint({
        head: { block: failed('deadline', 'no answer within 10 s') },
        common: null,
        span: null,
        control: null,
        past: [],
      }),
    ),
    found: [...idle(2), 'WARN RPC_UNREACHABLE'],
  },
  {
    name: 'fail: key',
    seen: seeing(out(failed('auth', 'the host rejected the key (HTTP 401)'))),
    found: ['FAIL RPC_KEY_REFUSED', ...idle(2)],
  },
  {
    name: 'unknown: limited, and alone',
    seen: seeing(out(failed('rate', 'the host limits our rate (HTTP 429)')), null),
    found: [...idle(8), 'UNKNOWN RPC_LIMITED'],
  },
  {
    name: 'warn: stands still',
    seen: seeing(endpoint({ head: { block: told(block(1000, 31)) } })),
    found: ['WARN RPC_STALE_HEAD'],
  },
  {
    name: 'pass: as old as the limit',
    seen: seeing(endpoint({ head: { block: told(block(1000, 30)) } })),
    found: [],
  },
  {
    name: 'warn and fail: blocks from the future',
    seen: seeing(
      endpoint({ head: { block: told(block(1000, -31)) } }),
      endpoint({ head: { block: told(block(1000, -121)) } }),
    ),
    found: ['FAIL RPC_CLOCK_SKEW', 'WARN RPC_CLOCK_SKEW'],
  },
  { name: 'warn: behind', seen: seeing(endpoint(late(995))), found: ['WARN RPC_HEADS_DISAGREE'] },
  { name: 'pass: three behind', seen: seeing(endpoint(late(996))), found: [] },
  {
    name: 'pass: the other one was asked ten seconds later',
    seen: seeing(endpoint(late(994)), endpoint(late(1000, 10_000))),
    found: [],
  },
  {
    name: 'fail: other blocks',
    seen: seeing(endpoint({ common: told(block(997, 7, 'b')) })),
    found: ['FAIL RPC_HASHES_DISAGREE'],
  },
  {
    name: 'unknown: parts that were not answered',
    seen: seeing(
      endpoint({
        common: told(null),
        safe: failed('deadline', 'no answer within 10 s'),
        span: { answered: 0, refused: null, requests: 1, why: 'the node answered with error -32000' },
        past: [{ depth: 900, block: 100, answer: failed('deadline', 'no answer within 10 s') }],
      }),
    ),
    found: Array.from({ length: 4 }, () => 'UNKNOWN RPC_PART_UNSEEN'),
  },
  {
    name: 'warn: no tags',
    seen: seeing(
      endpoint({ safe: failed('not-supported', 'the node knows no safe block'), finalized: told(null) }),
    ),
    found: ['WARN RPC_NO_FINALITY'],
  },
  {
    name: 'info: a thousand blocks',
    seen: seeing(endpoint({ span: { answered: 1000, refused: 1001, requests: 3, why: null } })),
    found: ['INFO RPC_LOGS_LIMITED'],
  },
  {
    name: 'warn: ten blocks, and then the rate was limited',
    seen: seeing(endpoint({ span: { answered: 10, refused: 100, requests: 3, why: 'limited' } })),
    found: ['WARN RPC_LOGS_LIMITED'],
  },
  {
    name: 'info: no state of yesterday; a contract that refuses had its state',
    seen: seeing(
      endpoint({
        past: [
          { depth: 900, block: 100, answer: failed('rpc', 'execution reverted', 'REVERTED') },
          { depth: 43_200, block: 0, answer: failed('rpc', 'missing trie node') },
        ],
      }),
    ),
    found: ['INFO RPC_NO_HISTORY'],
  },
  {
    name: 'warn: no state of final blocks',
    seen: seeing(
      endpoint({ past: [{ depth: 900, block: 100, answer: failed('rpc', 'missing trie node') }] }),
    ),
    found: ['WARN RPC_NO_HISTORY'],
  },
  {
    name: 'warn: two of one host, and public',
    seen: seeing(endpoint()),
    expected: targets({
      endpoints: [
        { name: 'https://mainnet.base.org/***', origin: 'given' },
        { name: 'https://mainnet.base.org/*** #2', origin: 'preset' },
      ],
    }),
    found: ['INFO RPC_PUBLIC_ENDPOINT', 'WARN RPC_ONE_ENDPOINT', 'WARN RPC_PUBLIC_ENDPOINT'],
  },
  {
    name: 'skip: alone, so nothing is compared',
    seen: seeing(endpoint(), null),
    found: idle(2),
  },
  {
    name: 'unknown: an endpoint that returns nothing for old state, instead of an error',
    seen: seeing(endpoint({ past: [{ depth: 900, block: 100, answer: told('0x') }] })),
    found: ['UNKNOWN RPC_PART_UNSEEN'],
  },
  {
    name: 'fail: long searches are cut in silence',
    seen: seeing(endpoint({ control: { blocks: 10_000, expected: 2, found: 0 } })),
    found: ['FAIL RPC_LOGS_LOSSY'],
  },
  { name: 'pass: no transfer to control with', seen: seeing(endpoint({ control: null })), found: [] },
  {
    name: 'fail: final above the newest block',
    seen: seeing(endpoint({ finalized: told(block(1004)), safe: told(null) })),
    found: ['FAIL RPC_FINALITY_CONTRADICTS', 'WARN RPC_NO_FINALITY'],
  },
  {
    name: 'fail: final above safe',
    seen: seeing(endpoint({ finalized: told(block(994)) })),
    found: ['FAIL RPC_FINALITY_CONTRADICTS'],
  },
  {
    name: 'pass: everything is final at once, and three blocks came in between',
    seen: seeing(endpoint({ finalized: told(block(1003)), safe: told(block(1003)) })),
    found: [],
  },
  { name: 'warn: slow', seen: seeing(endpoint({}, { timesMs: [10, 2001, 2500] })), found: ['WARN RPC_SLOW'] },
]

describe('the endpoints are judged', () => {
  test.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => {
    const { findings } = judgeRoom(rpc, one.seen, one.expected ?? expected)
    const shown = findings.filter(({ verdict }) => verdict !== 'PASS')
    expect(shown.map(({ verdict, code }) => `${verdict} ${code}`).sort()).toEqual([...one.found].sort())
    const ids = findings.map((finding) => findingId(finding))
    expect(new Set(ids).size).toBe(ids.length)
    for (const { text, title, next } of findings)
      expect(`${title} ${text} ${next}`).not.toMatch(/undefined|NaN/)
  })

  test('every code of the catalogue is reached', () => {
    const reached = cases.flatMap(({ found }) => found.map((line) => line.split(' ')[1]))
    expect([...new Set(reached)].sort()).toEqual(Object.keys(catalog).sort())
  })

  test('what was seen and expected can be saved, and is judged again alike', () => {
    for (const { seen, expected: own = expected, name } of cases) {
      const again = judgeRoom(rpc, unfreeze(freeze(seen)) as RpcSeen, unfreeze(freeze(own)) as RpcExpected)
      expect(again, name).toEqual(judgeRoom(rpc, seen, own))
    }
  })

  test('the screen has a row for each endpoint, with what is known of it', () => {
    const seen = seeing(out(failed('auth', 'the host rejected the key (HTTP 401)')))
    const { findings } = judgeRoom(rpc, seen, expected)
    const [table] = rpcScreen(seen, expected, findings)
    expect(table).toMatchObject({
      title: 'Base (eip155:8453)',
      rows: [
        [{ verdict: 'FAIL' }, 'https://rpc-a.example/***', '-', '-', '-', '-', '-'],
        [{ verdict: 'PASS' }, 'https://rpc-b.example/***', '1000', '1 s', '-20', '10000+', '90 ms'],
      ],
    })
  })
})

test('what is expected of a profile: labels without keys, limits by the block time', () => {
  const endpoints = ['a', 'b'].map((key) => ({
    url: new Secret('https://rpc.example/***', `https://rpc.example/CANARY-${key}`),
    origin: 'given' as const,
  }))
  const profile = {
    pays: [{ network, unit: { asset: target.asset } }],
    rpc: {
      [network]: endpoints,
      'eip155:99999': endpoints,
      'eip155:1': [],
      'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp': endpoints,
    },
    thresholds: { latencyWarnMs: 1, skewWarnMs: 2, skewFailMs: 3 },
  } as unknown as Profile
  const { targets: list } = expectRpc(profile)
  expect(list[0]).toMatchObject({
    chainId: 8453,
    staleAfterMs: 30_000,
    depths: [900, 43_200],
    asset: target.asset,
  })
  expect(list[0]?.endpoints.map(({ name }) => name)).toEqual([
    'https://rpc.example/***',
    'https://rpc.example/*** #2',
  ])
  expect(list.map(({ chainId, staleAfterMs, skip }) => [chainId, staleAfterMs, skip !== null])).toEqual([
    [8453, 30_000, false],
    [99_999, 120_000, false],
    [null, 30_000, true],
  ])
  expect(JSON.stringify(list)).not.toContain('CANARY')
})

/** An endpoint that searches so many blocks; it names its limit or keeps it to itself. */
function limited(limit: number, names: boolean) {
  const asked: number[] = []
  const tryLogs: ChainNode['tryLogs'] = async ({ fromBlock, toBlock }) => {
    const blocks = toBlock - fromBlock + 1
    asked.push(blocks)
    expect(fromBlock).toBeGreaterThanOrEqual(0)
    if (blocks <= limit) return told({ answered: true, count: 0 })
    return told({ answered: false, proposed: names ? limit : null, said: 'too many' })
  }
  return { node: { tryLogs } as ChainNode, asked }
}

test('the limit on a search is enclosed in at most eleven requests, whatever it is', async () => {
  const live = new AbortController().signal
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20_000 })),
      fc.integer({ min: 0, max: 50_000 }),
      fc.boolean(),
      async (limit, head, names) => {
        const { node, asked } = limited(limit, names)
        const span = await findSpan(node, word('0').slice(0, 42), head, live)
        const most = Math.min(largestSpan, head + 1)
        expect(asked.length).toBeLessThanOrEqual(11)
        expect(span?.answered).toBeLessThanOrEqual(Math.min(limit, most))
        if (limit >= most) expect(span).toMatchObject({ answered: most, refused: null, requests: 1 })
        else expect(span?.refused).toBeGreaterThan(limit)
        if (names && limit > 0 && limit < most) expect(span?.answered).toBe(limit)
      },
    ),
    { numRuns: 300 },
  )
})

/** A chain with one transfer in its oldest block; a search of more than `honest` blocks is cut to its newest ones. */
function cutting(honest: number, transfers: number) {
  const log = { topics: [topics.transfer, word('1'), word('2')] } as unknown as ChainLog
  const reaches = (from: number, to: number) => from <= 1 && to - from + 1 <= honest
  return {
    logs: async ({ fromBlock, toBlock }: LogQuery) => ({
      ...{ logs: reaches(fromBlock, toBlock) && transfers > 0 ? [log] : [] },
      ...{ holes: [], dropped: 0, requests: 1 },
    }),
    tryLogs: async ({ fromBlock, toBlock }: LogQuery) =>
      told({ answered: true, count: reaches(fromBlock, toBlock) ? transfers : 0 }),
  } as unknown as ChainNode
}

test('a search that is cut in silence is found out, an honest one is not accused', async () => {
  const live = new AbortController().signal
  const control = (node: ChainNode) => controlSpan(node, word('0'), 10_000, 10_000, live)
  expect(await control(cutting(500, 2))).toEqual({ blocks: 10_000, expected: 2, found: 0 })
  expect(await control(cutting(10_000, 2))).toEqual({ blocks: 10_000, expected: 2, found: 2 })
  expect(await control(cutting(500, 0))).toBeNull()
})

test('an endpoint that stops answering while it is searched leaves what is known, and why no more is', async () => {
  const answers = [
    told({ answered: false, proposed: null, said: '' } as const),
    told({ answered: true, count: 0 } as const),
  ]
  const tryLogs: ChainNode['tryLogs'] = async () => answers.shift() ?? failed('rate', 'limited')
  const span = await findSpan({ tryLogs } as ChainNode, word('0'), 50_000, new AbortController().signal)
  expect(span).toEqual({ answered: 100, refused: 10_000, requests: 3, why: 'limited' })
  expect(await findSpan({} as ChainNode, word('0'), 50_000, new AbortController().signal)).toBeNull()
})
