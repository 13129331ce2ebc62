import { describe, expect, test } from 'vitest'
import { judgeSaved } from '../../src/commands/evidence/judge-room.ts'
import { findingId } from '../../src/core/finding.ts'
import { freeze, unfreeze } from '../../src/core/json.ts'
import { judgeRoom } from '../../src/core/run-room.ts'
import { catalog } from '../../src/facilitator/catalog.ts'
import { facilitator } from '../../src/facilitator/room.ts'
import { facilitatorScreen, hostVerdicts, notSeenLines } from '../../src/facilitator/screen.ts'
import type { FacilitatorExpected, FacilitatorSeen } from '../../src/facilitator/shapes.ts'
import { attacks } from './attacks.ts'
import { one, refused, seeing, spare, target } from './build.ts'
import type { Case } from './case.ts'
import { expectedOf, cases as plain } from './cases.ts'

const cases = [...plain, ...attacks]
const judged = (about: Case) => judgeRoom(facilitator, about.seen, expectedOf(about))
const loud: readonly string[] = ['FAIL', 'WARN', 'UNKNOWN']

describe('the facilitator room judges', () => {
  test.each(cases.map((about) => [about.name, about] as const))('%s', (_name, about) => {
    const { findings } = judged(about)
    const shown = findings.map(({ verdict, code }) => `${verdict} ${code}`)
    expect(shown.filter((line) => loud.includes(line.split(' ')[0] ?? '')).toSorted()).toEqual(
      about.found.toSorted(),
    )
    expect(shown).toEqual(expect.arrayContaining([...(about.also ?? [])]))
  })

  test('every code of the catalogue is reached', () => {
    const reached = new Set(cases.flatMap((about) => judged(about).findings.map(({ code }) => code)))
    expect([...reached].toSorted()).toEqual(Object.keys(catalog).toSorted())
  })

  test('no two findings of a run share an id', () => {
    for (const about of cases) {
      const ids = judged(about).findings.map((finding) => findingId(finding))
      expect(new Set(ids).size, about.name).toBe(ids.length)
    }
  })

  test('no check is PASS about a facilitator that gave no answer', () => {
    const about = cases.find(({ name }) => name.startsWith('fail: down'))
    if (about === undefined) throw new Error('no such case')
    const passed = judged(about).checks.filter(({ verdict }) => verdict === 'PASS')
    expect(passed).toEqual([])
  })

  test('what was seen and expected can be saved, and is judged again alike', () => {
    for (const about of cases) {
      const full = expectedOf(about)
      const seen = unfreeze(freeze(about.seen)) as FacilitatorSeen
      const again = judgeRoom(facilitator, seen, unfreeze(freeze(full)) as FacilitatorExpected)
      expect(again, about.name).toEqual(judged(about))
      expect(judgeSaved('facilitator', seen, full), about.name).toEqual(judged(about))
    }
  })

  test('words name their values, and every screen can be drawn', () => {
    for (const about of cases) {
      const { findings } = judged(about)
      const full = expectedOf(about)
      const screen = [...facilitatorScreen(about.seen, full, findings), ...notSeenLines(findings)]
      const text = JSON.stringify(screen, (_key, value: unknown) =>
        typeof value === 'bigint' ? `${value}` : value,
      )
      for (const words of [
        text,
        ...findings.map(({ title, text: said, next }) => `${title} ${said} ${next}`),
      ]) {
        expect(words, about.name).not.toMatch(/undefined|NaN|\[object/)
      }
    }
  })
})

test('the words of a minimum say how many prices were compared', () => {
  const about = attacks.find(({ name }) => name.startsWith('pass: only prices'))
  const found = about && judged(about).findings.find(({ code }) => code === 'FACILITATOR_MINIMUM_OK')
  expect(found?.text).toBe('1 price is not below a known minimum; 1 more could not be compared')
})

describe('several facilitators', () => {
  test('a host has the worst verdict of its addresses, and no other one has it', () => {
    const twin = 'https://pay.example/other'
    const seen = seeing([one(), one({ url: twin, open: [refused, refused, refused] }), one({ url: spare })])
    const about = {
      ...{ name: '', seen, found: [] },
      expected: { targets: [target(), target({ url: twin }), target({ url: spare })] },
    }
    const verdicts = hostVerdicts(judged(about).findings, expectedOf(about))
    expect([...verdicts]).toEqual([
      ['pay.example', 'FAIL'],
      ['spare.example', 'PASS'],
    ])
  })
})
