import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type HistoryAsked, historyOptions, reconcileArgs } from './history.ts'
import { startLocalEndpoint } from './local-endpoint.ts'
import { planHistory } from './plan.ts'
import { writeRecords } from './records.ts'

/**
 * When a run is killed with -9: after some time, when the endpoint was asked so often, or at a step on the disk, by its
 * number or by a piece of its line (`half`: when half of what it writes is written).
 */
export type KillPoint =
  | { readonly kind: 'time'; readonly ms: number }
  | { readonly kind: 'request'; readonly number: number }
  | { readonly kind: 'disk'; readonly at: number | string; readonly half?: boolean }

/** How a run ended. `report` is what stands at the path of its report, without what differs from run to run. */
export type Ended = {
  readonly signal: NodeJS.Signals | null
  readonly exitCode: number | null
  readonly stderr: string
  readonly report: string | null
  readonly ms: number
  /** What the endpoint was asked: how often, and for logs of how many blocks. */
  readonly requests: number
  readonly blocks: number
  /** What the run changed on the disk, one line a step. */
  readonly steps: readonly string[]
}

/** A place for runs that are killed: state, cache, temporary files and report lie below it. */
export type Place = {
  readonly folder: string
  readonly run: (point: KillPoint | null) => Promise<Ended>
}

const [program, hook] = ['../../bin/x402ops.js', './kill-hook.mjs'].map((file) =>
  fileURLToPath(new URL(file, import.meta.url)),
)

/** The report of a run without its name, its times and what is counted anew by every run; null when there is none. */
function reportIn(file: string): string | null {
  if (!existsSync(file)) return null
  const {
    runId: _id,
    startedAt: _from,
    finishedAt: _to,
    checks,
    ...rest
  } = JSON.parse(readFileSync(file, 'utf8')) as {
    runId: string
    startedAt: string
    finishedAt: string
    checks: readonly object[]
  }
  const bare = { ...rest, checks: checks.map((row) => ({ ...row, elapsedMs: 0 })) }
  return JSON.stringify(bare).replace(/"(?:at|judgedAt)":"[^"]{0,40}"/g, '"at":""')
}

/** A history, its endpoint in this process, and places in which it is reconciled by a program that can be killed. */
export async function startKilling(asked: HistoryAsked, folder: string) {
  const plan = planHistory(historyOptions(asked))
  const records = join(folder, 'records.jsonl')
  await writeRecords(plan, records)
  const { url, counts, watch, close } = await startLocalEndpoint(plan)
  const config = 'version: 1\nprofiles: {mainnet: {limits: {rpcRate: 100000}}}\n'

  /**
   * `above`: from how many records on the sieve is used. `input`: the records come by standard input. `store`: the address
   * of a database in which payments are paired.
   */
  const place = (name: string, { above = 0, input = false, store = '' } = {}): Place => {
    const here = join(folder, name)
    for (const part of ['tmp', 'out']) mkdirSync(join(here, part), { recursive: true })
    writeFileSync(join(here, 'x402ops.yaml'), config)
    const report = join(here, 'out/report.json')
    const log = join(here, 'steps')
    const run: Place['run'] = (point) => {
      const disk = point?.kind === 'disk' ? { at: point.at, half: point.half === true } : {}
      const env = {
        ...{ PATH: process.env.PATH ?? '', HOME: here, TMPDIR: join(here, 'tmp'), NO_COLOR: '1' },
        ...{ XDG_STATE_HOME: join(here, 'state'), XDG_CACHE_HOME: join(here, 'cache') },
        ...(store === '' ? {} : { STORE: store }),
        ...{ X402OPS_SIEVE_ABOVE: String(above), X402OPS_KILL: JSON.stringify({ log, ...disk }) },
      }
      rmSync(log, { force: true })
      const before = { ...counts }
      const begin = performance.now()
      const engine = store === '' ? [] : ['--engine', 'postgres', '--store', 'env:STORE']
      const line = [
        ...reconcileArgs(plan, url, input ? '-' : records),
        ...engine,
        '-q',
        '-o',
        `json=${report}`,
      ]
      const argv = ['--import', String(hook), String(program), ...line]
      const child = spawn(process.execPath, argv, { cwd: here, env, stdio: ['pipe', 'ignore', 'pipe'] })
      child.stdin.on('error', () => undefined)
      child.stdin.end(input ? readFileSync(records) : '')
      let stderr = ''
      child.stderr.on('data', (chunk) => {
        stderr += String(chunk)
      })
      const timer = point?.kind === 'time' ? setTimeout(() => child.kill('SIGKILL'), point.ms) : undefined
      watch((calls) => {
        if (point?.kind === 'request' && calls - before.calls >= point.number) child.kill('SIGKILL')
        return undefined
      })
      return new Promise((done) =>
        child.on('close', (exitCode, signal) => {
          clearTimeout(timer)
          watch(() => undefined)
          done({
            ...{ exitCode, signal, stderr, report: reportIn(report), ms: performance.now() - begin },
            ...{ requests: counts.calls - before.calls, blocks: counts.blocks - before.blocks },
            steps: existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [],
          })
        }),
      )
    }
    return { folder: here, run }
  }
  return { plan, place, close }
}

// Names that something in the middle of being written has: ours all begin with a dot, but for the spool's.
const unfinished = /^(?:\.(?!lock$)|x402ops-[0-9a-f]{24}$)|\.new$/

/** Files and folders below a place that nobody finished, from its top. */
export function leftovers({ folder }: Place): readonly string[] {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  return names
    .filter(({ name }) => unfinished.test(name))
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort()
}

/** What is spoilt of everything that is saved below a place; empty = all that has its name is whole. */
export function spoilt({ folder }: Place): readonly string[] {
  const profile = join(folder, 'state/x402ops/mainnet')
  const files = existsSync(profile) ? readdirSync(profile, { recursive: true, withFileTypes: true }) : []
  const named = files.filter(
    (one) => one.isFile() && !/\/\./.test(join(one.parentPath, one.name).slice(folder.length)),
  )
  const bad = named.flatMap(({ parentPath, name }) => {
    const path = join(parentPath, name)
    const text = readFileSync(path, 'utf8')
    try {
      if (name.endsWith('.ndjson')) for (const line of text.split('\n').filter(Boolean)) JSON.parse(line)
      else JSON.parse(text)
      return []
    } catch {
      return [path.slice(folder.length + 1)]
    }
  })
  const runs = join(profile, 'runs')
  const whole = ['cases.ndjson', 'run.json', 'seen.ndjson']
  const halves = (existsSync(runs) ? readdirSync(runs) : [])
    .filter((name) => !name.startsWith('.'))
    .filter((name) => String(readdirSync(join(runs, name)).sort()) !== String(whole))
  return [...bad, ...halves]
}
