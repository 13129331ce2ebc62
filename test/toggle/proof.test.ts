import { describe, expect, test } from 'vitest'
import { judgeSaved } from '../../src/commands/evidence/judge-room.ts'
import { verdictOf } from '../../src/core/phrase.ts'
import { judgeRoom } from '../../src/core/run-room.ts'
import { catalog } from '../../src/toggle/catalog.ts'
import { proof } from '../../src/toggle/proof/room.ts'
import type { InstanceLook, ProofAnswer, ProofExpected, ProofSeen } from '../../src/toggle/proof/shapes.ts'
import { toggle } from '../../src/toggle/room.ts'
import type { GuideExpected } from '../../src/toggle/shapes.ts'
import { found, quiet, quietMoney, quietRun, usual } from './world.ts'

const at = '2026-11-21T07:40:00.000Z'
const one = 'https://a.shop.example'
const two = 'https://b.shop.example'

const expected: ProofExpected = {
  ...{ expect: 'off', instances: [one, two], looks: 2, apartMs: 1, timeoutMs: 1, flagOffMeans: 'closed-503' },
  asks: [{ route: 'quote', method: 'GET', path: '/v1/quote', body: null, type: '' }],
  ...{ rounds: 1, statusPath: '/status.json', status: {}, switchedAt: null, drainSeconds: null },
}
const answered = (status: number | null, terms = false): ProofAnswer => ({
  ...{ route: 'quote', method: 'GET', at, status, terms, why: status === null ? 'refused' : null },
})
const look = (instance: string, status: number | null, more: Partial<InstanceLook> = {}): InstanceLook => ({
  ...{ instance, answers: [answered(status)], page: null, pass: null },
  ...more,
})
const seenOf = (...looks: readonly (readonly InstanceLook[])[]): ProofSeen => ({
  ...{ at, after: null, tracks: [], looks: looks.map((instances) => ({ at, instances })) },
})
const closed = seenOf([look(one, 503), look(two, 503)], [look(one, 503), look(two, 503)])

const reached = new Set<string>()
function codes(seen: ProofSeen, more: Partial<ProofExpected> = {}): readonly string[] {
  const { findings } = judgeRoom(proof, seen, { ...expected, ...more })
  for (const { code } of findings) reached.add(code)
  return findings.map(({ code, verdict }) => `${verdict} ${code}`).sort()
}
const routes = (seen: ProofSeen, more: Partial<ProofExpected> = {}) =>
  codes(seen, more).filter((each) => !/DRAIN|STATUS/.test(each))

describe('what an answer says while paid traffic is off', () => {
  test.each([
    [503, 'PASS TOGGLE_CLOSED'],
    [404, 'WARN TOGGLE_CLOSED_OTHERWISE'],
    [500, 'WARN TOGGLE_CLOSED_OTHERWISE'],
    [402, 'FAIL TOGGLE_STILL_ASKS'],
    [412, 'FAIL TOGGLE_STILL_ASKS'],
    [200, 'FAIL TOGGLE_SERVED_FREE'],
    [204, 'FAIL TOGGLE_SERVED_FREE'],
    [302, 'UNKNOWN TOGGLE_NOT_TOLD'],
    [400, 'UNKNOWN TOGGLE_NOT_TOLD'],
    [401, 'UNKNOWN TOGGLE_NOT_TOLD'],
    [429, 'UNKNOWN TOGGLE_NOT_TOLD'],
    [null, 'UNKNOWN TOGGLE_NOT_TOLD'],
  ])('%s: %s', (status, code) => {
    const both = [look(one, status), look(two, status)]
    expect(new Set(routes(seenOf(both, both)))).toEqual(new Set([code]))
  })

  test('a closed answer that carries terms still asks', () => {
    const both = [look(one, 503, { answers: [answered(503, true)] }), look(two, 503)]
    expect(routes(seenOf(both, both))).toContain('FAIL TOGGLE_STILL_ASKS')
  })

  test('a bad answer in one of two looks is enough, and is told once', () => {
    const seen = seenOf([look(one, 503), look(two, 503)], [look(one, 200), look(two, 503)])
    expect(routes(seen)).toEqual(['FAIL TOGGLE_INSTANCE_STALE', 'FAIL TOGGLE_SERVED_FREE'])
  })

  test('one look is no proof', () => {
    expect(routes(seenOf([look(one, 503), look(two, 503)]))).toEqual(['UNKNOWN TOGGLE_NOT_TOLD'])
  })

  test('silence is what a crash means, and nothing else', () => {
    const both = [look(one, null), look(two, null)]
    expect(routes(seenOf(both, both), { flagOffMeans: 'crash' })).toEqual(['PASS TOGGLE_CLOSED'])
  })
})

describe('beside the routes', () => {
  const page = (value: unknown, status: number | null = 200) => {
    const both = [look(one, 503, { page: { status, value } }), look(two, 503, { page: { status, value } })]
    return codes(seenOf(both, both), { status: { 'billing.enabled': false } }).filter((each) =>
      /STATUS/.test(each),
    )
  }

  test.each([
    [{ billing: { enabled: false } }, 200, 'PASS TOGGLE_STATUS_AGREES'],
    [{ billing: { enabled: true } }, 200, 'FAIL TOGGLE_STATUS_DISAGREES'],
    [{ billing: 'enabled' }, 200, 'FAIL TOGGLE_STATUS_DISAGREES'],
    [{}, 200, 'FAIL TOGGLE_STATUS_DISAGREES'],
    [null, 404, 'UNKNOWN TOGGLE_STATUS_NOT_SEEN'],
    [null, null, 'UNKNOWN TOGGLE_STATUS_NOT_SEEN'],
  ])('a status page with %j (%s): %s', (value, status, code) => {
    expect(new Set(page(value, status))).toEqual(new Set([code]))
  })

  const drain = (more: Partial<ProofExpected>, after: ProofSeen['after'] = null) =>
    codes({ ...closed, after }, more).filter((each) => /DRAIN/.test(each))
  const switched = { switchedAt: at, drainSeconds: 300 }

  test('the drain window', () => {
    expect(drain({})).toEqual(['SKIP TOGGLE_DRAIN_NOT_ASKED'])
    expect(drain({ switchedAt: at })).toEqual(['UNKNOWN TOGGLE_DRAIN_NOT_SEEN'])
    expect(drain(switched)).toEqual(['UNKNOWN TOGGLE_DRAINING'])
    expect(drain(switched, { payments: [], why: null })).toEqual(['PASS TOGGLE_DRAINED'])
    expect(drain(switched, { payments: [], why: 'no endpoint answers' })).toEqual([
      'UNKNOWN TOGGLE_DRAIN_NOT_SEEN',
    ])
    // Money that was seen stays seen, whatever else was not.
    expect(drain(switched, { payments: ['0xab'], why: 'a gap' })).toEqual(['FAIL TOGGLE_PAID_AFTER_DRAIN'])
  })

  test('settlements that nobody ended are listed', () => {
    expect(codes({ ...closed, tracks: [{ id: 'ab12', state: 'submitted', since: at }] })).toContain(
      'WARN TOGGLE_NOT_ENDED',
    )
  })

  test('on: every look at every instance has to pass, and one that asked no route passed nothing', () => {
    const pass = (verdict: string, routes = 7) => ({
      answers: [],
      pass: { verdict, codes: ['WRONG_PAYTO'], routes },
    })
    const on = (first: ReturnType<typeof pass>, second = pass('PASS')) =>
      routes(
        seenOf(
          [look(one, null, pass('PASS')), look(two, null, first)],
          [look(one, null, pass('PASS')), look(two, null, second)],
        ),
        { expect: 'on' },
      )
    expect(on(pass('PASS'))).toEqual(['PASS TOGGLE_IS_ON'])
    expect(on(pass('PASS'), pass('FAIL'))).toEqual(['FAIL TOGGLE_INSTANCE_STALE', 'FAIL TOGGLE_NOT_ON'])
    expect(on(pass('UNKNOWN'))).toEqual(['UNKNOWN TOGGLE_NOT_ON'])
    expect(on(pass('PASS', 0))).toEqual(['UNKNOWN TOGGLE_NOT_ON'])
  })
})

test('every code of the catalogue is reached', () => {
  const means: readonly GuideExpected['flagOffMeans'][] = ['closed-503', 'open', 'crash', 'unknown']
  const run = quietRun(0, {
    findings: [found('SERVED_FREE', 'matrix')],
    money: { ...quietMoney, waiting: [{ id: 'a', code: 'OPEN' }] },
  })
  for (const flagOffMeans of means) {
    const { findings } = judgeRoom(toggle, { ...quiet, runs: [run], scan: null }, { ...usual, flagOffMeans })
    for (const { code } of findings) reached.add(code)
  }
  expect(Object.keys(catalog).filter((code) => !reached.has(code))).toEqual([])
})

test('an advice that this version does not know is not called well', () => {
  const subject = { kind: 'profile', id: 'advice' } as const
  expect(
    verdictOf({ code: 'TOGGLE_ADVICE', subject, args: { action: 'no-verdict' }, evidence: [] }, catalog),
  ).toBe('UNKNOWN')
})

test('what a guide and a proof saw is judged again offline with the same result', () => {
  const guide = { seen: { ...quiet, scan: null }, expected: usual }
  expect(judgeSaved('toggle', guide.seen, guide.expected)).toEqual(
    judgeRoom(toggle, guide.seen, guide.expected),
  )
  expect(judgeSaved('toggle-proof', closed, expected)).toEqual(judgeRoom(proof, closed, expected))
})
