import { createFileStore } from '../../../src/adapters/store/file-store.ts'
import type { Track } from '../../../src/runs/tracks.ts'

// A process of its own for tracks.test.ts: counts all its tracks up, over and over, until it is killed.
const at = '2026-11-21T07:40:02.000Z'
const store = createFileStore({
  stateDir: process.argv[2] ?? '',
  clock: { now: () => new Date(at), monotonicMs: () => 0, sleep: async () => undefined },
})
const one = (n: number): Track => ({
  id: n.toString(16).padStart(16, '0'),
  ref: {
    ...{ payer: null, nonce: null, network: null, asset: null, tx: `0x${n}`, payTo: null, route: null },
    ...{ amountAtomic: null, validBefore: null, recordId: null, requestId: null },
  },
  ...{ state: 'polling', firmness: 'provisional', enteredAt: at, submittedAt: null, resolvedAt: null },
  ...{ pollAttempts: 0, nextPollAt: null, lastError: null, history: [], source: null },
})

for (let turn = 1; ; turn += 1) {
  await store.updateTracks('mainnet', (tracks) => {
    const all = tracks.length === 0 ? Array.from({ length: 300 }, (_, n) => one(n)) : tracks
    return all.map((track) => ({ ...track, pollAttempts: turn }))
  })
  if (turn === 1) process.stdout.write('begun\n')
}
