import type { Clock } from '../../../src/core/ports.ts'

/** A clock that stands still until `advance`, which wakes every sleeper whose time has come, in order. */
export function fakeClock(): Clock & { readonly advance: (ms: number) => Promise<void> } {
  let nowMs = 0
  const sleepers: { readonly atMs: number; readonly wake: () => void }[] = []
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
  return {
    now: () => new Date(Date.UTC(2026, 10, 21) + nowMs),
    monotonicMs: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted || ms <= 0) return resolve()
        signal.addEventListener('abort', () => resolve(), { once: true })
        sleepers.push({ atMs: nowMs + ms, wake: resolve })
      }),
    advance: async (ms) => {
      nowMs += ms
      await settle()
      for (const due of sleepers.filter(({ atMs }) => atMs <= nowMs)) {
        sleepers.splice(sleepers.indexOf(due), 1)
        due.wake()
      }
      await settle()
    },
  }
}
