import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'
import { afterAll, expect, test } from 'vitest'
import { makeDocument } from '../../src/runs/make-document.ts'
import { openDesk } from '../e2e/incidents/desk.ts'
import { slugs } from '../playbooks/shelf.ts'

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true })
// The package is CommonJS; its callable stands under `default`.
addFormatsModule.default(ajv)
const read = (name: string): object =>
  JSON.parse(readFileSync(resolve('schemas', `${name}.schema.json`), 'utf8')) as object
const shapes = { playbook: ajv.compile(read('playbook')), incident: ajv.compile(read('incident')) }

const desk = openDesk()
afterAll(desk.remove)

async function printed(shape: keyof typeof shapes, argv: readonly string[], typed?: readonly string[]) {
  const { out, err } = await desk.run([...argv, '-o', 'json'], typed)
  // A walk through a playbook is told beside its result.
  const data = JSON.parse(typed === undefined ? out : out.slice(out.indexOf('{\n'))) as Record<
    string,
    unknown
  >
  shapes[shape](data)
  const problems = (shapes[shape].errors ?? []).map(
    ({ instancePath, message }) => `${instancePath} ${message}`,
  )
  expect([problems, typed === undefined ? err : '']).toEqual([[], ''])
  return data
}

/** A run that found something, as a command keeps it. */
function keepRun() {
  const startedAt = new Date(Date.now() - 60_000)
  const runId = `${startedAt.toISOString().replace(/\.\d+/, '').replace(/[-:]/g, '')}-matrix-aaaa`
  const document = makeDocument({
    ...{ version: '0.0.0', runId, command: 'matrix', profile: 'mainnet', target: null, checks: [] },
    ...{ startedAt, finishedAt: startedAt, gaps: [], failOn: 'fail' as const, next: [] },
    findings: ['SERVED_FREE', 'WRONG_PAYTO'].map((code) => ({
      ...{ id: code, code, verdict: 'FAIL', severity: 'critical', check: 'a', title: code, text: 'b' },
      ...{ subject: { kind: 'route', id: 'a' }, args: {}, evidence: [], next: null, playbook: null },
    })),
  })
  const folder = join(desk.folder, 'state/x402ops/mainnet/runs', runId)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'run.json'), JSON.stringify(document))
  writeFileSync(join(folder, 'seen.ndjson'), '')
  writeFileSync(join(folder, 'cases.ndjson'), '')
}

test('the list, the steps and what may be asked have their published shape', async () => {
  expect(await printed('playbook', ['playbook', 'list'])).toMatchObject({ schema: 'x402ops.playbooks/v1' })
  const steps = await printed('playbook', ['playbook', 'run', 'served-free', 'mainnet', '--no-input'])
  expect(steps).toMatchObject({ schema: 'x402ops.playbook-steps/v1', slug: 'served-free' })
  for (const kind of ['duplicate', 'missing', 'refused', 'blocked'])
    expect(await printed('playbook', ['playbook', 'intake', kind])).toMatchObject({ kind })
})

test('every playbook has its published shape', async () => {
  for (const slug of slugs)
    expect(await printed('playbook', ['playbook', 'show', slug])).toMatchObject({ slug })
})

test('what fits has its published shape', async () => {
  keepRun()
  const { matches } = await printed('playbook', ['playbook', 'match', 'mainnet'])
  expect((matches as { slug: string }[]).map(({ slug }) => slug)).toContain('served-free')
})

test('a timeline has its published shape, whatever happened in it', async () => {
  const typed = ['a note', '', 's', '', '', '', '', 'q']
  const data = await printed('incident', ['playbook', 'run', 'ssrf-false-positive', 'mainnet'], typed)
  const kinds = (data.events as { kind: string }[]).map(({ kind }) => kind)
  expect(new Set(kinds)).toEqual(new Set(['opened', 'note', 'step', 'command', 'paused']))
  const all = Array.from({ length: 80 }, () => 's')
  const closed = await printed(
    'incident',
    ['playbook', 'run', 'ssrf-false-positive', 'mainnet', '--resume', 'last'],
    all,
  )
  expect(closed).toMatchObject({ isOpen: false })
  expect(readdirSync(join(desk.folder, 'state/x402ops/mainnet/incidents'))).toHaveLength(1)
})
