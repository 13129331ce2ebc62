import { describe, expect, test } from 'vitest'
import { freeze, unfreeze } from '../../src/core/json.ts'
import { judgeRoom } from '../../src/core/run-room.ts'
import { verdicts } from '../../src/core/verdict.ts'
import { matrix } from '../../src/matrix/room.ts'
import { routeRows } from '../../src/matrix/rows.ts'
import type { MatrixExpected, MatrixSeen } from '../../src/matrix/shapes.ts'
import type { Case } from './case-kit.ts'
import { all, answers, readability, surroundings } from './cases.ts'
import { beyond } from './cases-beyond.ts'
import { comparison } from './cases-terms.ts'
import { expecting, requirement, seeing, unanswered, v2, v2Answer } from './fixtures.ts'

const unasked = 'NOT_CHOSEN SKIP'

function codesOf(one: Case): readonly string[] {
  const { findings } = judgeRoom(matrix, one.seen, one.expected ?? expecting())
  const codes = findings.map((found) => `${found.code} ${found.verdict}`).sort()
  // What was not asked for stands in every run; one case tells it.
  return one.found.includes(unasked) ? codes : codes.filter((code) => code !== unasked)
}

describe.each([
  ['what a route answers', answers],
  ['whether its terms can be read', readability],
  ['its terms against the profile', comparison],
  ['what surrounds them', surroundings],
  ['what looks beyond one answer', beyond],
])('%s', (_title, cases) => {
  test.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => {
    expect(codesOf(one)).toEqual([...one.found].sort())
  })
})

test('every code of the catalogue is reached, and no other', () => {
  const reached = new Set(all.flatMap((one) => codesOf(one).map((code) => code.split(' ')[0])))
  expect([...reached].sort()).toEqual(Object.keys(matrix.catalog).sort())
})

test.each(all.map((one) => [one.name, one] as const))('judged again from a saved run: %s', (_name, one) => {
  const expected = one.expected ?? expecting()
  const again = judgeRoom(
    matrix,
    unfreeze(freeze(one.seen)) as MatrixSeen,
    unfreeze(freeze(expected)) as MatrixExpected,
  )
  expect(again).toEqual(judgeRoom(matrix, one.seen, expected))
})

test.each(all.map((one) => [one.name, one] as const))(
  'words are complete and ids are unique: %s',
  (_name, one) => {
    const { findings } = judgeRoom(matrix, one.seen, one.expected ?? expecting())
    for (const found of findings) {
      expect(found.text).toMatch(/^[^\n]{10,}\.$/)
      expect(found.text).not.toMatch(/undefined|null|NaN|\[object/)
      expect(found.text).not.toContain('CANARY')
    }
    const ids = findings.filter((found) => found.verdict !== 'SKIP').map((found) => found.id)
    expect(new Set(ids).size).toBe(ids.length)
  },
)

test('the table of the screen', () => {
  const seen = seeing()
  const { findings } = judgeRoom(matrix, seen, expecting())
  expect(routeRows(seen, expecting(), findings)).toEqual([
    {
      id: 'quote',
      verdict: 'PASS',
      method: 'GET',
      path: '/v1/quote',
      http: '402',
      network: 'Base',
      price: '0.01 USDC',
      atomic: '10000',
      payTo: '0x90F79bf6EB2c4f870365E785982E1f101E93b906',
      resource: 'ok',
    },
  ])
  const dead = seeing({ unpaid: unanswered('connect') })
  const [row] = routeRows(dead, expecting(), judgeRoom(matrix, dead, expecting()).findings)
  expect(row).toMatchObject({
    verdict: 'FAIL',
    http: 'connect',
    network: '-',
    price: '-',
    payTo: '-',
    resource: '-',
  })
})

test('hostile text of a server is escaped in words, arguments and rows', () => {
  const hostile = '\u001b]52;c;CANARY\u0007\u202e'
  const seen = seeing({
    unpaid: v2Answer({
      ...v2({
        ...requirement,
        network: hostile,
        asset: hostile,
        payTo: hostile,
        scheme: hostile,
        extra: { name: hostile },
      }),
      resource: { url: hostile },
      extensions: { payTo: hostile },
    }),
  })
  const { findings } = judgeRoom(matrix, seen, expecting())
  const rows = routeRows(seen, expecting(), findings)
  const printed = JSON.stringify([findings, rows])
  const shown = [...findings.map((found) => found.text), ...rows.flatMap(Object.values)].join('')
  for (const character of '\u001b\u0007\u202e') expect(shown).not.toContain(character)
  expect(printed).not.toMatch(/\\u001b|\\u0007|\u202e/)
  expect(findings.length).toBeGreaterThan(4)
})

test('every verdict of the catalogue is one of ours', () => {
  for (const one of all) {
    for (const code of codesOf(one)) expect(verdicts).toContain(code.split(' ')[1])
  }
})
