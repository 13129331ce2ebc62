import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startAlteringRpc } from '../e2e/altering-rpc.ts'
import { startT402Facilitator } from '../rig/facilitator-t402.ts'
import type { Served } from '../rig/listen.ts'
import type { Paid } from '../rig/payer.ts'
import { type Rig, startRig } from '../rig/rig.ts'
import { asHeader, payment, required, requirement } from '../verify/payment.ts'
import { checkTranscript, type TranscriptOptions } from './transcript.ts'

const folder = join(import.meta.dirname, 'service')

// Moments without a year, hashes and nonces whole and short, ids of cases and findings: new in every run.
const hide: TranscriptOptions['hide'] = [
  [/\b\d{2}-\d{2} \d{2}:\d{2}:\d{2}Z?\b/g, '<seen>'],
  [/0x[0-9a-f]{64}\b/g, '<hash>'],
  [/0x[0-9a-f]{4}\.\.[0-9a-f]{4}\b/g, '<short>'],
  [/\b[0-9a-f]{16}\b/g, '<id>'],
  [/^[0-9a-f]{6} /gm, '<id6> '],
  [/^((?:new|changed|gone|resolved|not looked at) +)[0-9a-f]{6} /gm, '$1<id6> '],
  [/^(ID +)[0-9a-f]{6}$/gm, '$1<id6>'],
  // Which page was the slowest, and how far a column moves for a longer duration.
  [/^(.* slowest .*)\((?:health|ready|status)\)/gm, '$1(<page>)'],
  // How many settlements took a time that the whole seconds of blocks can show.
  [/^(Settled in .*) \(\d+ payments\)$/gm, '$1 (<n> payments)'],
  // Names, digests and sizes of bundles: they hold hashes and times of this run.
  [/\bx402ops-([a-z]+)-\d{8}T\d{6}Z-[0-9a-f]{8}\b/g, 'x402ops-$1-<bundle>'],
  [/\.\.-([a-z]+)-[0-9a-z]{4}\b/g, '..-$1-<run>'],
  [/\b[0-9a-f]{64}\b/g, '<digest>'],
  [/:[0-9a-f]{16}\]/g, ':<tag>]'],
  [/\b\d+ (?:kB|bytes)\b/g, '<size>'],
  [/^((?:\S+\.(?:md|n?json|txt)|SHA256SUMS|runs\/\S+) +)\d+ /gm, '$1<n> '],
  // How old an answer of somebody is.
  [/\b\d+ days ago\b/g, '<days> ago'],
  // What the settlements of the rig cost in gas.
  [/\b\d+\.\d+ ETH\b/g, '<gas>'],
  // When the windows were that an advice rests on.
  [/\b\d{2}:\d{2}:\d{2}Z\b/g, '<clock>'],
  [/ {2,}/g, '  '],
]

let quiet: Rig
let bad: Rig
let open: Rig
let t402: Served
let options: TranscriptOptions

/** One good sale, final. */
async function playQuietDay(rig: Rig): Promise<void> {
  const sale = await rig.pay({ requestId: 'req_quote' })
  await rig.idle()
  await rig.chain.warpTo(sale.validBefore + 30)
  await rig.chain.mine(5, 2)
}

/**
 * One of each: good, unrecorded, paid twice, never paid, and paid after the server had given up. What the last
 * buyer was answered comes back.
 */
async function playBadDay(rig: Rig): Promise<Paid> {
  await rig.payUnrecorded()
  await rig.pay({ requestId: 'req_good' })
  await rig.pay({ requestId: 'req_twice', payer: rig.payers[20] as Rig['payers'][number] })
  await rig.pay({ requestId: 'req_twice', payer: rig.payers[20] as Rig['payers'][number] })
  await rig.pay({ requestId: 'req_phantom', fault: 'phantom', route: 'create-page-proof' })
  const fault = { requestId: 'req_late', fault: 'timeout-then-confirm', hold: true } as const
  const late = await rig.pay(fault)
  await rig.chain.warpTo((await rig.chain.timestamp()) + 14)
  rig.faults.release(late.nonce)
  await rig.idle()
  const mined = await rig.chain.timestamp()
  await rig.chain.warpTo(late.validBefore + 30)
  await rig.chain.mine(5, 2)
  // A window ends now: until then it would depend on the speed of this machine what lies inside of it.
  await new Promise((done) => setTimeout(done, Math.max(0, (mined + 1) * 1000 - Date.now())))
  return late
}

/** One that somebody else settled first, so that our transaction reverted, and one that nobody settled yet. */
async function playOpenDay(rig: Rig): Promise<void> {
  await rig.pay({ requestId: 'req_raced', fault: 'front-run' })
  await rig.pay({ requestId: 'req_never', fault: 'gas' })
  await rig.idle()
  await rig.chain.mine(5, 2)
}

const closes: (() => Promise<unknown>)[] = []

/** The chain of a rig with a newest block of this second: how old it is would depend on the speed of this machine. */
async function punctual(rig: Rig): Promise<string> {
  const { url, close } = await startAlteringRpc(rig.rpcUrl, (call, answer) => {
    if (call.method !== 'eth_getBlockByNumber' || call.params[0] !== 'latest') return answer
    const timestamp = `0x${Math.floor(Date.now() / 1000).toString(16)}`
    return { result: { ...(answer.result as object), timestamp } }
  })
  closes.push(close)
  return url
}

/** An answer as `curl -i` prints it. */
function asCurl(status: number | null, headers: Readonly<Record<string, string>>, body: string): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${body}`
}

/** What a buyer who does not pay is answered on a route. */
async function unpaidAnswer(rig: Rig): Promise<string> {
  const answer = await fetch(new URL('/x402/v1/extract-return-policy', rig.v2.url))
  return asCurl(answer.status, Object.fromEntries(answer.headers), await answer.text())
}

beforeAll(async () => {
  quiet = await startRig()
  bad = await startRig()
  open = await startRig()
  t402 = await startT402Facilitator()
  const [late] = await Promise.all([playBadDay(bad), playQuietDay(quiet), playOpenDay(open)])
  const broken = await bad.startServer(2, {
    ...{ wrongPayTo: 'create-page-proof', servedFree: 'check-product-fit', notReady: true },
    status: { network: 'eip155:84532' },
  })
  const described = await quiet.startServer(2, { documents: 'all' })
  const drifted = await quiet.startServer(2, { documents: 'drifted' })
  const books = readFileSync(quiet.recordsFile, 'utf8')
  const validBefore = (await quiet.chain.timestamp()) + 100
  const terms = required(requirement)
  const renamed = required({ ...requirement, extra: { name: 'USDC', version: '2' } })
  options = {
    hide,
    // Five digits for five digits: no line may become longer or shorter.
    standIns: {
      'http://127.0.0.1:40200': quiet.v2.url,
      'http://127.0.0.1:40100': quiet.v1.url,
      'http://127.0.0.1:40500': broken.url,
      'http://127.0.0.1:40610': described.url,
      'http://127.0.0.1:40620': drifted.url,
      '127.0.0.1:40402': new URL(quiet.facilitatorUrl).host,
      '127.0.0.1:40403': new URL(t402.url).host,
      'http://127.0.0.1:48545': quiet.rpcUrl,
      'http://127.0.0.1:48546': bad.rpcUrl,
      'http://127.0.0.1:48547': open.rpcUrl,
      'http://127.0.0.1:48548': await punctual(open),
      'http://127.0.0.1:48549': await punctual(quiet),
      'http://127.0.0.1:48550': await punctual(bad),
    },
    files: {
      'quiet.jsonl': books,
      'payments.jsonl': readFileSync(bad.recordsFile, 'utf8'),
      'open-day.jsonl': readFileSync(open.recordsFile, 'utf8'),
      'torn.jsonl': `${books}{"requestId":"req_torn","nonce":"0x12`,
      'empty.jsonl': '',
      'payment.txt': `PAYMENT-SIGNATURE: ${asHeader(await payment(requirement, quiet.payers[3], validBefore))}`,
      '402.txt': `HTTP/1.1 402 Payment Required\r\nPAYMENT-REQUIRED: ${asHeader(terms)}\r\n\r\n{}`,
      '402-renamed.json': JSON.stringify(renamed),
      'unpaid.txt': await unpaidAnswer(quiet),
      'late.txt': asCurl(late.status, { 'PAYMENT-RESPONSE': String(asHeader(late.settle)) }, late.body),
    },
  }
})

afterAll(async () => {
  for (const close of closes) await close()
  await quiet?.stop()
  await bad?.stop()
  await open?.stop()
  await t402?.close()
})

/** The lines inside of console blocks. */
function screens(text: string): readonly string[] {
  return text.split('```').flatMap((part, index) => (index % 2 === 1 ? part.split('\n').slice(1) : []))
}

/** Findings of one weight stand in the order of their ids, which are new in every run. */
function anyOrder(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/^Why /, '').trim())
    .sort()
}

test.concurrent.each([
  // Their chain stands still: the sooner it is looked at, the newer its newest block is.
  'settlement-open',
  'settlement',
  'settlement-watch',
  'reconcile',
  'refund',
  'monitor',
  'probe',
  'matrix',
  'discover',
  'facilitator',
  'diff',
  'evidence',
  'read-one-thing',
  'verify',
  'balance',
  'rpc',
  'recipient',
  'toggle',
  'checklist',
])('%s.md, in 80 columns', async (name) => {
  const { written, played, printed } = await checkTranscript(join(folder, `${name}.md`), options)
  if (['monitor', 'probe', 'facilitator', 'matrix', 'toggle', 'discover'].includes(name))
    expect(anyOrder(played)).toEqual(anyOrder(written))
  else expect(played).toBe(written)
  const lines = screens(printed).filter((line) => !line.startsWith('$ '))
  expect(lines.filter((line) => line.replace(/^2> /, '').length > 80)).toEqual([])
})
