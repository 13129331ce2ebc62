import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { classOrder } from '../../src/classify/classes.ts'
import type { CommandContext } from '../../src/commands/command.ts'
import { allEntries, entriesFor } from '../../src/commands/explain/entries.ts'
import { explainedRooms } from '../../src/commands/explain/rooms.ts'
import { run } from '../../src/commands/explain.ts'
import { errorCatalog } from '../../src/core/error-catalog.ts'
import { settlementStates } from '../../src/payments/settlement/states.ts'
import { sampleReport } from '../render/sample.ts'

const isDocument = new Ajv2020({ allowUnionTypes: true }).compile(
  JSON.parse(readFileSync('schemas/explain.schema.json', 'utf8')),
)
const data = (outcome: object) => ('data' in outcome ? outcome.data : undefined)

const src = resolve(import.meta.dirname, '../../src')
const entries = allEntries()
const codes = new Set(entries.map(({ code }) => code))

const isEntry = (value: unknown) =>
  typeof value === 'object' && value !== null && 'verdict' in value && 'title' in value && 'text' in value

/** Every code of every catalogue file, whether or not anybody listed it. */
async function codesOfFiles(): Promise<readonly string[]> {
  const names = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /catalog\.ts$/.test(name),
  )
  expect(names.length).toBeGreaterThan(10)
  const found = await Promise.all(
    names.map(async (name) => {
      const file: Readonly<Record<string, unknown>> = await import(join(src, name))
      return Object.values(file).flatMap((value) =>
        typeof value === 'object' && value !== null
          ? Object.entries(value).flatMap(([code, each]) => (isEntry(each) ? [code] : []))
          : [],
      )
    }),
  )
  return [...new Set(found.flat())]
}

test('every code of every catalogue can be explained; a new room is added in explain/rooms.ts', async () => {
  const all = await codesOfFiles()
  expect(all.length).toBeGreaterThan(180)
  expect(all.filter((code) => !codes.has(code))).toEqual([])
})

describe.each(explainedRooms.map((room) => [room.name, room] as const))('%s', (name, { catalog, words }) => {
  test('explains each of its codes and no other', () => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(catalog).sort())
  })
  test('says what it means, why it matters and what to do', () => {
    for (const { code, title, means, why, act } of entries.filter(({ room }) => room === name)) {
      for (const text of [title, means, why, act]) expect([code, text.length > 3]).toEqual([code, true])
      expect(`${code} ${means} ${why} ${act}`).not.toMatch(/written this down|undefined|<[a-z]+>/)
    }
  })
})

test('every class, state and error is there, each with all four', () => {
  const wanted = [...classOrder, ...settlementStates, ...Object.keys(errorCatalog)]
  expect(wanted.filter((code) => !codes.has(code))).toEqual([])
  const bare = entries.filter((entry) =>
    [entry.title, entry.means, entry.why, entry.act].some((text) => text === ''),
  )
  expect(bare.map(({ code }) => code)).toEqual([])
  expect(
    entries.filter(({ means, why, act }) => /written this down|undefined/.test(means + why + act)),
  ).toEqual([])
})

test('a name is found whatever its case, with hyphens or underscores', () => {
  for (const word of ['ORPHANED_PAYMENT', 'orphaned-payment', 'Orphaned_Payment']) {
    expect(entriesFor(word, entries).map(({ code }) => code)).toEqual(['ORPHANED_PAYMENT'])
  }
  expect(entriesFor('invalid_exact_evm_nonce_already_used', entries)).toMatchObject([
    { room: 'reasons', weight: 'duplicate, DO_NOT_RETRY' },
  ])
})

describe('the command', () => {
  const { document } = sampleReport()
  const [finding] = document.findings
  const context = (word: string | null) =>
    ({
      args: [word],
      global: {},
      services: {
        profile: async () => ({ profile: { name: 'shop' } }),
        store: async () => ({ list: async () => ({ runs: [document], broken: [] }) }),
        shipped: async (path: string) => readFileSync(path, 'utf8'),
        shippedList: async (path: string) => readdirSync(path),
      },
    }) as unknown as CommandContext

  test('without a word it lists everything', async () => {
    const outcome = await run(context(null))
    expect(outcome).toMatchObject({ kind: 'screen', exitCode: 0 })
    expect(JSON.stringify(outcome)).toContain('SERVED_FREE')
    expect([isDocument(data(outcome)), isDocument.errors]).toEqual([true, null])
  })

  test('a finding of a saved run is named by the beginning of its id', async () => {
    const outcome = await run(context(finding!.id.slice(0, 8)))
    expect([isDocument(data(outcome)), isDocument.errors]).toEqual([true, null])
    expect(outcome).toMatchObject({
      data: { finding: { id: finding!.id, code: finding!.code, runId: document.runId } },
    })
  })

  test('a code leads to its playbook, and that is printed; no other file is', async () => {
    expect(await run(context('ORPHANED_PAYMENT'))).toMatchObject({
      next: ['x402ops playbook show orphaned-payment'],
    })
    expect(await run(context('MATCHED'))).toMatchObject({ next: [] })
    const text = readFileSync('playbooks/orphaned-payment.md', 'utf8')
    for (const word of ['playbook:orphaned-payment', 'playbooks/orphaned-payment.md']) {
      expect(await run(context(word))).toMatchObject({ kind: 'screen', markdown: text, exitCode: 0 })
    }
    for (const word of ['playbook:../package', 'playbook:no-such', 'playbooks/../package.json']) {
      await expect(run(context(word))).rejects.toMatchObject({ code: 'CODE_UNKNOWN' })
    }
  })

  test.each([
    ['ORPHAND_PAYMENT', /ORPHANED_PAYMENT/],
    ['nonce_already', /invalid_exact_evm_nonce_already_used/],
    ['quxquxquxqux', /^$/],
    ['0000000000', /^$/],
  ])('%s is not known; what is near is named', async (word, near) => {
    await expect(run(context(word))).rejects.toMatchObject({
      code: 'CODE_UNKNOWN',
      exitCode: 2,
      why: expect.stringMatching(near),
    })
  })
})
