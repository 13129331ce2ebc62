import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { createRecords } from '../../../src/adapters/records/records.ts'
import { basePays, nonce, payer, tx } from '../../payments/records-testkit.ts'
import { errorOf, folderWith } from './records-testkit.ts'

const { signal } = new AbortController()
const row = (requestId: string) => JSON.stringify({ requestId, payer, nonce, tx, state: 'settled' })
const text = `${row('a')}\n${row('b')}\n`

/** Books that a Node program prints: `code` may use `text`, the rows of two payments. */
async function programOf(code: string, files: Readonly<Record<string, string>> = {}) {
  const cwd = await folderWith({ 'print.mjs': `const text = ${JSON.stringify(text)}\n${code}`, ...files })
  const exec = [process.execPath, 'print.mjs']
  const env = { GREETING: 'from the environment' }
  const sources = [{ file: 'exec:print', mapping: null, exec }]
  return { cwd, records: createRecords({ sources, cwd, env, stdin: Readable.from([]), pays: [basePays] }) }
}

test('what a program prints is read as a file would be', async () => {
  const { records } = await programOf(`process.stdout.write(text); console.error('all is well')`)
  const [read] = await records.read(signal)
  expect(read).toMatchObject({ name: 'exec:print', rows: 2, used: 2, rejected: [] })
  expect(read?.records.map(({ requestId, source }) => [requestId, source])).toEqual([
    ['a', { file: 'exec:print', line: 1 }],
    ['b', { file: 'exec:print', line: 2 }],
  ])
})

test('CSV, the environment, the folder and an empty input', async () => {
  const { records } = await programOf(
    `import { readFileSync } from 'node:fs'
    const input = readFileSync(0, 'utf8').length
    const id = process.env.GREETING + ' ' + readFileSync('id.txt', 'utf8') + ' ' + input
    process.stdout.write('request_id,payer,nonce\\n"' + id + '",${payer},${nonce}\\n')`,
    { 'id.txt': 'from the folder' },
  )
  expect((await records.read(signal))[0]?.records[0]?.requestId).toBe(
    'from the environment from the folder 0',
  )
})

test.each([
  ['exit code 3', 'process.stdout.write(text); process.exitCode = 3', 'it ended with exit code 3.'],
  [
    'its last line of complaint',
    `process.stdout.write(text); console.error('first\\n\\u001b[31mno table CANARY\\n'); process.exitCode = 1`,
    'it ended with exit code 1. Its last line of complaint: \\x1b[31mno table CANARY',
  ],
  [
    'a signal',
    `process.stdout.write(text); process.kill(process.pid, 'SIGKILL')`,
    'it could not be run (SIGKILL).',
  ],
])('nothing of a failed program is used: %s', async (_name, code, reason) => {
  const { records } = await programOf(code)
  const wanted = ['RECORDS_EXEC_FAILED', 'the program of exec:print gave no records that can be used']
  expect((await errorOf(records.read(signal))).slice(0, 2)).toEqual(wanted)
  let told = 0
  const stream = records.stream?.(() => {
    told += 1
  }, signal)
  expect((await errorOf(stream ?? Promise.resolve()))[2]).toBe(
    `Of what it printed nothing was used: ${reason}`,
  )
  expect(told).toBe(0)
})

test('a program that is not there', async () => {
  const sources = [{ file: 'exec:absent', mapping: null, exec: ['./absent-program'] }]
  const records = createRecords({ sources, cwd: '.', stdin: Readable.from([]), pays: [basePays] })
  expect((await errorOf(records.read(signal)))[2]).toBe(
    'Of what it printed nothing was used: there is no such program.',
  )
})

test('a stream runs it once; what it told may be asked for again, and read as a whole', async () => {
  const { cwd, records } = await programOf(
    `import { existsSync, writeFileSync } from 'node:fs'
    if (existsSync('ran')) process.exit(9)
    writeFileSync('ran', '')
    process.stdout.write(text)`,
  )
  const books = await records.stream?.(() => undefined, signal)
  expect(existsSync(join(cwd, 'ran'))).toBe(true)
  expect((await books?.again([1], signal))?.map(({ requestId }) => requestId)).toEqual(['b'])
  expect((await records.read(signal))[0]?.used).toBe(2)
})

test('an interrupted run ends the program and says why it was interrupted', async () => {
  const { cwd, records } = await programOf(
    `import { writeFileSync } from 'node:fs'
    writeFileSync('pid', String(process.pid)); process.stdout.write(text); setInterval(() => {}, 1000)`,
  )
  const controller = new AbortController()
  const read = records.read(controller.signal)
  await expect.poll(() => existsSync(join(cwd, 'pid')), { timeout: 20_000 }).toBe(true)
  controller.abort(new Error('enough'))
  await expect(read).rejects.toThrow('enough')
  const { readFileSync } = await import('node:fs')
  const pid = Number(readFileSync(join(cwd, 'pid'), 'utf8'))
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
})

test('what cannot be read as records ends the program, too', async () => {
  const { cwd, records } = await programOf(
    `import { writeFileSync } from 'node:fs'
    writeFileSync('pid', String(process.pid))
    process.stdout.write('dear operator\\n'.repeat(400)); setInterval(() => {}, 1000)`,
  )
  expect((await errorOf(records.read(signal)))[0]).toBe('RECORDS_UNREADABLE')
  const { readFileSync } = await import('node:fs')
  const pid = Number(readFileSync(join(cwd, 'pid'), 'utf8'))
  const isGone = () => {
    try {
      return !process.kill(pid, 0)
    } catch {
      return true
    }
  }
  await expect.poll(isGone, { timeout: 20_000 }).toBe(true)
})

test('a pipe is read once and kept', async () => {
  const cwd = await folderWith({})
  const { execFileSync, spawn } = await import('node:child_process')
  execFileSync('mkfifo', [join(cwd, 'pipe')])
  await writeFile(join(cwd, 'rows.jsonl'), text)
  spawn('sh', ['-c', 'cat rows.jsonl > pipe'], { cwd })
  const records = createRecords({
    ...{ sources: [{ file: 'pipe', mapping: null }], cwd, stdin: Readable.from([]), pays: [basePays] },
  })
  const books = await records.stream?.(() => undefined, signal)
  expect(books?.count).toBe(2)
  expect(await books?.again([0, 1], signal)).toHaveLength(2)
})
