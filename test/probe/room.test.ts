import { describe, expect, test } from 'vitest'
import { findingId } from '../../src/core/finding.ts'
import { freeze, unfreeze } from '../../src/core/json.ts'
import { judgeRoom } from '../../src/core/run-room.ts'
import { catalog } from '../../src/probe/catalog.ts'
import { probe } from '../../src/probe/room.ts'
import type { ProbeExpected, ProbeSeen } from '../../src/probe/shapes.ts'
import { answered, base, expected, seeing } from './build.ts'
import { cases, expectedOf } from './cases.ts'

const partOf = (id: string) => id.split(' ').slice(1).join(' ')

describe('the probe judges', () => {
  test.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => {
    const { findings } = judgeRoom(probe, one.seen, expectedOf(one))
    const shown = findings
      .filter(
        ({ verdict, code }) => verdict !== 'PASS' && (one.asked === true || code !== 'PROBE_NOT_CHOSEN'),
      )
      .map(({ verdict, code, subject }) => {
        const part =
          one.seen.pages.length === 0 || subject.kind !== 'endpoint' ? subject.id : partOf(subject.id)
        return `${verdict} ${code} ${part}`.trim()
      })
    expect(shown.toSorted()).toEqual(one.found.toSorted())
  })

  test('every code of the catalogue is reached', () => {
    const reached = new Set(
      cases.flatMap((one) => judgeRoom(probe, one.seen, expectedOf(one)).findings.map(({ code }) => code)),
    )
    expect([...reached].toSorted()).toEqual(Object.keys(catalog).toSorted())
  })

  test('no two findings of a run share an id', () => {
    for (const one of cases) {
      const { findings } = judgeRoom(probe, one.seen, expectedOf(one))
      const ids = findings.map((finding) => findingId(finding))
      expect(new Set(ids).size, one.name).toBe(ids.length)
    }
  })

  test('what was seen and expected can be saved, and is judged again alike', () => {
    for (const one of cases) {
      const full = expectedOf(one)
      const seen = unfreeze(freeze(one.seen)) as ProbeSeen
      const again = judgeRoom(probe, seen, unfreeze(freeze(full)) as ProbeExpected)
      expect(again, one.name).toEqual(judgeRoom(probe, one.seen, full))
      expect(seen, one.name).toEqual(one.seen)
    }
  })

  test('no words of any case hold a canary or a control character', () => {
    const hostile = answered(302, '', {
      headers: { location: '/a\u001b]52;c;CANARY\u0007?x=CANARY', date: '\u001b[2J' },
    })
    const seen = seeing({
      health: hostile,
      ready: answered(200, { checks: { 'a\u202eb': '\u001b[31mdown' } }),
    })
    const all = [...cases, { name: 'hostile', seen, found: [] }]
    for (const one of all) {
      for (const finding of judgeRoom(probe, one.seen, expectedOf(one)).findings) {
        expect(`${finding.title} ${finding.text} ${finding.next}`).not.toMatch(
          // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is tested
          /[\u0000-\u001f\u007f-\u009f\u202e]|undefined|NaN|CANARY[^?]*@/,
        )
        expect(JSON.stringify(finding.args)).not.toMatch(/token=|u:CANARY/)
      }
    }
  })

  test('the words name the values', () => {
    const texts = (name: string) => {
      const one = cases.find((item) => item.name === name)
      if (one === undefined) throw new Error(`no case ${name}`)
      return judgeRoom(probe, one.seen, expectedOf(one)).findings.map(({ text }) => text)
    }
    const notAsked = (text: string) => text.startsWith('not looked at')
    expect(texts('pass: everything is fine').filter(notAsked)).toHaveLength(3)
    expect(
      texts('pass: everything is fine')
        .filter((text) => !notAsked(text))
        .toSorted(),
    ).toMatchInlineSnapshot(`
      [
        "200 in 84 ms",
        "200 in 84 ms, status ok",
        "health, ready, status answer in place",
        "health, ready, status are free",
        "network, mainnet_billing_enabled agree with the profile",
        "slowest 84 ms (health)",
        "valid, 61 days left",
        "within 1.0 s of this machine",
      ]
    `)
    expect(texts('warn: health flaps')).toContain('500; then 200 in 84 ms, status ok')
    expect(texts('fail: wrong network and a missing key')).toContain(
      'network is "base-sepolia"; "eip155:8453" is expected.',
    )
    expect(texts('warn: a redirect, shown without its token')).toContain(
      'health answers 302 and points to https://login.example/in; that was not followed.',
    )
    expect(texts('warn: slow')).toContain(
      'ready took 900 ms, more than 500 ms (name 2 ms, connection 10 ms, TLS 20 ms, first byte 896 ms).',
    )
    expect(texts('warn: the clock is ten seconds ahead')).toContain(
      "The server's clock is 10 s ahead of this machine's; one of them is wrong.",
    )
    expect(texts('fail: ready 503 with the failing dependency by name')).toContain(
      'The ready page answers 503 and says "database" is "fail".',
    )
  })

  test('an old copy from a cache is no skew of the clock', () => {
    const copy = { headers: { date: 'Sat, 21 Nov 2026 07:38:02 GMT', age: '120' } }
    const seen = seeing({
      health: answered(200, '', copy),
      ready: answered(200, '', copy),
      status: answered(404, '', copy),
    })
    const skew = judgeRoom(probe, seen, expected).findings.find(({ code }) => code.startsWith('CLOCK'))
    expect(skew?.code).toBe('CLOCK_OK')
  })

  test('a plan joins the path to a base URL with a path of its own, and hides the query', () => {
    const plan = probe.plan({ ...expected, baseUrl: `${base}/v2/`, healthPath: '/health?key=CANARY' })
    expect(plan.pages.map(({ url, label }) => [url, label])).toEqual([
      [`${base}/v2/health?key=CANARY`, `${base}/v2/health`],
      [`${base}/v2/ready`, `${base}/v2/ready`],
      [`${base}/v2/status.json`, `${base}/v2/status.json`],
    ])
    expect(probe.plan({ ...expected, baseUrl: null }).pages).toEqual([])
    expect(probe.plan({ ...expected, baseUrl: 'no url' }).pages[0]?.label).toBe('base URL')
  })
})
