// How fast the stub is by itself: every page is received and dropped. What another program takes beyond this is its own.
import { Pool } from 'undici'
import { place } from '../plan.ts'
import { type Counted, lanes, type PeerAsked, pagesOf } from './counted.ts'

const asked = JSON.parse(process.argv[2] ?? '{}') as PeerAsked
const pool = new Pool(asked.url, { connections: lanes })
const hex = (value: number) => `0x${value.toString(16)}`
const mark = Buffer.from('"logIndex"')
let logs = 0

/** Counts the marks of logs in one answer; one may lie across two chunks. */
async function countIn(body: AsyncIterable<Buffer>): Promise<void> {
  let tail = Buffer.alloc(0)
  for await (const chunk of body) {
    const bytes = Buffer.concat([tail, chunk])
    let at = bytes.indexOf(mark)
    let last = 0
    for (; at !== -1; at = bytes.indexOf(mark, last)) {
      logs += 1
      last = at + mark.length
    }
    tail = bytes.subarray(Math.max(last, bytes.length - mark.length + 1))
  }
}

const pages = pagesOf(asked)
async function lane(): Promise<void> {
  for (let page = pages.pop(); page !== undefined; page = pages.pop()) {
    const range = { fromBlock: hex(page.from), toBlock: hex(page.to) }
    const params = [{ address: place.usdc, topics: [], ...range }]
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_getLogs', params })
    const answer = await pool.request({ path: '/', method: 'POST', body })
    await countIn(answer.body)
  }
}
await Promise.all(Array.from({ length: lanes }, lane))
await pool.close()
const counted: Counted = { records: 0, logs, paired: 0 }
process.stdout.write(JSON.stringify(counted))
