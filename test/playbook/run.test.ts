import { appendFileSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { asksOnly } from '../../src/commands/playbook/asks-only.ts'
import { decidedSteps, readIncident } from '../../src/runs/incident.ts'
import { type Desk, openDesk } from '../e2e/incidents/desk.ts'

let desk: Desk
beforeEach(() => {
  desk = openDesk()
})
afterEach(() => desk.remove())

const folder = () => join(desk.folder, 'state/x402ops/mainnet/incidents')
const timeline = () => {
  const [name = ''] = readdirSync(folder())
  return { path: join(folder(), name), text: readFileSync(join(folder(), name), 'utf8') }
}
const run = (typed: readonly string[] | undefined, ...more: readonly string[]) =>
  desk.run(['playbook', 'run', 'ssrf-false-positive', 'mainnet', ...more], typed)

describe('playbook run', () => {
  test('without a terminal the steps are printed, and nothing is written', async () => {
    const { exitCode, out } = await run(undefined)
    expect([exitCode, out.includes('x402ops playbook intake blocked')]).toEqual([0, true])
    expect(() => readdirSync(folder())).toThrow()
  })

  test('goes through the steps, runs what asks only, keeps the times, and can be gone on with', async () => {
    // Opening: one step without a command, then the run of monitor is left out.
    const begun = await run(['ops@shop decides', '', 's', '', 'q'])
    expect(begun.exitCode).toBe(0)
    expect(begun.out).toContain('--resume')
    const first = timeline()
    expect(statSync(first.path).mode & 0o777).toBe(0o600)
    const stopped = readIncident(first.text)
    expect(stopped).toMatchObject({ playbook: 'ssrf-false-positive', profile: 'mainnet', isOpen: true })
    expect(stopped?.events.map(({ kind }) => kind)).toContain('note')
    expect(stopped?.events.at(-1)?.kind).toBe('paused')
    const decided = decidedSteps(stopped!)
    // A process that was killed in the middle of a line leaves half of it.
    appendFileSync(first.path, '{"at":"2026-11-21T07:40:00.000Z","kind":"step","st')
    const ended = await run(
      Array.from({ length: 80 }, () => 's'),
      '--resume',
      'last',
    )
    expect(ended.exitCode).toBe(0)
    const whole = readIncident(timeline().text)
    expect(whole).toMatchObject({ isOpen: false, damaged: 1 })
    const steps = whole!.events.flatMap((event) => (event.kind === 'step' ? [event.step] : []))
    expect(new Set(steps).size).toBe(steps.length)
    expect(steps.length).toBeGreaterThan(decided.size)
  })

  test('a command of ours is run when the person agrees, and its end is kept', async () => {
    const skipAll = Array.from({ length: 4 }, () => 's')
    const { out } = await desk.run(
      ['playbook', 'run', 'ssrf-false-positive', 'mainnet'],
      // Step 1; step 2: monitor is left out; step 3; step 4: intake is run.
      ['', 's', '', '', '', '', 'q', ...skipAll],
    )
    expect(out).toContain('Ask for this and nothing else')
    const events = readIncident(timeline().text)?.events ?? []
    expect(events.filter(({ kind }) => kind === 'command')).toMatchObject([
      { line: 'x402ops playbook intake blocked', exitCode: 0, asExpected: true, runId: null },
    ])
  })

  test('what looks like a secret is not kept', async () => {
    const key = `0x${Array.from({ length: 64 }, (_, at) => ((at * 5 + 1) % 16).toString(16)).join('')}`
    const { out } = await run([`the key is ${key}`, 'q'])
    expect(out).toContain('was not kept')
    expect(timeline().text).not.toContain(key.slice(2))
  })

  test('an incident that is not kept, and a playbook that is not there, are named', async () => {
    expect(await run(['q'], '--resume', 'nothing')).toMatchObject({ exitCode: 2 })
    const { exitCode, err } = await desk.run(['playbook', 'show', 'facilitator-outige'])
    expect([exitCode, err.includes('Did you mean facilitator-outage?')]).toEqual([2, true])
  })
})

test('only what asks is run by itself', () => {
  const none = {}
  for (const path of [['monitor'], ['settlement', 'show'], ['toggle', 'guide']])
    expect(asksOnly(path, none)).toBe(true)
  for (const path of [
    ['toggle', 'apply'],
    ['refund', 'mark'],
    ['settlement', 'watch'],
    ['init'],
    ['config', 'show'],
  ])
    expect(asksOnly(path, none)).toBe(false)
  expect(asksOnly(['matrix'], { variants: true })).toBe(false)
  expect(asksOnly(['facilitator'], { verifyReachability: true })).toBe(false)
  expect(asksOnly(['reconcile'], { output: ['json=elsewhere.json'] })).toBe(false)
})

test('a timeline is read whatever stands in it', () => {
  const opened = {
    at: '2026-11-21T07:40:00Z',
    kind: 'opened',
    id: 'a',
    playbook: 'b',
    profile: 'c',
    version: '1',
  }
  const line = fc.oneof(fc.json(), fc.string(), fc.constant(JSON.stringify(opened)))
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
      const flat = lines.map((each) => each.replaceAll('\n', ' '))
      const incident = readIncident(flat.join('\n'))
      const isThere = flat.includes(JSON.stringify(opened))
      expect(incident !== undefined).toBe(isThere)
      const written = flat.filter((each) => each.trim() !== '').length
      if (incident !== undefined) expect(incident.events.length + incident.damaged).toBe(written)
    }),
    { numRuns: 200 },
  )
})
