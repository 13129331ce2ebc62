import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/adapters/clock.ts'
import { createFileStore } from '../../src/adapters/store/file-store.ts'
import { toJson } from '../../src/core/json.ts'
import type { RunDocument } from '../../src/core/report.ts'
import {
  casesIn,
  classesOf,
  classesOfDay,
  documentOf,
  ownBooks,
  type SmallDay,
  startSmallDay,
} from './small-day.ts'

let day: SmallDay
beforeAll(async () => {
  day = await startSmallDay()
})
afterAll(async () => {
  await day?.stop()
})

const books = ['--records', 'payments.jsonl'] as const
const since = (text: string, ...more: readonly string[]) =>
  day.reconcile([...books, '--no-save', '--since', text, ...more])

describe('--class and --payer', () => {
  const shown = (...filter: readonly string[]) => since('24h', ...filter)

  test('a payer who did pay is told so: matched payments are shown when they are asked for', async () => {
    const [matched, orphaned] = await Promise.all([
      shown('--payer', day.good.payer),
      shown('--class', 'orphaned_payment'),
    ])
    expect(matched.stdout).toMatch(/^shown {2}1 of \d+ payments: --payer 0x/m)
    expect(matched.stdout).toContain('MATCHED: books and chain agree')
    expect(orphaned.stdout).toContain('ORPHANED_PAYMENT: money moved')
    for (const other of ['PHANTOM_SETTLEMENT', 'RECIPIENT_MISMATCH', 'MATCHED:'])
      expect(orphaned.stdout).not.toContain(other)
  })

  test('a payer nobody knows is said to have nothing', async () => {
    const { stdout } = await shown('--payer', `0x${'c0ffee00'.repeat(5)}`)
    expect(stdout).toMatch(/^shown {2}none of \d+ payments: /m)
    expect(stdout).not.toMatch(/ORPHANED_PAYMENT|INDETERMINATE/)
  })
})

describe('--since', () => {
  test.each([
    ['24', 'SINCE_WITHOUT_UNIT', 'Did you mean 24h (hours), 24d (days) or block:24?'],
    ['0', 'SINCE_NOT_UNDERSTOOD', 'Try 24h, 1h30m, 7d'],
    ['1M', 'SINCE_NOT_UNDERSTOOD', 'Units are lower case: 1m (m is minutes).'],
    ['2099-01-01', 'SINCE_IN_FUTURE', 'lies in the future'],
    ['-24h', 'SINCE_NOT_UNDERSTOOD', 'Leave out the sign: 24h.'],
    ['', 'SINCE_NOT_UNDERSTOOD', 'Give a length such as 24h.'],
    ['2026-11-20T10:00:00', 'SINCE_WITHOUT_ZONE', 'for UTC or'],
    ['@1795268000000', 'SINCE_NOT_UNDERSTOOD', '13 digits are milliseconds'],
  ])('%s is refused before anything is contacted', async (text, code, words) => {
    const { stdout, stderr, exitCode } = await since(text)
    expect(stderr).toContain(`error ${code}: `)
    expect(stderr.replace(/\n */g, ' ')).toContain(words)
    expect(stderr).toContain('Nothing was contacted.')
    expect([stdout, exitCode]).toEqual(['', 2])
  })

  test('a window that ends before it begins', async () => {
    const { stderr, exitCode } = await since('1h', '--until', '2h')
    expect(stderr).toContain('error WINDOW_INVERTED')
    expect(exitCode).toBe(2)
  })

  test('a block and a transaction are beginnings', async () => {
    const { tx } = await day.rig.records.of(day.good.nonce)
    const byBlock = await since('block:60', '-o', 'json')
    expect(classesOf(byBlock)).toEqual(classesOfDay)
    expect(documentOf(byBlock).window?.blocks['eip155:8453']?.from).toBe(60)
    expect(classesOf(await since(String(tx), '-o', 'json'))).toEqual(classesOfDay)
  })

  test.each(['block:999999', `0x${'ab'.repeat(32)}`])('%s, which no endpoint knows: exit 3', async (text) => {
    const { stdout, stderr, exitCode } = await since(text)
    expect(stderr).toContain('error WINDOW_NOT_FOUND')
    expect(stderr).toContain('The endpoints that answered do not know it.')
    expect([stdout, exitCode]).toEqual(['', 3])
  })

  test('a block that could not be asked for is not called unknown', async () => {
    const where = ['--rpc', 'http://127.0.0.1:9', '--pay-to', day.rig.payTo, '--no-save']
    const { stderr, exitCode } = await day.run([
      ...['reconcile', 'mainnet', ...books, '--since', 'block:60'],
      ...where,
    ])
    expect(stderr).toContain('No endpoint answered.')
    expect(exitCode).toBe(3)
  })

  test('a window without a payment says so', async () => {
    const result = await since('24h', '--until', '23h', '-o', 'json')
    expect(classesOf(result)).toEqual(['out_of_window 6'])
    expect(documentOf(result).findings.map(({ code }) => code)).toContain('RECONCILE_NO_PAYMENTS')
    expect(result.exitCode).toBe(0)
  })
})

describe('--finality and filters', () => {
  test('five blocks: everything is as final as before', async () => {
    expect(classesOf(await since('24h', '--finality', '5', '-o', 'json'))).toEqual(classesOfDay)
  })

  test('more blocks than the newest payment has: it waits, with the class it would have', async () => {
    const flags = ['--finality', '7', '--cases', 'waiting.ndjson']
    const { stdout, exitCode } = await since('24h', ...flags)
    expect(
      casesIn(join(day.folder, 'waiting.ndjson')).map(({ code, provisional }) => [code, provisional]),
    ).toEqual(expect.arrayContaining([['PENDING_FINALITY', 'ORPHANED_PAYMENT']]))
    expect(stdout).toContain('1 would be orphaned_payment once final')
    expect(stdout).toMatch(/^PASS +nothing wrong so far, 1 not decided yet, window complete/m)
    expect(exitCode).toBe(0)
  })

  test('--class and --payer choose what is shown and never what is judged', async () => {
    const mine = await since('24h', '--payer', day.orphan.payer, '--cases', 'all.ndjson')
    const nobody = await since('24h', '--payer', day.rig.payTo)
    const matched = await since('24h', '--class', 'MATCHED')
    const [orphan] = casesIn(join(day.folder, 'all.ndjson')).filter(({ code }) => code === 'ORPHANED_PAYMENT')
    const row = new RegExp(`^(ID +)?${orphan?.caseId.slice(0, 6)}`, 'm')
    expect(mine.stdout).toMatch(row)
    for (const { stdout, exitCode } of [nobody, matched]) {
      expect(stdout).not.toMatch(row)
      expect(stdout).toMatch(/FAIL +orphaned_payment +1/)
      expect(exitCode).toBe(1)
    }
  })
})

describe('what is written', () => {
  test('every format at once, each to its file, private and whole', async () => {
    const names = ['csv', 'ndjson', 'markdown', 'json', 'plain']
    const flags = names.flatMap((name) => ['-o', `${name}=all.${name}`])
    const { stdout, stderr, exitCode } = await since('24h', ...flags, '--cases', 'all.cases')
    expect([stderr, exitCode]).toEqual(['', 1])
    expect(stdout).toContain('ORPHANED_PAYMENT')
    const text = (name: string) => readFileSync(join(day.folder, `all.${name}`), 'utf8')
    const kinds = text('csv')
      .trim()
      .split('\r\n')
      .map((line) => line.split(',')[1])
    const payments = Array.from({ length: 6 }, () => 'payment')
    expect(kinds).toEqual(['kind', ...payments, 'opening-balance', 'closing-balance'])
    const events = text('ndjson')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string })
    expect([events[0]?.type, events.at(-1)?.type]).toEqual(['run', 'end'])
    expect(events.filter(({ type }) => type === 'case')).toHaveLength(6)
    expect(text('markdown')).toContain('| FAIL | orphaned\\_payment | 1 | 0.01 USDC |')
    expect(text('markdown')).not.toContain('****')
    expect((JSON.parse(text('json')) as RunDocument).exitCode).toBe(1)
    expect(casesIn(join(day.folder, 'all.cases'))).toHaveLength(6)
    for (const name of [...names, 'cases']) {
      expect(statSync(join(day.folder, `all.${name}`)).mode & 0o777).toBe(0o600)
    }
  })

  test('a file in a folder that is not there: exit 6, and nothing else is written', async () => {
    const { stdout, stderr, exitCode } = await since('24h', '-o', 'csv=nowhere/ledger.csv')
    expect(stderr).toContain('nowhere/ledger.csv could not be')
    expect([stdout, exitCode]).toEqual(['', 6])
  })

  test('nothing is wider than 80 columns but lines that are to be copied', async () => {
    const { stdout } = await since('24h')
    const wide = stdout.split('\n').filter((line) => line.length > 80)
    expect(wide).toEqual([])
  })
})

describe('what is kept', () => {
  const saved = (state: string) => join(day.folder, state, 'mainnet', 'runs')
  const keep = (state: string, ...more: readonly string[]) =>
    day.reconcile([...ownBooks, '--state-dir', state, ...more])

  test('a run is saved and the store reads it back', async () => {
    const printed = documentOf(await keep('state', '-o', 'json'))
    const store = createFileStore({
      stateDir: join(day.folder, 'state'),
      clock: systemClock,
    })
    const { runs } = await store.list('mainnet')
    expect(JSON.parse(toJson(runs))).toEqual([printed])
    const run = join(saved('state'), printed.runId)
    expect(readdirSync(run).sort()).toEqual(['cases.ndjson', 'run.json', 'seen.ndjson'])
    expect(casesIn(join(run, 'cases.ndjson'))).toHaveLength(6)
  })

  test('--since last begins an hour before the last complete run ended', async () => {
    const first = await keep('again', '--since', 'last')
    expect(first.stderr).toContain('error RUN_NOT_FOUND: there is no saved run "last"')
    expect(first.stderr).toContain('Start with')
    expect(first.exitCode).toBe(2)
    const before = documentOf(await keep('again', '-o', 'json'))
    const after = documentOf(await keep('again', '--since', 'last', '-o', 'json'))
    const begin = Date.parse(after.window?.from ?? '')
    expect(Date.parse(before.window?.to ?? '') - begin).toBe(3_600_000)
  })

  test('an incomplete run is no beginning for "last"', async () => {
    const rpc = ['--rpc', 'http://127.0.0.1:9', '--pay-to', day.rig.payTo, '--state-dir', 'broken']
    expect((await day.run(['reconcile', 'mainnet', ...ownBooks, ...rpc])).exitCode).toBe(3)
    expect((await keep('broken', '--since', 'last')).stderr).toContain('RUN_NOT_FOUND')
  })

  test('--no-save keeps nothing', async () => {
    await keep('none', '--no-save')
    expect(readdirSync(day.folder)).not.toContain('none')
  })

  test('a state folder that cannot be written is a note, not a failure', async () => {
    writeFileSync(join(day.folder, 'occupied'), '')
    const file = await keep('occupied')
    expect(file.stderr).toMatch(/^note: this run was not saved: /)
    expect(file.exitCode).toBe(1)
    expect((await keep('occupied', '-q')).stderr).toBe('')
  })

  test('a read-only state folder is a note as well', async (context) => {
    context.skip(process.getuid?.() === 0, 'root may write everywhere')
    mkdirSync(join(day.folder, 'locked'), { mode: 0o500 })
    const { stderr, exitCode } = await keep('locked')
    chmodSync(join(day.folder, 'locked'), 0o700)
    expect(stderr).toMatch(/^note: this run was not saved: /)
    expect(exitCode).toBe(1)
  })
})
