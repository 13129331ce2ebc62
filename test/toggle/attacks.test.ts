import { describe, expect, test } from 'vitest'
import { ownRooms } from '../../src/commands/toggle/own-rooms.ts'
import { staleRooms } from '../../src/commands/toggle/saved.ts'
import { expectMatrix } from '../../src/matrix/room.ts'
import { matrixRoutes } from '../../src/matrix/routes.ts'
import { makeDocument } from '../../src/runs/make-document.ts'
import type { SavedRun } from '../../src/runs/run.ts'
import { advise } from '../../src/toggle/advice.ts'
import { namesId } from '../../src/toggle/named.ts'
import type { GuideSeen, RunLook } from '../../src/toggle/shapes.ts'
import { file, resolve } from '../config/resolving.ts'
import { found, now, quiet, quietMoney, quietRun, usual } from './world.ts'

// Histories for which the guide once said something that it could not know, or something too weak.
const withRuns = (...runs: readonly RunLook[]): GuideSeen => ({ ...quiet, runs })
const stateOf = (seen: GuideSeen, row: number, expected = usual) =>
  advise(seen, expected).answers.find((each) => each.row.number === row)?.answer.state
const one = (code: string, room: string, more: Parameters<typeof found>[2] = {}) =>
  withRuns(quietRun(0, { findings: [found(code, room, more)] }))

describe('nothing is clear that was not seen', () => {
  test.each([
    ['a server that gives everything away says that it is a free tier', 'FREE_TIER', 'matrix', 'INFO', 17],
    ['or a credit', 'FREE_CREDIT', 'matrix', 'INFO', 17],
    ['a route does not answer, so nobody knows its terms', 'UNREACHABLE', 'matrix', 'FAIL', 2],
    ['nor whether it is free', 'UNREACHABLE', 'matrix', 'FAIL', 17],
    ['one instance does not answer', 'INSTANCE_UNREACHABLE', 'matrix', 'FAIL', 2],
    ['terms that cannot be read', 'UNDECODABLE', 'matrix', 'FAIL', 2],
    ['a family of networks that is not read', 'RECIPIENT_FAMILY_UNREAD', 'recipient', 'SKIP', 13],
  ])('%s', (_what, code, room, verdict, row) => {
    const seen = one(code, room, { verdict })
    expect(stateOf(seen, row)).toBe('unknown')
    expect(advise(seen, usual).unknown).toContain(row)
  })
})

describe('one instance of several', () => {
  const disagrees = (field: string) => one('INSTANCES_DISAGREE', 'matrix', { args: { field } })

  test('names another payTo: off now', () => {
    expect(advise(disagrees('payTo'), usual)).toMatchObject({ action: 'off-now', row: 2 })
    expect(advise(disagrees('the way of paying exact in 0xab on eip155:8453'), usual).row).toBe(2)
  })

  test('differs in something else: not row 2', () => {
    expect(stateOf(disagrees('resource'), 2)).toBe('no')
  })
})

describe('the stronger row decides', () => {
  test('the only way to pay is paused below a row that is to be considered', () => {
    const findings = [
      found('WRONG_RESOURCE', 'matrix'),
      found('RECIPIENT_TOKEN_PAUSED', 'recipient', { subject: 'eip155:8453 USDC 0xab' }),
    ]
    const refund = { ...quietMoney, secondDelivery: { count: 1, ids: ['a'] } }
    const advice = advise(withRuns(quietRun(0, { findings, money: refund })), usual)
    expect([advice.action, advice.row, advice.met]).toEqual(['off-now', 13, [11, 13, 14]])
  })

  test('a row below that may yet ask for more is named', () => {
    const findings = [found('RECIPIENT_UNKNOWN', 'recipient', { verdict: 'UNKNOWN' })]
    const refund = { ...quietMoney, secondDelivery: { count: 1, ids: ['a'] } }
    const advice = advise(withRuns(quietRun(0, { findings, money: refund })), usual)
    expect([advice.action, advice.row, advice.unknown]).toEqual(['consider', 11, [13]])
  })
})

describe('windows', () => {
  const failing = { ...quietMoney, attempts: 20, settleFailed: { count: 3, ids: ['a'] } }
  const dayMs = 86_400_000

  test('a failing day now and one last week are not two in a row', () => {
    const weekAgo = withRuns(quietRun(0, { money: failing }), quietRun(7 * dayMs, { money: failing }))
    expect(stateOf(weekAgo, 7)).toBe('unknown')
    const daily = withRuns(quietRun(0, { money: failing }), quietRun(dayMs, { money: failing }))
    expect(stateOf(daily, 7)).toBe('met')
  })

  test('a cause that is repaired explains nothing', () => {
    const down = { findings: [found('FACILITATOR_DOWN', 'facilitator')] }
    const repaired = withRuns(quietRun(0, { money: failing }), quietRun(120_000, { money: failing, ...down }))
    expect(advise(repaired, usual)).toMatchObject({ action: 'off-now', row: 7 })
    const stands = withRuns(quietRun(0, { money: failing, ...down }), quietRun(120_000, { money: failing }))
    expect(advise(stands, usual)).toMatchObject({ action: 'consider', row: 7 })
  })

  const orphans = (agoMs: number, count: number, hours: number) =>
    quietRun(agoMs, {
      money: { ...quietMoney, attempts: 1000, classes: { ORPHANED_PAYMENT: { count, ids: ['a'] } } },
      rate: { hours, payments: 1000, received: [] },
    })

  test('a week holds more orphans than a day, and a day fewer: neither is growth or its absence', () => {
    expect(stateOf(withRuns(orphans(0, 3, 168), orphans(120_000, 2, 24)), 5)).toBe('no')
    const hidden = withRuns(orphans(0, 3, 24), orphans(120_000, 9, 168), orphans(240_000, 1, 24))
    expect(stateOf(hidden, 5)).toBe('met')
  })
})

describe('what off means is what somebody saw', () => {
  const proof = (agoMs: number, findings: RunLook['findings']) =>
    quietRun(agoMs, {
      command: 'toggle-verify',
      rooms: [{ room: 'toggle-proof', state: 'answered', why: '' }],
      ...{ money: null, findings },
    })
  const free = found('TOGGLE_SERVED_FREE', 'toggle-proof', { subject: 'https://c HEAD quote' })
  const leak = { findings: [found('WRONG_PAYTO', 'matrix')] }

  test('a proof that saw goods for nothing makes the flag the wrong tool, until a newer one does not', () => {
    expect(advise(withRuns(proof(0, [free]), quietRun(90_000, leak)), usual).action).toBe('not-the-flag')
    const repaired = withRuns(proof(0, []), proof(60_000, [free]), quietRun(90_000, leak))
    expect(advise(repaired, usual).action).toBe('off-now')
    // That it is on again says nothing about what off does.
    const on = found('TOGGLE_DRAIN_NOT_ASKED', 'toggle-proof', { args: { why: 'paid traffic is to be on' } })
    const onAgain = withRuns(proof(0, [on]), proof(60_000, [free]), quietRun(90_000, leak))
    expect(advise(onAgain, usual).action).toBe('not-the-flag')
  })
})

test('a network is named as a whole word', () => {
  expect(namesId('eip155:84532 https://a', 'eip155:8453')).toBe(false)
  expect(namesId('["eip155:84532","eip155:8453"]', 'eip155:8453')).toBe(true)
  expect(namesId('x', '')).toBe(false)
  const sepolia = (agoMs: number) =>
    quietRun(agoMs, { findings: [found('RPC_UNREACHABLE', 'rpc', { subject: 'eip155:84532 https://a' })] })
  const oneEach = { ...usual, endpoints: { 'eip155:8453': 1 } }
  expect(stateOf(withRuns(sepolia(0), sepolia(400_000)), 12, oneEach)).toBe('no')
})

describe('runs that looked at something else are no windows', () => {
  const yaml = (url: string, address: string) => `profiles:
  shop:
    baseUrl: ${url}
    instances: [https://b.shop.example]
    pays: [{network: base, asset: usdc, payTo: [{address: "${address}"}]}]
    routes: [{id: quote, method: GET, path: /v1/quote}, {id: ask, method: POST, path: /v1/ask}]
`
  const mine = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
  const profileOf = async (url = 'https://shop.example', address = mine) =>
    (await resolve({ name: 'shop', files: [file(yaml(url, address))] })).profile

  async function savedMatrix(keep: number, instances: readonly string[]): Promise<SavedRun> {
    const profile = await profileOf()
    const options = { variants: false, probeGarbage: false, instances }
    const expected = expectMatrix(profile, matrixRoutes(profile).slice(0, keep), options)
    const row = {
      id: 'matrix',
      room: 'matrix',
      question: '',
      verdict: 'PASS',
      text: '',
      elapsedMs: 1,
    } as const
    const document = makeDocument({
      ...{ version: '1', runId: 'a', command: 'matrix', profile: 'shop', target: 'https://shop.example' },
      ...{ startedAt: new Date(now), finishedAt: new Date(now), gaps: [], findings: [], failOn: 'fail' },
      checks: [row, { ...row, id: 'health', room: 'probe' }],
    })
    return { document, cases: [], rooms: [{ room: 'matrix', expected, seen: { routes: [] } }] }
  }
  const rooms = ({ document }: SavedRun) => document.checks.map(({ room }) => room)
  const all = ['https://b.shop.example']

  test.each([
    ['the same', 2, all, {}, ['matrix', 'probe']],
    ['one route of two', 1, all, {}, ['probe']],
    ['not every instance', 2, [], {}, ['probe']],
    ['another address', 2, all, { url: 'https://old.example' }, []],
    ['another receiver', 2, all, { address: '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC' }, ['probe']],
  ] as const)(
    '%s',
    async (_what, keep, instances, { url, address }: { url?: string; address?: string }, left) => {
      expect(rooms(ownRooms(await savedMatrix(keep, instances), await profileOf(url, address)))).toEqual(left)
    },
  )

  test('a saved expectation that somebody edited is no answer, and nothing is thrown', async () => {
    const run = await savedMatrix(2, all)
    for (const expected of [null, 7, {}, { baseUrl: 'https://shop.example', pays: 7 }, { pays: [null] }]) {
      const edited = { ...run, rooms: [{ room: 'matrix', expected, seen: null }] }
      expect(rooms(ownRooms(edited, await profileOf()))).toEqual(['probe'])
    }
  })

  test('a run from the future is not young', () => {
    expect(staleRooms([quietRun(-600_000)], new Date(now), 45_000)).toContain('matrix')
    expect(staleRooms([quietRun(0)], new Date(now), 45_000)).toEqual([])
  })
})
