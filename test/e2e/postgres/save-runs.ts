import { createPostgresStore } from '../../../src/adapters/runs-postgres/postgres-store.ts'
import { Secret } from '../../../src/core/secret.ts'
import { clock, now, runAt } from './run-samples.ts'

// A process of its own for runs.test.ts: saves one run after the other until it is killed.
const store = createPostgresStore({
  ...{ address: async () => new Secret('env:RUNS', process.env.RUNS ?? ''), clock, needed: async () => [] },
})
for (let turn = 0; ; turn += 1) {
  const startMs = now - process.pid * 100_000 + turn * 1000
  const kept = await store.save(runAt(startMs, { profile: process.argv[2] ?? '' }, 3000))
  if (!kept.saved) throw new Error(kept.note)
  if (turn === 0) process.stdout.write('begun\n')
}
