import type { Clock } from '../../../src/core/ports.ts'

/** A clock whose sleeps end at once and are written down. */
export function quickClock(): Clock & { readonly sleeps: readonly number[] } {
  const sleeps: number[] = []
  return {
    sleeps,
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    sleep: async (ms) => {
      sleeps.push(ms)
    },
  }
}
