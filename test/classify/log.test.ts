import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { lookupIn } from '../../src/classify/chain-truth.ts'
import { decide } from '../../src/classify/decide.ts'
import { readText } from '../../src/classify/read-text.ts'
import { laggingNode, ownersOf, scopesOf, sharedReasons } from '../../src/classify/scope.ts'
import { wouldOpen } from '../../src/classify/tally.ts'
import { tallyLog } from '../../src/commands/classify/log.ts'
import { logOutcome } from '../../src/commands/classify/log-screen.ts'
import { oneOutcome } from '../../src/commands/classify/one-screen.ts'
import type { CommandContext } from '../../src/commands/command.ts'

type Row = Readonly<Record<string, unknown>>

async function* linesOf(rows: readonly (Row | string)[]) {
  for (const row of rows) yield { text: typeof row === 'string' ? row : JSON.stringify(row), cut: false }
}

const context = { progress: () => {}, signal: new AbortController().signal }
const counted = (rows: readonly (Row | string)[], deployAt: number | null = null, breakerAt?: number) =>
  tallyLog(linesOf(rows), { lookup: lookupIn([]), deployAt, breakerAt, context })

const payer = (n: number) => `0x${n.toString(16).padStart(40, '0')}`
const ok = (n: number, more: Row = {}): Row => ({
  ...{ path: `/v1/${n % 3}`, payer: payer(n), network: n % 2 ? 'eip155:8453' : 'eip155:137', status: 200 },
  ...{
    facilitator: `https://f${n % 2}.example/x402?key=CANARY`,
    time: new Date(1.7952e12 + n * 60_000).toISOString(),
  },
  ...more,
})
const bad = (n: number, more: Row = {}): Row =>
  ok(n, { status: 402, errorReason: 'unexpected_settle_error', ...more })
const day = Array.from({ length: 30 }, (_, n) => ok(n))
const of = (tally: Awaited<ReturnType<typeof counted>>) =>
  scopesOf(tally).map(({ kind, name }) => [kind, name])
const times = <T>(count: number, make: (n: number) => T) => Array.from({ length: count }, (_, n) => make(n))

describe('the scope follows from counts', () => {
  test('one route', async () => {
    const tally = await counted([...day, ...times(6, (n) => bad(n, { path: '/v1/broken' }))])
    expect(scopesOf(tally)).toEqual([
      {
        kind: 'route',
        name: '/v1/broken',
        because: '6 of 6 failures that name a route are of this one; 3 other routes had 30 without one',
      },
    ])
  })

  test('one payer', async () => {
    const tally = await counted([...day, ...times(6, (n) => bad(n, { payer: payer(99) }))])
    expect(of(tally)).toEqual([['payer', payer(99)]])
  })

  test('one facilitator, named by its host alone', async () => {
    const one = { facilitator: 'https://bad.example/x402?key=CANARY' }
    const tally = await counted([...day, ...times(9, (n) => bad(n, one))])
    expect(of(tally)).toEqual([['facilitator', 'bad.example']])
    expect(JSON.stringify(logOutcome({} as CommandContext, tally, null))).not.toContain('CANARY')
  })

  test('one facilitator whose name is too long for a line: cut with a mark', async () => {
    const tally = await counted([...day, ...times(9, (n) => bad(n, { facilitator: 'f'.repeat(90) }))])
    expect(of(tally)).toEqual([['facilitator', `${'f'.repeat(77)}...`]])
  })

  test('one network', async () => {
    const tally = await counted([...day, ...times(9, (n) => bad(n, { network: 'base-sepolia' }))])
    expect(of(tally)).toEqual([['network', 'base-sepolia']])
  })

  test('since a deploy', async () => {
    const tally = await counted([...day, ...times(20, (n) => bad(40 + n))], 1.7952e12 + 35 * 60_000)
    expect(scopesOf(tally)).toContainEqual({
      kind: 'deploy',
      name: null,
      because: '0 of 30 requests failed before the deploy, 20 of 20 since',
    })
  })

  test('global: it hits half of everything', async () => {
    const tally = await counted([...day, ...times(12, (n) => bad(n))])
    expect(of(tally)).toEqual([['global', null]])
  })

  test('too few, and lines that name nobody, are unknown', async () => {
    expect(of(await counted([...day, bad(1), bad(2)]))).toEqual([['unknown', null]])
    expect(of(await counted(times(9, () => 'ERROR unexpected_settle_error')))).toEqual([['unknown', null]])
  })

  test('a route that alone was seen is no pattern', async () => {
    const tally = await counted(
      times(9, () => ({ path: '/v1/only', error: 'unexpected_settle_error', status: 402 })),
    )
    expect(of(tally)).toEqual([['unknown', null]])
  })
})

describe('whose it is', () => {
  test('one reason from many payers: our terms are wrong', async () => {
    const wrong = times(5, (n) => bad(n, { errorReason: 'invalid_exact_evm_payload_signature' }))
    const tally = await counted([ok(1), ok(2), ...wrong])
    expect(sharedReasons(tally)).toEqual([
      { row: 'code invalid_exact_evm_payload_signature', payers: 5, of: 5, count: 5 },
    ])
    expect(ownersOf(tally)).toEqual([{ owner: 'us', count: 5 }])
  })

  test('the same reason from one payer stays his', async () => {
    const wrong = times(5, () => bad(7, { errorReason: 'invalid_exact_evm_payload_signature' }))
    const tally = await counted([...day, ...wrong])
    expect(sharedReasons(tally)).toEqual([])
    expect(ownersOf(tally)).toEqual([{ owner: 'payer', count: 5 }])
  })

  test('refused input is no outage: it makes no route look bad', async () => {
    const refused = times(8, (n) =>
      ok(n, { path: '/v1/fetch', status: 422, error: 'blocked private address' }),
    )
    const tally = await counted([...day, ...refused])
    expect(tally.byClass.get('customer-input')).toBe(8)
    expect(of(tally)).toEqual([['unknown', null]])
    expect(wouldOpen(tally)).toEqual([])
  })

  test('many proofs that are not seen yet are a node that lags', async () => {
    const gate = (n: number) => ok(n, { status: 402, extensions: { piprail: { code: 'tx_not_found' } } })
    const tally = await counted(times(12, gate))
    expect(laggingNode(tally)).toMatchObject({ count: 12 })
  })
})

describe('pairs and rows', () => {
  const nonce = (n: number) => `0x${n.toString(16).padStart(64, '0')}`
  const verified = (n: number) => ok(n, { nonce: nonce(n), isValid: true })
  const refused = (n: number, reason: string) =>
    bad(n, {
      nonce: nonce(n),
      errorReason: undefined,
      settle: { success: false, errorReason: reason, transaction: '' },
    })

  test('valid at verify and refused at settle, in two lines or one', async () => {
    const one = { ...refused(3, 'invalid_payload'), verify: 'valid' }
    const tally = await counted([verified(1), refused(1, 'invalid_payload'), verified(2), one])
    expect([...tally.pairReasons]).toEqual([['code invalid_payload', 2]])
    const screen = JSON.stringify(logOutcome({} as CommandContext, tally, null))
    expect(screen).toContain('VERIFY_OK_SETTLE_FAIL')
    expect(screen).toContain('USD Coin')
  })

  test('a settlement that is open, or was never verified, is no such pair', async () => {
    const tally = await counted([
      verified(1),
      refused(1, 'settlement_pending'),
      refused(2, 'invalid_payload'),
    ])
    expect([...tally.pairReasons]).toEqual([])
  })

  test('five failures in a row that count would open a breaker; time-outs and refusals do not', async () => {
    const down = (n: number) => ok(n, { path: '/v1/a', status: 500 })
    expect(wouldOpen(await counted(times(5, down)))).toEqual([{ route: '/v1/a', longest: 5 }])
    expect(wouldOpen(await counted([...times(4, down), ok(0, { path: '/v1/a' }), down(1)]))).toEqual([])
    const slow = (n: number) => ok(n, { path: '/v1/a', status: 402, error: 'context deadline exceeded' })
    expect(wouldOpen(await counted(times(9, slow)))).toEqual([])
  })

  test('a breaker that counts to another number opens at that one', async () => {
    const rows = times(3, (n) => ok(n, { path: '/v1/a', status: 500 }))
    expect(wouldOpen(await counted(rows, null, 4))).toEqual([])
    const tally = await counted(rows, null, 3)
    expect(wouldOpen(tally)).toEqual([{ route: '/v1/a', longest: 3 }])
    const outcome = logOutcome({} as CommandContext, tally, null)
    expect(JSON.stringify(outcome)).toContain('3 in a row; a breaker that counts to 3 would be open')
    expect(outcome).toMatchObject({ data: { breakerCountsTo: 3 } })
  })

  test('counts add up, and unknown failures make the answer incomplete', async () => {
    const tally = await counted([
      ...day,
      bad(1),
      'ERROR something odd',
      'server started',
      '',
      '{"status":402}',
    ])
    expect(tally).toMatchObject({ lines: 34, failures: 2, fine: 30, challenges: 1, silent: 1 })
    expect(logOutcome({} as CommandContext, tally, null)).toMatchObject({ exitCode: 3 })
    expect(logOutcome({} as CommandContext, await counted(day), null)).toMatchObject({ exitCode: 0 })
  })

  test('what is kept does not grow with the log', async () => {
    const tally = await counted(
      times(6000, (n) => bad(n, { path: `/v1/${n}`, errorReason: `unexpected_${n}` })),
    )
    expect(tally.failures).toBe(6000)
    expect(tally.names.payer.size).toBe(2000)
    expect(tally.names.route.size).toBe(2000)
    expect([...tally.overflow].sort()).toEqual(['payer', 'route'])
    expect(tally.rows.size).toBe(1)
  })
})

describe('the JSON fits its schema', () => {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true })
  // The package is CommonJS; its callable stands under `default`.
  addFormatsModule.default(ajv)
  const validate = ajv.compile(JSON.parse(readFileSync('schemas/classify.schema.json', 'utf8')))
  const problems = (outcome: object) => {
    validate('data' in outcome ? outcome.data : undefined)
    return validate.errors
  }
  const none = {} as CommandContext

  test('of a log with everything in it', async () => {
    const proof = (n: number) => ok(n, { status: 402, extensions: { piprail: { code: 'tx_not_found' } } })
    const twice = {
      nonce: `0x${'01'.repeat(32)}`,
      verify: 'valid',
      settle: { success: false, errorReason: 'invalid_payload' },
    }
    const rows = [
      ...day,
      ...times(12, proof),
      bad(1, twice),
      ...times(6, (n) => ok(n, { path: '/a', status: 500 })),
    ]
    expect(problems(logOutcome(none, await counted(rows, 1.7952e12), 1.7952e12))).toBeNull()
    expect(problems(logOutcome(none, await counted([]), null))).toBeNull()
  })

  test.each(['insufficient_funds', 'no such thing', 'HTTP/1.1 503 x\nRetry-After: 3\n\n{"retryable":true}'])(
    'of %s',
    (text) => {
      const signals = readText(text)
      expect(problems(oneOutcome(none, { said: decide(signals), signals, sort: 'failed' }))).toBeNull()
    },
  )
})
