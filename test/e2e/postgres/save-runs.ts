import { createPostgresStore } from '../../../src/adapters/runs-postgres/postgres-store.ts'
import { Secret } from '../../../src/core/secret.ts'
import { clock, now, runAt, track } from './run-samples.ts'

// A process of its own for runs.test.ts: saves a run, follows a payment and tells its number, over and over, until it
// is killed. Arguments: the profile, and the first number.
const store = createPostgresStore({
  ...{ address: async () => new Secret('env:RUNS', process.env.RUNS ?? ''), clock, needed: async () => [] },
})
const first = Number(process.argv[3])
for (let number = first; ; number += 1) {
  const kept = await store.save(runAt(now - number * 1000, { profile: process.argv[2] ?? '' }, 3000))
  if (!kept.saved) throw new Error(kept.note)
  const note = await store.updateTracks(process.argv[2] ?? '', (tracks) => [...tracks, track(number)])
  if (note !== null) throw new Error(note)
  process.stdout.write(`${number}\n`)
}
