import type { ExitCode } from '../../core/report.ts'
import { expiredRuns, type RetentionLimits, readRunId } from '../../runs/retention.ts'
import type { Database } from '../postgres/connect.ts'
import { inTransaction } from '../postgres/transaction.ts'
import { protectedKinds } from '../store/tidy.ts'

const allRuns = `select run_id, bytes, complete, exit_code from x402ops.runs where profile = $1
  order by started_at desc, run_id collate "C" desc`

/**
 * Removes the runs that the limits no longer cover, while nobody else changes this profile; when somebody does, it is
 * left to the next run. The last complete reconcile and the last good matrix always stay, and so do the `needed` ones.
 * Rejects with a DATABASE_* `OpsError`.
 */
export async function tidyRuns(
  database: Database,
  profile: string,
  now: Date,
  limits: RetentionLimits,
  needed: () => Promise<readonly string[]>,
): Promise<void> {
  await inTransaction(database, { way: 'change', doing: 'removing old runs' }, async (ask) => {
    await ask('insert into x402ops.run_profiles values ($1) on conflict do nothing', [profile])
    const free = 'select profile from x402ops.run_profiles where profile = $1 for update skip locked'
    if ((await ask(free, [profile])).length === 0) return
    const rows = (await ask(allRuns, [profile])).flatMap(({ run_id, bytes, complete, exit_code }) => {
      const read = readRunId(String(run_id))
      const good = { complete: complete === true, exitCode: Number(exit_code) as ExitCode }
      return read === undefined ? [] : [{ runId: String(run_id), ...read, bytes: Number(bytes), ...good }]
    })
    const expired = expiredRuns(rows, now.getTime(), limits)
    if (expired.length === 0) return
    const spared = new Set<string | undefined>(await needed())
    for (const { command, isGood } of protectedKinds)
      spared.add(rows.find((row) => row.command === command && isGood(row))?.runId)
    for (const { runId } of expired.filter((run) => !spared.has(run.runId)))
      await ask('delete from x402ops.runs where profile = $1 and run_id = $2', [profile, runId])
  })
}
