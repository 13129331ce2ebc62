import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Severity } from '../../src/core/finding.ts'
import type { PhrasedFinding } from '../../src/core/phrase.ts'
import type { Verdict } from '../../src/core/verdict.ts'
import { matchPlaybooks } from '../../src/playbook/match.ts'
import { bookOf, slugs } from '../playbooks/shelf.ts'

const shelf = slugs.map(bookOf)

function found(code: string, more: Partial<PhrasedFinding> = {}): PhrasedFinding {
  return {
    ...{ id: code, code, verdict: 'FAIL', severity: 'high', check: 'any', title: code, text: `${code}.` },
    ...{ subject: { kind: 'case', id: 'a' }, args: {}, evidence: [], next: null, playbook: null },
    ...more,
  }
}
const first = (...list: readonly PhrasedFinding[]) => matchPlaybooks(list, shelf)[0]?.playbook.slug

describe('which playbook fits', () => {
  test('the one that lists the code, and of several the one that the finding names', () => {
    expect(first(found('SERVED_FREE'))).toBe('served-free')
    expect(first(found('WRONG_PAYTO', { playbook: 'wrong-terms' }))).toBe('wrong-terms')
    expect(first(found('RECIPIENT_MISMATCH', { playbook: 'wrong-terms' }))).toBe('wrong-terms')
  })

  test('the weightier finding comes first, and a failure before what is unknown', () => {
    const slow = found('FACILITATOR_SLOW', { severity: 'low', verdict: 'WARN' })
    expect(first(slow, found('ORPHANED_PAYMENT', { severity: 'critical' }))).toBe('orphaned-payment')
    const unknown = found('RPC_STALE_HEAD', { verdict: 'UNKNOWN' })
    expect(first(unknown, found('DUPLICATE_CHARGE'))).toBe('duplicate-charge')
  })

  test('what is well or left out speaks for nothing', () => {
    expect(
      matchPlaybooks([found('SERVED_FREE', { verdict: 'PASS' }), found('X_Y', { verdict: 'SKIP' })], shelf),
    ).toEqual([])
    expect(matchPlaybooks([], shelf)).toEqual([])
  })

  test('blindness speaks for itself, and not for the gravest thing that could not be seen', () => {
    const blind = (code: string, severity: Severity, playbook: string) =>
      found(code, { verdict: 'UNKNOWN', severity, playbook })
    const unseen = blind('ALERT_ORPHANED', 'critical', 'orphaned-payment')
    const away = blind('RPC_UNREACHABLE', 'high', 'rpc-down')
    expect(first(unseen, away, blind('INDETERMINATE', 'medium', 'rpc-down'))).toBe('rpc-down')
  })

  test('a grave code that is only information this time speaks for nothing', () => {
    const calm = found('ALERT_PAID_ERRORS', { verdict: 'INFO', playbook: 'paid-route-errors' })
    expect(matchPlaybooks([calm], shelf)).toEqual([])
    expect(first(found('DISCOVER_NOT_LISTED', { verdict: 'INFO', severity: 'low' }))).toBe('discovery-drift')
  })

  test('how the service is set up on every day comes behind what began today', () => {
    const setUp = found('RPC_ONE_ENDPOINT', { verdict: 'WARN', severity: 'medium', playbook: 'rpc-down' })
    const drift = found('UNRECORDED_RECEIPT', { verdict: 'WARN', severity: 'low', playbook: 'balance-drift' })
    expect(first(setUp, drift)).toBe('balance-drift')
    expect(first(setUp)).toBe('rpc-down')
    expect(
      first(found('RPC_SLOW', { verdict: 'WARN', severity: 'medium', playbook: 'rpc-down' }), drift),
    ).toBe('balance-drift')
  })

  test('each row that the guide found met names its playbook', () => {
    const met = (row: number) => found('TOGGLE_ROW_MET', { id: `row ${row}`, args: { row } })
    expect(first(met(4))).toBe('secret-exposure')
    const both = matchPlaybooks([met(4), met(13)], shelf).map(({ playbook }) => playbook.slug)
    expect(both.sort()).toEqual(['recipient-not-ready', 'secret-exposure'])
    expect(matchPlaybooks([met(7)], shelf)).toEqual([])
  })

  test('look-alikes that fit as well are told apart', () => {
    const both = matchPlaybooks([found('ORPHANED_PAYMENT'), found('PHANTOM_SETTLEMENT')], shelf)
    const orphaned = both.find(({ playbook }) => playbook.slug === 'orphaned-payment')
    expect(orphaned?.rivals.map(({ slug }) => slug)).toContain('phantom-settlement')
  })

  test('how often it was found is said, and the order of findings changes nothing', () => {
    const codes = shelf.flatMap(({ triggers }) => triggers)
    const finding = fc.record({
      code: fc.constantFrom(...codes),
      verdict: fc.constantFrom<Verdict>('FAIL', 'WARN', 'UNKNOWN', 'INFO', 'PASS'),
      severity: fc.constantFrom<Severity>('critical', 'high', 'medium', 'low', 'none'),
    })
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 12 }), (list) => {
        const all = list.map(({ code, ...more }) => found(code, more))
        const told = matchPlaybooks(all, shelf).map(({ playbook, score }) => [playbook.slug, score])
        const turned = matchPlaybooks([...all].reverse(), shelf).map(({ playbook, score }) => [
          playbook.slug,
          score,
        ])
        expect(turned).toEqual(told)
        expect(told.map(([, score]) => Number(score))).toEqual(
          told.map(([, score]) => Number(score)).sort((a, b) => b - a),
        )
      }),
      { numRuns: 200 },
    )
    const [match] = matchPlaybooks([found('SERVED_FREE'), found('SERVED_FREE')], shelf)
    expect(match?.because).toMatchObject([{ code: 'SERVED_FREE', count: 2 }])
  })
})
