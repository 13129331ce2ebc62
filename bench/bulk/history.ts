import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type HistoryOptions, type Plan, place, planHistory, usualHours } from './plan.ts'
import { writeRecords } from './records.ts'
import type { Faults } from './serve.ts'
import { type OddOne, oddOnes, type Truth, truthOf, writeTruth } from './truth.ts'

/** What may be said of a history; everything but the number of payments has a usual value. */
export type HistoryAsked = Partial<HistoryOptions> & {
  readonly payments: number
  readonly faults?: Partial<Faults>
}

/** A history with its endpoint. The caller owes `close`. */
export type History = {
  readonly url: string
  readonly plan: Plan
  readonly truth: Truth
  readonly oddOnes: () => Iterable<OddOne>
  /** The command line of `x402ops` over this history, but for what is to come out of it. */
  readonly args: (records: string) => readonly string[]
  readonly writeRecords: (file: string) => Promise<void>
  readonly writeTruth: (file: string) => void
  /** The stub's process id, for whoever wants to measure it. */
  readonly pid: number
  readonly close: () => Promise<void>
}

/** What a usual provider does: at most 10,000 logs an answer and blocks a search, and no faults. */
export const usualFaults: Faults = {
  maxRange: 10_000,
  maxLogs: 10_000,
  silentLimit: null,
  latencyMs: 0,
  share429: 0,
  shareTruncated: 0,
}

/** The options of a history with the usual values filled in. */
export function historyOptions(asked: HistoryAsked): HistoryOptions {
  const { payments, seed = 1, hours = usualHours(payments), payers = 1000, oddEvery = 1000 } = asked
  return { payments, seed, hours, payers, oddEvery }
}

const iso = (seconds: number) => new Date(seconds * 1000).toISOString()

/** The command line of `x402ops reconcile` over a history behind this URL. */
export function reconcileArgs(plan: Plan, url: string, records: string): readonly string[] {
  const window = ['--since', iso(plan.since), '--until', iso(plan.until)]
  const where = ['--records', records, '--rpc', url, '--pay-to', place.payTo]
  return ['reconcile', 'mainnet', ...window, ...where, '--network', place.network, '--asset', 'usdc']
}

/**
 * Starts an endpoint over a generated history in a process of its own, on loopback. Equal options give equal bytes.
 * Throws when the options make no history, or when the process does not start.
 */
export async function startHistory(asked: HistoryAsked): Promise<History> {
  const options = historyOptions(asked)
  const plan = planHistory(options)
  const faults = { ...usualFaults, ...asked.faults }
  const [hook, serve] = ['../../scripts/ts.mjs', './serve.ts'].map((file) => new URL(file, import.meta.url))
  const child = spawn(
    process.execPath,
    ['--import', String(hook), fileURLToPath(serve ?? ''), JSON.stringify({ ...options, faults })],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const ended = once(child, 'exit')
  const url = await Promise.race([
    once(child.stdout, 'data').then(([chunk]) => String(chunk).trim()),
    ended.then(([code]) => {
      throw new Error(`the history's endpoint ended with ${code} before it listened`)
    }),
  ])
  return {
    ...{ url, plan, truth: truthOf(plan), oddOnes: () => oddOnes(plan), pid: child.pid ?? 0 },
    args: (records) => reconcileArgs(plan, url, records),
    writeRecords: (file) => writeRecords(plan, file),
    writeTruth: (file) => writeTruth(plan, file),
    close: async () => {
      child.stdin.end()
      await ended
    },
  }
}
