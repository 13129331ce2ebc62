import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Rig } from '../rig/rig.ts'
import { startRig } from '../rig/rig.ts'
import { playIncident } from '../rig/scenario.ts'
import { newDesk } from './run-cli.ts'
import { writeShopConfig } from './shop-config.ts'

const folder = resolve(import.meta.dirname, '../../schemas')
const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true })
// The package is CommonJS; its callable stands under `default`.
addFormatsModule.default(ajv)
for (const file of readdirSync(folder)) {
  ajv.addSchema(JSON.parse(readFileSync(join(folder, file), 'utf8')), file)
}

const desk = newDesk()
let rig: Rig
let broken: string

beforeAll(async () => {
  rig = await startRig()
  const server = await rig.startServer(2, { wrongPayTo: 'create-page-proof', notReady: true })
  broken = server.url
  await playIncident(rig)
})

afterAll(async () => {
  await rig?.stop()
  desk.remove()
})

function problems(schema: 'run' | 'event' | 'case', data: unknown): readonly string[] {
  const validate = ajv.getSchema(`${schema}.schema.json`)
  if (validate === undefined) throw new Error(`no schema ${schema}`)
  validate(data)
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`)
}

const linesOf = (text: string): readonly unknown[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown)

const written = (name: string) => readFileSync(join(desk.folder, name), 'utf8')

type Where = readonly [what: string, baseUrl: () => string, rpcUrl: () => string]

const dead = () => 'http://127.0.0.1:9'
const places: readonly Where[] = [
  ['a healthy service', () => rig.v2.url, () => rig.rpcUrl],
  ['a broken service', () => broken, () => rig.rpcUrl],
  ['a dead service and a dead chain', dead, dead],
]

describe.each(places)('%s', (_, baseUrl, rpcUrl) => {
  test.each(['monitor', 'probe', 'matrix', 'reconcile'])('%s fits its published shapes', async (command) => {
    writeShopConfig(desk.folder, { ...rig, rpcUrl: rpcUrl() }, baseUrl())
    const flags = ['-o', 'json', '-o', 'ndjson=events.ndjson', '--no-save']
    const cases = command === 'reconcile' ? ['--prove', '--cases', 'cases.ndjson'] : []
    const { stdout, stderr } = await desk.run([command, 'shop', ...flags, ...cases])
    expect(stderr).toBe('')
    const document = JSON.parse(stdout) as { command: string; findings: unknown[]; checks: unknown[] }
    expect(document.command).toBe(command)
    expect(problems('run', document)).toEqual([])
    const events = linesOf(written('events.ndjson')) as { type: string }[]
    expect(events.flatMap((event) => problems('event', event))).toEqual([])
    const count = (type: string) => events.filter((event) => event.type === type).length
    expect([count('run'), count('end')]).toEqual([1, 1])
    expect([count('check'), count('finding')]).toEqual([document.checks.length, document.findings.length])
    if (command !== 'reconcile') return
    const judged = linesOf(written('cases.ndjson'))
    expect(judged.length).toBeGreaterThan(40)
    expect(count('case')).toBe(judged.length)
    expect(judged.flatMap((one) => problems('case', one))).toEqual([])
    // An honest chain bears out everything that was said of it.
    expect(stdout).not.toContain('RECONCILE_PROOF_FAILED')
  })
})

test('a saved run has the shape of a printed one', async () => {
  writeShopConfig(desk.folder, rig, rig.v2.url)
  await desk.run(['monitor', 'shop', '-q', '--state-dir', 'state'])
  const runs = join(desk.folder, 'state/shop/runs')
  const [name = ''] = readdirSync(runs)
  expect(problems('run', JSON.parse(readFileSync(join(runs, name, 'run.json'), 'utf8')))).toEqual([])
  const cases = linesOf(readFileSync(join(runs, name, 'cases.ndjson'), 'utf8'))
  expect(cases.length).toBeGreaterThan(40)
  expect(cases.flatMap((one) => problems('case', one))).toEqual([])
})
