import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inThisProcess, newDesk } from '../run-cli.ts'

/** A reconcile with a sieve and one without: their reports without names and times, and how many payments were sieved. */
export type BothWays = {
  readonly sieved: string
  readonly held: string
  readonly counted: number
}

function timeless(stdout: string): string {
  const { runId: _id, startedAt: _from, finishedAt: _to, checks, next: _next, ...rest } = JSON.parse(stdout)
  const bare = { ...rest, checks: checks.map((row: object) => ({ ...row, elapsedMs: 0 })) }
  return JSON.stringify(bare).replace(/"(?:at|judgedAt)":"[^"]{0,40}"/g, '"at":""')
}

/** Reconciles with each of the two; `endpoint` is asked under two names, because of one alone every payment is looked at. */
export async function bothWays(argv: readonly string[], endpoint: string): Promise<BothWays> {
  const desk = newDesk(inThisProcess)
  try {
    const second = ['--rpc', endpoint.replace('127.0.0.1', 'localhost')]
    const line = [...argv, '--rpc', endpoint, ...second, '-o', 'json', '--no-cache']
    const told = async (above: string) => {
      const env = { X402OPS_SIEVE_ABOVE: above, X402OPS_STATE_DIR: join(desk.folder, above) }
      const { stdout, stderr } = await desk.run(line, env)
      if (stdout === '') throw new Error(stderr)
      return timeless(stdout)
    }
    const [sieved, held] = [await told('0'), await told('100000')]
    const runs = join(desk.folder, '0/mainnet/runs')
    const [run = ''] = readdirSync(runs)
    const [room = '{}'] = readFileSync(join(runs, run, 'seen.ndjson'), 'utf8').split('\n')
    return { sieved, held, counted: JSON.parse(room).seen.plain?.count ?? 0 }
  } finally {
    desk.remove()
  }
}
