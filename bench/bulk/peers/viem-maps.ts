// The way people do it today: viem decodes every log into an object, and Maps join them with the records.
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { type Address, createPublicClient, http, parseAbi } from 'viem'
import { base } from 'viem/chains'
import { place } from '../plan.ts'
import { type Counted, lanes, type PeerAsked, pagesOf } from './counted.ts'

const asked = JSON.parse(process.argv[2] ?? '{}') as PeerAsked
const events = parseAbi([
  'event Transfer(address indexed from, address indexed to, uint256 value)',
  'event AuthorizationUsed(address indexed authorizer, bytes32 indexed nonce)',
  'event AuthorizationCanceled(address indexed authorizer, bytes32 indexed nonce)',
])

type Row = { readonly payer: string; readonly nonce: string }
const records: Row[] = []
for await (const line of createInterface({ input: createReadStream(asked.records) })) {
  records.push(JSON.parse(line) as Row)
}

const client = createPublicClient({ chain: base, transport: http(asked.url) })
const used = new Map<string, string>()
const transfers = new Map<string, { readonly from: string; readonly to: string; readonly value: bigint }[]>()
let logs = 0

async function readPage(from: number, to: number): Promise<void> {
  const page = await client.getLogs({
    address: place.usdc as Address,
    events,
    fromBlock: BigInt(from),
    toBlock: BigInt(to),
    strict: true,
  })
  logs += page.length
  for (const log of page) {
    if (log.eventName === 'Transfer') {
      const { from: payer, to: payee, value } = log.args
      const list = transfers.get(log.transactionHash) ?? []
      list.push({ from: payer.toLowerCase(), to: payee.toLowerCase(), value })
      transfers.set(log.transactionHash, list)
    } else if (log.eventName === 'AuthorizationUsed') {
      used.set(`${log.args.authorizer.toLowerCase()}/${log.args.nonce}`, log.transactionHash)
    }
  }
}

const pages = pagesOf(asked)
async function lane(): Promise<void> {
  for (let page = pages.pop(); page !== undefined; page = pages.pop()) await readPage(page.from, page.to)
}
await Promise.all(Array.from({ length: lanes }, lane))

const paired = records.filter(({ payer, nonce }) => {
  const tx = used.get(`${payer}/${nonce}`)
  return tx !== undefined && transfers.get(tx)?.some(({ from }) => from === payer) === true
}).length
const counted: Counted = { records: records.length, logs, paired }
process.stdout.write(JSON.stringify(counted))
