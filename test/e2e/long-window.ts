import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunDocument } from '../../src/core/report.ts'
import { accountAt, accountsNeeded, roles } from '../rig/accounts.ts'
import { type Chain, startAnvil } from '../rig/anvil.ts'
import { freshNonce } from '../rig/payer.ts'
import { chainId, network, placeToken, signTransfer, usdc } from '../rig/token.ts'
import { newDesk } from './run-cli.ts'
import { startStretchedRpc, type Trouble } from './stretched-rpc.ts'

/** Many days of a service on a real chain, and its books. The caller owes `stop`. */
export type LongWindow = {
  readonly days: number
  readonly payments: number
  /** Reconciles all days through an endpoint with these troubles; null = an endpoint without any. */
  readonly reconcile: (trouble: Trouble | null) => Promise<LongRun>
  readonly stop: () => Promise<void>
}

/** One reconcile over all days: its report without what differs from run to run, and what it cost. */
export type LongRun = {
  readonly document: unknown
  readonly cases: string
  readonly complete: boolean
  readonly exitCode: number
  readonly classes: Readonly<Record<string, number>>
  readonly blocks: number
  readonly counts: Readonly<Record<string, number>>
  readonly seconds: number
}

/** Every so many payments one goes wrong; the rest fits. */
const stories = ['fits', 'fits', 'fits', 'orphan', 'fits', 'unrecorded', 'fits', 'never paid'] as const

async function playDays(chain: Chain, days: number, payments: number): Promise<string> {
  const token = await placeToken(chain)
  const payTo = accountAt(roles.payTo).address
  await chain.rpc('anvil_setBlockTimestampInterval', [2])
  const begin = await chain.timestamp()
  const lines: string[] = []
  for (let i = 0; i < payments; i += 1) {
    const at = begin + Math.floor((days * 86_400 - 1200) * ((i + 1) / (payments + 1)))
    const payer = accountAt(roles.firstPayer + (i % roles.payers))
    const story = stories[i % stories.length]
    await token.setBalance(payer.address, 100_000_000n)
    await chain.warpTo(at)
    const terms = { to: payTo, value: 10_000n, validAfter: 0n, validBefore: BigInt(at + 300) }
    const signed = await signTransfer(payer, { ...terms, nonce: freshNonce() })
    const tx = story === 'never paid' ? null : await token.execute(accountAt(roles.stranger), signed)
    if (story === 'unrecorded') continue
    const paid = story === 'fits'
    lines.push(
      JSON.stringify({
        requestId: `req-${i}`,
        receivedAt: new Date(at * 1000).toISOString(),
        respondedAt: new Date((at + 2) * 1000).toISOString(),
        ...{ scheme: 'exact', network, asset: usdc, payTo, amountAtomic: '10000' },
        ...{ payer: signed.from, nonce: signed.nonce, validBefore: at + 300 },
        ...{ state: paid ? 'settled' : 'failed', responseStatus: paid ? 200 : 402, tx: paid ? tx : null },
      }),
    )
  }
  await chain.warpTo(Math.floor(Date.now() / 1000) - 8)
  await chain.mine(3, 2)
  return `${lines.join('\n')}\n`
}

/** The parts of a run document that must not depend on the endpoint's mood. */
function withoutTimes(document: RunDocument, url: string): unknown {
  const { runId: _id, startedAt: _started, finishedAt: _finished, checks, ...rest } = document
  const bare = { ...rest, checks: checks.map(({ elapsedMs: _elapsed, ...check }) => check) }
  return JSON.parse(JSON.stringify(bare).replaceAll(new URL(url).host, 'endpoint'))
}

/** Plays the days on a chain of its own: one payment in four goes wrong in some way. */
export async function startLongWindow(days: number, payments: number): Promise<LongWindow> {
  const chain = await startAnvil({ chainId, accounts: accountsNeeded, daysBack: days })
  const folder = mkdtempSync(join(tmpdir(), 'x402ops-long-'))
  const stop = async () => {
    await chain.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  const records = join(folder, 'payments.jsonl')
  try {
    writeFileSync(records, await playDays(chain, days, payments))
  } catch (error) {
    await stop()
    throw error
  }
  const until = new Date((await chain.timestamp()) * 1000).toISOString()
  const since = new Date((await chain.timestamp()) * 1000 - days * 86_400_000 + 60_000).toISOString()
  const reconcile = async (trouble: Trouble | null): Promise<LongRun> => {
    const rpc = await startStretchedRpc(chain, trouble)
    const desk = newDesk()
    try {
      const begin = performance.now()
      const where = ['--records', records, '--rpc', rpc.url, '--pay-to', accountAt(roles.payTo).address]
      const how = ['--since', since, '--until', until, '--deadline', '10m', '--timeout', '5s']
      const args = ['reconcile', 'mainnet', ...how, ...where, '-o', 'json', '--cases', 'cases.ndjson']
      const { stdout, stderr, exitCode } = await desk.run(args)
      if (stdout === '') throw new Error(stderr)
      const document = JSON.parse(stdout) as RunDocument
      const cases = readFileSync(join(desk.folder, 'cases.ndjson'), 'utf8')
      return {
        ...{ exitCode, counts: rpc.counts, blocks: rpc.head, complete: document.complete },
        document: withoutTimes(document, rpc.url),
        cases: cases.replaceAll(new URL(rpc.url).host, 'endpoint'),
        classes: Object.fromEntries(document.totals.map(({ name, count }) => [name, count])),
        seconds: (performance.now() - begin) / 1000,
      }
    } finally {
      desk.remove()
      await rpc.close()
    }
  }
  return { days, payments, reconcile, stop }
}

/** What the issue of a public endpoint looks like on a bad day. */
export const badDay: Trouble = {
  maxBlocks: 2000,
  faultShare: 0.05,
  seed: 20_261_121,
  perSecond: 45,
  burst: 60,
}
