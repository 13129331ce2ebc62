import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { decidedSteps, readIncident } from '../../../src/runs/incident.ts'
import { builtProgram, openDesk } from './desk.ts'

const desk = openDesk({}, builtProgram())
afterAll(desk.remove)

const program = resolve(import.meta.dirname, 'walk.mjs')
const walk = ['playbook', 'run', 'ssrf-false-positive', 'mainnet']
const folder = join(desk.folder, 'state/x402ops/mainnet/incidents')

function timeline() {
  const [name = ''] = readdirSync(folder)
  const path = join(folder, name)
  const incident = readIncident(readFileSync(path, 'utf8'))
  if (incident === undefined) throw new Error('the timeline does not begin')
  return { path, incident }
}

/** Walks in a process of its own, leaves `answers` questions out, and kills it with -9 at the next one. */
async function walkUntilKilled(argv: readonly string[], answers: number): Promise<void> {
  const child = spawn(process.execPath, [program, ...argv], {
    cwd: desk.folder,
    env: { HOME: desk.folder, XDG_STATE_HOME: join(desk.folder, 'state') },
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  const ended = new Promise<NodeJS.Signals | null>((done) =>
    child.on('close', (_code, signal) => done(signal)),
  )
  let asked = 0
  child.stderr.on('data', (part) => {
    for (const _question of String(part).matchAll(/q stop/g)) {
      asked += 1
      if (asked > answers) child.kill('SIGKILL')
      else child.stdin.write('s\n')
    }
  })
  expect(await ended).toBe('SIGKILL')
}

test('a walk that is killed with -9 again and again is gone on with, and no step is done twice', async () => {
  const decided: number[] = []
  for (const answers of [3, 2, 4]) {
    await walkUntilKilled(decided.length === 0 ? walk : [...walk, '--resume', 'last'], answers)
    const { incident, path } = timeline()
    expect([incident.isOpen, incident.damaged, statSync(path).mode & 0o777]).toEqual([true, 0, 0o600])
    decided.push(decidedSteps(incident).size)
  }
  expect(decided[0]).toBeGreaterThan(0)
  expect(decided).toEqual([...new Set(decided)].sort((a, b) => a - b))
  const rest = Array.from({ length: 80 }, () => 's')
  expect((await desk.run([...walk, '--resume', 'last'], rest)).exitCode).toBe(0)
  const { incident } = timeline()
  const steps = incident.events.flatMap((event) => (event.kind === 'step' ? [event.step] : []))
  expect(steps).toEqual(steps.map((_step, at) => at + 1))
  expect([incident.isOpen, incident.damaged]).toEqual([false, 0])
  expect(readdirSync(folder)).toHaveLength(1)
})
