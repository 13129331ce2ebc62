// One reader over one file, in a process of its own: its time, its rows and the most memory that it held.
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { basePays } from '../../test/payments/records-testkit.ts'

const highWaterMark = 262_144

async function readBytes(file: string): Promise<number> {
  let bytes = 0
  for await (const chunk of createReadStream(file, { highWaterMark })) bytes += (chunk as Buffer).length
  return bytes
}

/** Chunks split at line feeds, one JSON.parse a line: nothing that reads JSON lines does less. */
async function parseLines(file: string): Promise<number> {
  let rows = 0
  let rest: Buffer = Buffer.alloc(0)
  for await (const next of createReadStream(file, { highWaterMark })) {
    const chunk = rest.length === 0 ? (next as Buffer) : Buffer.concat([rest, next as Buffer])
    let from = 0
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      const row = JSON.parse(chunk.toString('utf8', from, at)) as { requestId?: string }
      if (row.requestId !== undefined) rows += 1
      from = at + 1
    }
    rest = chunk.subarray(from)
  }
  return rows
}

async function parseReadline(file: string): Promise<number> {
  let rows = 0
  for await (const line of createInterface({ input: createReadStream(file, { highWaterMark }) })) {
    const row = JSON.parse(line) as { requestId?: string }
    if (row.requestId !== undefined) rows += 1
  }
  return rows
}

async function parseCsv(file: string): Promise<number> {
  const { parse } = await import('csv-parse')
  let rows = 0
  for await (const row of createReadStream(file, { highWaterMark }).pipe(parse({ columns: true }))) {
    if ((row as { requestId?: string }).requestId !== undefined) rows += 1
  }
  return rows
}

async function openBooks(file: string) {
  const { createRecords } = await import('../../src/adapters/records/records.ts')
  const source = { file, mapping: null }
  return createRecords({ sources: [source], cwd: '.', stdin: Readable.from([]), pays: [basePays] })
}

async function ours(file: string): Promise<number> {
  let settled = 0
  const books = await (await openBooks(file)).stream?.((_ordinal, { state }) => {
    if (state === 'settled') settled += 1
  }, new AbortController().signal)
  if (books?.count !== settled) throw new Error(`${settled} of ${books?.count} records are settled`)
  return settled
}

async function oursAgain(file: string): Promise<number> {
  const { signal } = new AbortController()
  const books = await (await openBooks(file)).stream?.(() => undefined, signal)
  if (books === undefined) throw new Error('nothing was streamed')
  const wanted = Array.from({ length: Math.ceil(books.count / 100) }, (_, index) => index * 100)
  begun = now()
  const again = await books.again(wanted, signal)
  if (again.length !== wanted.length) throw new Error(`${again.length} of ${wanted.length} came again`)
  return books.count
}

async function oursWhole(file: string): Promise<number> {
  const [read] = await (await openBooks(file)).read(new AbortController().signal)
  return read?.used ?? 0
}

type Clock = { readonly at: number; readonly cpu: NodeJS.CpuUsage }
const now = (): Clock => ({ at: performance.now(), cpu: process.cpuUsage() })
let begun = now()
const readers = { readBytes, parseLines, parseReadline, parseCsv, ours, oursAgain, oursWhole }
const [name = '', file = ''] = process.argv.slice(2)
const reader = readers[name as keyof typeof readers]
begun = now()
const rows = await reader(file)
const ms = performance.now() - begun.at
const { user, system } = process.cpuUsage(begun.cpu)
const rssMiB = process.resourceUsage().maxRSS / 1024
process.stdout.write(JSON.stringify({ ms, cpuMs: (user + system) / 1000, rows, rssMiB }))
