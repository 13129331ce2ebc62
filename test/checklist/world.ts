import type { EnvLook } from '../../src/checklist/env/shapes.ts'
import type { ChecklistExpected, ChecklistSeen, RoomLook } from '../../src/checklist/shapes.ts'
import { couldNotSee, saw } from '../../src/core/observation.ts'
import type { Verdict } from '../../src/core/verdict.ts'
import { discover } from '../../src/discover/room.ts'
import { facilitator } from '../../src/facilitator/room.ts'
import { matrix } from '../../src/matrix/room.ts'
import { probe } from '../../src/probe/room.ts'
import { recipient } from '../../src/recipient/room.ts'
import { reconcile } from '../../src/reconcile/room.ts'
import { rpc } from '../../src/rpc/room.ts'

/** When everything in these tests was seen. */
export const at = '2026-11-22T02:00:00.000Z'
const look = { at, source: 'file', ref: 'test' }

/** Nothing could be seen, and why. */
export const blind = couldNotSee(look, 'refused', 'permission denied')

const rooms = { probe, matrix, discover, facilitator, rpc, recipient, reconcile }

/** The rooms that the list reads, by name. */
export type RoomName = keyof typeof rooms

// The checks of the rooms themselves: an item that names a check that does not exist is never answered.
const quiet = (name: RoomName): RoomLook => ({
  ...{ room: name, at, runId: null, findings: [] },
  checks: rooms[name].checks.map(({ id }) => ({ id, verdict: 'PASS' as const, text: '' })),
})

const variable = (name: string, shape: EnvLook['shape'], agrees: boolean | null = true): EnvLook => ({
  ...{ file: '.env', name, shape, faults: [], agrees, cdp: false },
})

/** Everything was seen and is as it should be. */
export const good: ChecklistSeen = {
  at,
  rooms: (Object.keys(rooms) as RoomName[]).map(quiet),
  terms: ['eip155:8453', 'eip155:137'].map((network) => ({
    route: 'quote',
    network,
    maxTimeoutSeconds: 300,
  })),
  service: {
    packages: saw(look, [{ name: '@x402/core', version: '2.27.0', file: 'yarn.lock' }]),
    tracked: saw(look, ['.env.example']),
    env: saw(look, [
      variable('X402_ENABLED', 'a switch'),
      variable('X402_EVM_PAY_TO', 'an account address'),
      variable('X402_NETWORK', 'a network'),
      variable('X402_FACILITATOR_URL', 'an https address'),
      variable('PUBLIC_BASE_URL', 'an https address'),
      variable('PROOF_PUBLIC_BASE_URL', 'an https address'),
    ]),
    modes: [{ what: '.env', mode: saw(look, 0o600) }],
  },
  places: [
    { what: 'saved runs', mode: saw(look, 0o700) },
    { what: 'x402ops.yaml', mode: saw(look, 0o644) },
  ],
  books: saw(look, { until: '2026-11-22T01:00:00.000Z' }),
  monitor: { webhook: false },
}

/** A service of two instances whose operator said everything. */
export const usual: ChecklistExpected = {
  ...{ instances: 2, forbidden: 1, facilitators: 1, asked: {} },
  settings: {
    ...{ serverWaitMs: 90_000, facilitatorWaitMs: 60_000, replayStore: 'shared', replayKeepMs: 900_000 },
    receivers: [{ name: 'pager', kind: 'webhook', signed: true }],
  },
  env: {
    ...{ payTo: ['0xpay'], networks: ['eip155:8453'], host: 'shop.example', facilitators: ['x402.example'] },
    flag: { variable: 'X402_ENABLED', on: 'true', off: 'false' },
  },
}

/** The same with a finding of another room. */
export function found(room: RoomName, check: string, code: string, verdict: Verdict = 'FAIL'): ChecklistSeen {
  const finding = { check, code, verdict, text: `${code} was seen.` }
  return {
    ...good,
    rooms: good.rooms.map((one) =>
      one.room === room
        ? {
            ...one,
            findings: [finding],
            checks: one.checks.map((row) =>
              row.id === check ? { ...row, verdict, text: finding.text } : row,
            ),
          }
        : one,
    ),
  }
}

/** The same without a room. */
export function without(room: RoomName): ChecklistSeen {
  return { ...good, rooms: good.rooms.filter((one) => one.room !== room) }
}

/** The same with some variables otherwise, or others beside them. */
export function env(...changed: readonly (Partial<EnvLook> & { readonly name: string })[]): ChecklistSeen {
  if (good.service === null || !good.service.env.seen) throw new Error('the good world has variables')
  const before = good.service.env.value
  const after = before.map((one) => ({ ...one, ...changed.find(({ name }) => name === one.name) }))
  const more = changed.filter(({ name }) => !before.some((one) => one.name === name))
  const all = [...after, ...more.map((one) => ({ ...variable(one.name, 'text', null), ...one }))]
  return { ...good, service: { ...good.service, env: saw(look, all) } }
}

/** The same with something else in the folder of the service. */
export function folder(change: Partial<NonNullable<ChecklistSeen['service']>>): ChecklistSeen {
  if (good.service === null) throw new Error('the good world has a folder')
  return { ...good, service: { ...good.service, ...change } }
}

export { look }
