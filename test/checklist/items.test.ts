import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { items } from '../../src/checklist/items-catalog.ts'
import { checklist, itemChecks } from '../../src/checklist/room.ts'
import type { ChecklistExpected, ChecklistSeen } from '../../src/checklist/shapes.ts'
import { allEntries } from '../../src/commands/explain/entries.ts'
import { askedItemIds } from '../../src/core/checklist-settings.ts'
import { saw } from '../../src/core/observation.ts'
import { judgeRoom } from '../../src/core/run-room.ts'
import type { Verdict } from '../../src/core/verdict.ts'
import { at, blind, env, folder, found, good, look, type RoomName, usual, without } from './world.ts'

type World = readonly [seen: ChecklistSeen, expected?: ChecklistExpected]

/** An item: a world in which it does not hold, with its verdict there, and one in which nobody can tell. */
type Case = readonly [id: string, verdict: Verdict, bad: World, unknown: World]

const codes = new Set(allEntries().map(({ code }) => code))

function byRoom(id: string, room: RoomName, check: string, code: string, verdict: Verdict = 'FAIL'): Case {
  return [id, verdict, [found(room, check, code, verdict)], [without(room)]]
}

const said = (change: Partial<ChecklistExpected['settings']>): ChecklistExpected => ({
  ...usual,
  settings: { ...usual.settings, ...change },
})
const noFolder: World = [{ ...good, service: null }]
const noTerms: World = [{ ...good, terms: [] }]
const mode = (what: string, bits: number) => ({ what, mode: saw(look, bits) })
const locked = (name: string, version: string) =>
  folder({ packages: saw(look, [{ name, version, file: 'yarn.lock' }]) })
const short = good.terms.map((one) => ({ ...one, maxTimeoutSeconds: 20 }))
const unsaid = { ...usual, env: { ...usual.env, networks: [] } }

const cases: readonly Case[] = [
  byRoom('pay-to', 'matrix', 'matrix.pay-to', 'WRONG_PAYTO'),
  byRoom('forbidden-pay-to', 'recipient', 'address', 'RECIPIENT_FORBIDDEN'),
  byRoom('asset', 'matrix', 'matrix.asset', 'WRONG_ASSET'),
  byRoom('network', 'matrix', 'matrix.network', 'WRONG_NETWORK'),
  byRoom('price', 'matrix', 'matrix.amount', 'WRONG_AMOUNT'),
  byRoom('token-name', 'matrix', 'matrix.token', 'WRONG_EIP712_NAME'),
  byRoom('minimum', 'facilitator', 'minimum', 'FACILITATOR_MINIMUM'),
  byRoom('recipient-ready', 'recipient', 'ready', 'RECIPIENT_BLACKLISTED'),
  byRoom('nothing-free', 'matrix', 'matrix.answer', 'SERVED_FREE'),
  ['two-networks', 'INFO', [{ ...good, terms: good.terms.slice(0, 1) }], noTerms],
  byRoom('facilitator-up', 'facilitator', 'reach', 'FACILITATOR_DOWN'),
  byRoom('facilitator-auth', 'facilitator', 'auth', 'FACILITATOR_AUTH_REFUSED'),
  byRoom('facilitator-kinds', 'facilitator', 'kinds', 'FACILITATOR_TESTNET_ONLY'),
  byRoom('facilitator-shape', 'facilitator', 'shape', 'FACILITATOR_NOT_JSON'),
  byRoom('facilitator-gas', 'facilitator', 'signers', 'FACILITATOR_SIGNER_EMPTY'),
  ['offer-life', 'FAIL', [{ ...good, terms: short }], noTerms],
  ['waits', 'FAIL', [good, said({ serverWaitMs: 30_000 })], [good, said({ facilitatorWaitMs: null })]],
  [
    ...(['books-read', 'FAIL'] as const),
    [{ ...good, books: saw(look, { until: '2026-11-01T00:00:00Z' }) }],
    [{ ...good, books: saw(look, { until: null }) }],
  ],
  byRoom('orphans', 'reconcile', 'lost', 'ORPHANED_PAYMENT'),
  byRoom('delivered-paid', 'reconcile', 'unpaid', 'PHANTOM_SETTLEMENT'),
  byRoom('work-first', 'reconcile', 'flags', 'RECONCILE_PAYMENT_RESPONSE_MISSING'),
  byRoom('rpc-chain', 'rpc', 'chain-id', 'RPC_WRONG_CHAIN'),
  byRoom('rpc-two', 'rpc', 'sources', 'RPC_ONE_ENDPOINT', 'WARN'),
  byRoom('rpc-fresh', 'rpc', 'head-age', 'RPC_STALE_HEAD'),
  byRoom('rpc-agree', 'rpc', 'hashes', 'RPC_HASHES_DISAGREE'),
  byRoom('rpc-final', 'rpc', 'finality', 'RPC_NO_FINALITY', 'WARN'),
  ['replay-shared', 'FAIL', [good, said({ replayStore: 'memory' })], [good, said({ replayStore: null })]],
  ['replay-kept', 'FAIL', [good, said({ replayKeepMs: 60_000 })], [good, said({ replayKeepMs: null })]],
  byRoom('replay-seen', 'reconcile', 'twice', 'DUPLICATE_CLAIM'),
  byRoom('instances-agree', 'matrix', 'matrix.instances', 'INSTANCES_DISAGREE'),
  byRoom('terms-read', 'matrix', 'matrix.terms', 'UNDECODABLE'),
  byRoom('resource-url', 'matrix', 'matrix.resource', 'WRONG_RESOURCE'),
  ['public-base-url', 'FAIL', [env({ name: 'PUBLIC_BASE_URL', agrees: false })], noFolder],
  ['proof-base-url', 'FAIL', [env({ name: 'PROOF_PUBLIC_BASE_URL', agrees: false })], noFolder],
  byRoom('cors', 'matrix', 'matrix.cors', 'CORS_NOT_EXPOSED'),
  byRoom('not-cached', 'matrix', 'matrix.caching', 'CACHEABLE_402', 'WARN'),
  byRoom('two-spellings', 'matrix', 'matrix.agreement', 'HEADER_BODY_DISAGREE'),
  byRoom('no-test-links', 'matrix', 'matrix.links', 'TESTNET_LINK', 'WARN'),
  byRoom('documents', 'discover', 'discover.terms', 'DISCOVER_DRIFT_PRICE'),
  byRoom('health-free', 'probe', 'paywalled', 'PROBE_PAYWALLED'),
  [
    'env-tracked',
    'FAIL',
    [folder({ tracked: saw(look, ['.env.example', 'api/.env']) })],
    [folder({ tracked: blind })],
  ],
  ['no-signing-key', 'WARN', [env({ name: 'RELAY_WALLET', shape: 'a signing key' })], noFolder],
  [
    'env-closed',
    'FAIL',
    [folder({ modes: [mode('.env', 0o640)] })],
    [folder({ modes: [{ what: '.env', mode: blind }] })],
  ],
  ['env-names', 'FAIL', [env({ name: 'X402_NETWORK', shape: 'empty' })], [folder({ env: blind })]],
  [
    'env-flag',
    'FAIL',
    [env({ name: 'X402_ENABLED', agrees: false })],
    [env({ name: 'X402_ENABLED', agrees: null })],
  ],
  ['env-pay-to', 'FAIL', [env({ name: 'X402_EVM_PAY_TO', agrees: false })], noFolder],
  [
    'env-network',
    'FAIL',
    [env({ name: 'X402_NETWORK', agrees: false })],
    [env({ name: 'X402_NETWORK', agrees: null }), unsaid],
  ],
  ['env-facilitator', 'FAIL', [env({ name: 'X402_FACILITATOR_URL', agrees: false })], noFolder],
  ['env-urls', 'FAIL', [env({ name: 'CORS_ORIGIN', shape: 'an http address' })], noFolder],
  [
    'env-written',
    'FAIL',
    [env({ name: 'PORT', faults: ['quotes inside'] })],
    [folder({ env: saw(look, []) })],
  ],
  ['state-closed', 'FAIL', [{ ...good, places: [mode('saved runs', 0o755)] }], [{ ...good, places: [] }]],
  ['config-closed', 'FAIL', [{ ...good, places: [mode('x402ops.yaml', 0o666)] }], [{ ...good, places: [] }]],
  byRoom('health', 'probe', 'health', 'HEALTH_NOT_200'),
  byRoom('liveness', 'probe', 'health', 'HEALTH_NAMES_FACILITATOR', 'WARN'),
  byRoom('ready', 'probe', 'ready', 'READY_NOT_200'),
  byRoom('status', 'probe', 'status', 'STATUS_MISMATCH'),
  byRoom('clock', 'probe', 'clock-skew', 'CLOCK_SKEW'),
  byRoom('speed', 'probe', 'latency', 'LATENCY_HIGH', 'WARN'),
  byRoom('tls', 'probe', 'tls', 'TLS_EXPIRED'),
  ['sdk', 'FAIL', [locked('@x402/svm', '2.5.9')], [folder({ packages: blind })]],
  byRoom('records', 'reconcile', 'records', 'RECONCILE_ROWS_REJECTED'),
]

const verdictOf = (id: string, [seen, expected = usual]: World) =>
  items.find((item) => item.id === id)?.answer(seen, expected).verdict

test.each(cases)('%s holds, does not hold (%s), and cannot be told', (id, verdict, bad, unknown) => {
  expect([verdictOf(id, [good]), verdictOf(id, bad), verdictOf(id, unknown)]).toEqual([
    'PASS',
    verdict,
    'UNKNOWN',
  ])
})

test('every observed item has its three worlds; alerts are known to this machine', () => {
  const observed = items.filter(({ how }) => how === 'observed').map(({ id }) => id)
  expect(observed.filter((id) => !cases.some(([one]) => one === id))).toEqual(['alerts', 'alerts-signed'])
  expect(cases.length).toBeGreaterThan(30)
})

test.each([
  ['alerts', usual, false, 'PASS'],
  ['alerts', said({ receivers: [] }), true, 'PASS'],
  ['alerts', said({ receivers: [] }), false, 'WARN'],
  ['alerts-signed', usual, false, 'PASS'],
  ['alerts-signed', usual, true, 'WARN'],
  ['alerts-signed', said({ receivers: [] }), false, 'SKIP'],
  ['alerts-signed', said({ receivers: [{ name: 'ops', kind: 'webhook', signed: false }] }), false, 'WARN'],
] as const)('%s with these receivers', (id, expected, webhook, verdict) => {
  expect(verdictOf(id, [{ ...good, monitor: { webhook } }, expected])).toBe(verdict)
})

describe('what another room said', () => {
  test('a room that was asked more than 26 hours ago says nothing', () => {
    const old = good.rooms.map((one) => ({ ...one, at: '2026-11-20T23:59:00Z' }))
    expect(verdictOf('pay-to', [{ ...good, rooms: old }])).toBe('UNKNOWN')
  })

  test.each([
    ['It says no.', 'It says no'],
    ['It says CANARY....', 'It says CANARY...'],
    ['It says CANARY...', 'It says CANARY...'],
    [`${'x'.repeat(200)}.`, `${'x'.repeat(157)}...`],
  ])('its sentence loses its end, and keeps the mark of a cut: %s', (text, clause) => {
    const seen = found('matrix', 'matrix.resource', 'WRONG_RESOURCE', 'FAIL')
    const rooms = seen.rooms.map((room) => ({
      ...room,
      findings: room.findings.map((one) => ({ ...one, text })),
    }))
    const item = items.find(({ id }) => id === 'resource-url')
    expect(item?.answer({ ...seen, rooms }, usual)).toEqual({ verdict: 'FAIL', seen: clause })
  })

  test('a check that did not look is no PASS', () => {
    expect(verdictOf('token-name', [found('matrix', 'matrix.token', 'NOT_CHOSEN', 'SKIP')])).toBe('UNKNOWN')
    expect(verdictOf('tls', [found('probe', 'tls', 'TLS_NOT_USED', 'SKIP')])).toBe('SKIP')
  })

  test('what stands on a question that failed is unknown, unless it failed itself', () => {
    expect(verdictOf('rpc-fresh', [found('rpc', 'reachable', 'RPC_UNREACHABLE')])).toBe('UNKNOWN')
    expect(verdictOf('terms-read', [found('matrix', 'matrix.answer', 'UNREACHABLE')])).toBe('UNKNOWN')
    expect(verdictOf('liveness', [found('probe', 'health', 'HEALTH_UNREACHABLE')])).toBe('UNKNOWN')
  })

  test('every code in these worlds exists', () => {
    const named = cases.flatMap(([, , [bad]]) =>
      bad.rooms.flatMap(({ findings }) => findings.map(({ code }) => code)),
    )
    expect(named.length).toBeGreaterThan(30)
    expect(named.filter((code) => !codes.has(code))).toEqual([])
  })
})

describe('what is asked', () => {
  const answer = (by: string, on: string) =>
    verdictOf('breaker', [good, { ...usual, asked: { breaker: { by, on, note: null } } }])

  test.each([
    ['Ada', '2026-11-01', 'PASS'],
    ['Ada', '2026-08-24', 'PASS'],
    ['Ada', '2026-08-23', 'WARN'],
    ['Ada', '2026-11-24', 'UNKNOWN'],
    [' ', '2026-11-01', 'UNKNOWN'],
    ['Ada', 'lately', 'UNKNOWN'],
  ])('%j on %s is %s', (by, on, verdict) => {
    expect(answer(by, on)).toBe(verdict)
  })

  test('asked of nobody has a code of its own', () => {
    const { findings } = judgeRoom(checklist, good, usual)
    const open = findings.filter(({ code }) => code === 'CHECKLIST_ASK').map(({ check }) => check)
    expect(open.toSorted()).toEqual([...askedItemIds].toSorted())
  })
})

describe('the table', () => {
  test('ids are unlike, sources and playbooks exist', () => {
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length)
    expect(
      items.filter(({ rows }) => rows.length === 0 || !rows.every((row) => /^S\d{1,3}$/.test(row))),
    ).toEqual([])
    const slugs = readdirSync('playbooks').map((name) => name.replace(/\.md$/, ''))
    const named = items.flatMap(({ next }) =>
      [...next.matchAll(/playbook ([a-z-]+)/g)].map(([, slug]) => slug),
    )
    expect(named.length).toBeGreaterThan(15)
    expect(named.filter((slug) => !slugs.includes(slug ?? ''))).toEqual([])
  })

  test('seven items are about speed', () => {
    expect(items.flatMap(({ id, rows }) => (rows.includes('S125') ? [id] : [])).toSorted()).toEqual([
      'async-queue',
      'batches-only-offered',
      'connections-kept',
      'own-rate-limit',
      'rpc-two',
      'speed',
      'terms-cached',
    ])
  })

  test('judging is pure: the same again after a trip through JSON', () => {
    const again = JSON.parse(JSON.stringify(good)) as ChecklistSeen
    expect(judgeRoom(checklist, again, usual)).toEqual(judgeRoom(checklist, good, usual))
    expect(itemChecks.length).toBe(items.length)
    expect(good.at).toBe(at)
  })
})
