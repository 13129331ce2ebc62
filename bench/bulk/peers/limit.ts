// The least that any program must do: JSON.parse of every byte of the records and of the logs, the receive included, and
// a join by open addressing over typed arrays. It keeps no more of a payment than its key, and judges nothing.
import { createReadStream } from 'node:fs'
import { Pool } from 'undici'
import { topics } from '../filter.ts'
import { place } from '../plan.ts'
import { type Counted, lanes, type PeerAsked, pagesOf } from './counted.ts'

const asked = JSON.parse(process.argv[2] ?? '{}') as PeerAsked

/** Keys of four words in columns that double when they are full. */
function columns() {
  let words = new Uint32Array(4 * 65_536)
  let count = 0
  return {
    count: () => count,
    words: () => words,
    add: (payer: string, nonce: string) => {
      if (count * 4 === words.length) {
        const wider = new Uint32Array(words.length * 2)
        wider.set(words)
        words = wider
      }
      words[count * 4] = Number.parseInt(payer.slice(-8), 16)
      for (let part = 0; part < 3; part += 1) {
        words[count * 4 + 1 + part] = Number.parseInt(nonce.slice(2 + part * 8, 10 + part * 8), 16)
      }
      count += 1
    },
  }
}

const books = columns()
const chain = columns()
let logs = 0

let carry = ''
for await (const chunk of createReadStream(asked.records, { encoding: 'latin1', highWaterMark: 1 << 20 })) {
  const lines = (carry + String(chunk)).split('\n')
  carry = lines.pop() ?? ''
  for (const line of lines) {
    const { payer, nonce } = JSON.parse(line) as { payer: string; nonce: string }
    books.add(payer, nonce)
  }
}

type Log = { readonly topics: readonly [string, string, string]; readonly transactionHash: string }
const pool = new Pool(asked.url, { connections: lanes })
const hex = (value: number) => `0x${value.toString(16)}`

async function readPage(from: number, to: number): Promise<void> {
  const filter = { address: place.usdc, topics: [], fromBlock: hex(from), toBlock: hex(to) }
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_getLogs', params: [filter] })
  const answer = await pool.request({ path: '/', method: 'POST', body })
  const bytes = Buffer.allocUnsafeSlow(Number(answer.headers['content-length']))
  let at = 0
  for await (const chunk of answer.body) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  const { result } = JSON.parse(bytes.toString('latin1')) as { result: readonly Log[] }
  logs += result.length
  for (const [index, log] of result.entries()) {
    if (log.topics[0] !== topics.used) continue
    const next = result[index + 1]
    if (next?.transactionHash === log.transactionHash) chain.add(log.topics[1], log.topics[2])
  }
}

const pages = pagesOf(asked)
async function lane(): Promise<void> {
  for (let page = pages.pop(); page !== undefined; page = pages.pop()) await readPage(page.from, page.to)
}
await Promise.all(Array.from({ length: lanes }, lane))
await pool.close()

const size = 2 ** Math.ceil(Math.log2(Math.max(2, chain.count() * 2)))
const table = new Int32Array(size).fill(-1)
const seen = chain.words()
for (let entry = 0; entry < chain.count(); entry += 1) {
  let slot = (seen[entry * 4 + 1] as number) & (size - 1)
  while (table[slot] !== -1) slot = (slot + 1) & (size - 1)
  table[slot] = entry
}
let paired = 0
const told = books.words()
for (let record = 0; record < books.count(); record += 1) {
  const word = (part: number) => told[record * 4 + part]
  for (let slot = (word(1) as number) & (size - 1); table[slot] !== -1; slot = (slot + 1) & (size - 1)) {
    const entry = (table[slot] as number) * 4
    if ([0, 1, 2, 3].every((part) => seen[entry + part] === word(part))) {
      paired += 1
      break
    }
  }
}
const counted: Counted = { records: books.count(), logs, paired }
process.stdout.write(JSON.stringify(counted))
