/** What a word in a health or ready body means; `unclear` for words that are not in the lists. */
export type StateMeaning = 'good' | 'degraded' | 'bad' | 'unclear'

const words: Readonly<Record<Exclude<StateMeaning, 'unclear'>, readonly string[]>> = {
  good: [
    'ok',
    'okay',
    'up',
    'pass',
    'passed',
    'passing',
    'healthy',
    'ready',
    'true',
    'connected',
    'available',
  ].concat(['operational', 'green', 'live', 'alive', 'running', 'online', 'success', 'reachable']),
  degraded: ['degraded', 'warn', 'warning', 'slow', 'partial', 'yellow', 'impaired', 'draining'],
  bad: ['fail', 'failed', 'failing', 'down', 'error', 'unhealthy', 'not_ready', 'not ready', 'not-ready']
    .concat(['false', 'critical', 'disconnected', 'unavailable', 'timeout', 'red', 'offline', 'unreachable'])
    .concat(['dead', 'outage', 'out_of_service', 'refused', 'notready']),
}

/** Reads a state word (any case) or a boolean. */
export function meaningOf(state: unknown): StateMeaning {
  if (typeof state !== 'string' && typeof state !== 'boolean') return 'unclear'
  const word = String(state).trim().toLowerCase()
  if (words.good.includes(word)) return 'good'
  if (words.degraded.includes(word)) return 'degraded'
  return words.bad.includes(word) ? 'bad' : 'unclear'
}
