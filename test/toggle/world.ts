import type { MoneyLook } from '../../src/toggle/money.ts'
import type { GuideExpected, GuideSeen, RunLook } from '../../src/toggle/shapes.ts'

/** Books in which nothing is wrong. */
export const quietMoney: MoneyLook = {
  attempts: 100,
  classes: { MATCHED: { count: 100, ids: [] } },
  provisional: {},
  undecided: 0,
  waiting: [],
  secondDelivery: { count: 0, ids: [] },
  responseMissing: { count: 0, ids: [] },
  responseMissingUnpaid: 0,
  settleFailed: { count: 0, ids: [] },
  blind: [],
}

const rooms = [
  'probe',
  'matrix',
  'facilitator',
  'rpc',
  'recipient',
  'discover',
  'reconcile',
  'metrics',
  'alerts',
]

/** When the newest run of a test was made. */
export const now = Date.parse('2026-11-21T07:40:00Z')

/** A run that looked at everything and found nothing, `agoMs` before the newest one. */
export function quietRun(agoMs = 0, more: Partial<RunLook> = {}): RunLook {
  return {
    runId: `run-${agoMs}`,
    at: new Date(now - agoMs).toISOString(),
    command: 'monitor',
    rooms: rooms.map((room) => ({ room, state: 'answered', why: '' })),
    findings: [],
    money: quietMoney,
    rate: null,
    maxTimeoutSeconds: 300,
    ...more,
  }
}

/** A finding of a run. */
export function found(code: string, room: string, more: Partial<RunLook['findings'][number]> = {}) {
  return {
    id: `${code} ${room}`,
    code,
    verdict: 'FAIL',
    room,
    subject: 'quote',
    route: null,
    text: code,
    args: {},
    ...more,
  }
}

/** Everything seen and nothing wrong. */
export const quiet: GuideSeen = {
  at: new Date(now).toISOString(),
  runs: [quietRun()],
  scan: { paths: ['logs'], hits: [], leftOut: 0 },
  tracks: [],
}

/** A service with one rail whose flag closes its routes. */
export const usual: GuideExpected = {
  flagOffMeans: 'closed-503',
  rails: ['eip155:8453 USDC'],
  facilitators: 1,
  endpoints: { 'eip155:8453': 2 },
}
