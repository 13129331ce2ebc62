// The way people do it in a database: the books and every log go into two tables by COPY, and one query joins them.
// It pairs, and judges nothing. The address of the database stands in SQL_URL; its tables are made anew.
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream/promises'
import postgres from 'postgres'
import { Pool } from 'undici'
import { topics } from '../filter.ts'
import { place } from '../plan.ts'
import { type Counted, lanes, type PeerAsked, pagesOf } from './counted.ts'

const asked = JSON.parse(process.argv[2] ?? '{}') as PeerAsked
const sql = postgres(process.env.SQL_URL ?? '', { max: lanes, onnotice: () => undefined })
const batch = 500

await sql.unsafe(`drop schema if exists peer cascade; create schema peer;
  create unlogged table peer.books (payer text, nonce text);
  create unlogged table peer.logs (topic text, first text, second text, data text, tx text, block bigint, log_index integer)`)

/** A COPY that takes lines, some hundred in one message. */
async function copy(table: string) {
  const target = await sql.unsafe(`copy ${table} from stdin`).writable()
  let lines: string[] = []
  const send = async () => {
    const free = target.write(lines.join(''))
    lines = []
    if (!free) await once(target, 'drain')
  }
  return {
    add: (line: string) => {
      lines.push(line)
      return lines.length < batch ? undefined : send()
    },
    end: async () => {
      await send()
      target.end()
      await finished(target)
    },
  }
}

let records = 0
const books = await copy('peer.books')
for await (const line of createInterface({ input: createReadStream(asked.records) })) {
  const { payer, nonce } = JSON.parse(line) as { payer: string; nonce: string }
  records += 1
  await books.add(`${payer}\t${nonce}\n`)
}
await books.end()

type Log = {
  readonly topics: readonly string[]
  readonly data: string
  readonly transactionHash: string
  readonly blockNumber: string
  readonly logIndex: string
}
const pool = new Pool(asked.url, { connections: lanes })
const hex = (value: number) => `0x${value.toString(16)}`
let logs = 0

async function readPage(from: number, to: number): Promise<readonly Log[]> {
  const filter = { address: place.usdc, topics: [], fromBlock: hex(from), toBlock: hex(to) }
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_getLogs', params: [filter] })
  const answer = await pool.request({ path: '/', method: 'POST', body })
  return ((await answer.body.json()) as { result: readonly Log[] }).result
}

const pages = pagesOf(asked)
async function lane(): Promise<void> {
  const into = await copy('peer.logs')
  for (let page = pages.pop(); page !== undefined; page = pages.pop()) {
    const found = await readPage(page.from, page.to)
    logs += found.length
    for (const { topics: words, data, transactionHash, blockNumber, logIndex } of found) {
      const [topic = '', first = '', second = ''] = words
      const address = `0x${first.slice(26)}`
      const numbers = `${Number(blockNumber)}\t${Number(logIndex)}`
      await into.add(`${topic}\t${address}\t${second}\t${data}\t${transactionHash}\t${numbers}\n`)
    }
  }
  await into.end()
}
await Promise.all(Array.from({ length: lanes }, lane))
await pool.close()

await sql.unsafe('analyze peer.books; analyze peer.logs')
const [row] = await sql.begin(async (step) => {
  await step.unsafe("set local work_mem = '256MB'")
  return step.unsafe(`select count(*)::integer as paired from peer.books b where exists (
    select 1 from peer.logs u
    join peer.logs t on t.tx = u.tx and t.topic = '${topics.transfer}' and t.first = u.first
    where u.topic = '${topics.used}' and u.first = b.payer and u.second = b.nonce)`)
})
await sql.end({ timeout: 5 })
const counted: Counted = { records, logs, paired: Number(row?.paired) }
process.stdout.write(JSON.stringify(counted))
