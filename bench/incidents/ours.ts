import { Readable } from 'node:stream'
import { createChain } from '../../src/adapters/chain/chain.ts'
import { createRecords } from '../../src/adapters/records/records.ts'
import { resolveProfile } from '../../src/config/resolve.ts'
import type { Clock } from '../../src/core/ports.ts'
import type { Pays, Profile } from '../../src/core/profile.ts'
import type { CaseDocument } from '../../src/core/report.ts'
import { Secret } from '../../src/core/secret.ts'
import { caseDocument } from '../../src/reconcile/case-document.ts'
import { expectReconcile } from '../../src/reconcile/expected.ts'
import { type JudgedCase, judgeCase } from '../../src/reconcile/judge-case.ts'
import { settlementsAfter } from '../../src/reconcile/remembered/update.ts'
import { type ReconcilePorts, reconcile } from '../../src/reconcile/room.ts'
import type { ReconcileSeen } from '../../src/reconcile/seen.ts'
import type { Settlement } from '../../src/runs/settlements.ts'
import { simHttp, urlOf } from './node/http.ts'
import type { Bait } from './node/lies.ts'
import { makeNode } from './node/sim-node.ts'
import { subjectKey } from './score.ts'
import type { Answer, Contender, NodeFault, Scenario, Subject } from './shapes.ts'

let base: Promise<Profile> | undefined

/** The profile of an operator who configured nothing but his addresses. */
async function profileOf({ chain, asset, payTo, refundFrom }: Scenario): Promise<Profile> {
  base ??= resolveProfile({
    name: 'mainnet',
    command: 'reconcile',
    flags: {},
    env: {},
    files: [],
    resolveSecret: ({ ...reference }) => Promise.reject(new Error(`no secret: ${Object.keys(reference)}`)),
  }).then(({ profile }) => profile)
  const { network } = chain
  const edge = (seconds: number | null) => (seconds === null ? null : new Date(seconds * 1000).toISOString())
  const pays: Pays = {
    network,
    unit: { decimals: asset.decimals, symbol: asset.symbol, asset: asset.address, network },
    eip712: { name: 'USD Coin', version: '2' },
    payTo: payTo.map(({ address, from, until }) => ({ address, from: edge(from), until: edge(until) })),
    forbiddenPayTo: [],
    refundFrom,
  }
  return { ...(await base), pays: [pays] }
}

/** The time is always the chain's newest block, and waiting takes none. */
function clockOf({ chain }: Scenario): Clock {
  const now = (chain.genesisTime + chain.head * chain.blockSeconds) * 1000
  return { now: () => new Date(now), monotonicMs: () => 0, sleep: () => Promise.resolve() }
}

/** What a malicious node would lie about: authorizations of which the world knows that nothing moved. */
function baitOf({ truths, exchanges }: Scenario): readonly Bait[] {
  const byNonce = new Map(exchanges.map((exchange) => [`${exchange.payer}/${exchange.nonce}`, exchange]))
  return truths.flatMap(({ subject, movedAtomic }): Bait[] => {
    if (subject.by !== 'authorization' || movedAtomic !== null || !subject.nonce.startsWith('0x')) return []
    const { payer, nonce } = subject
    const exchange = byNonce.get(`${payer}/${nonce}`)
    return exchange === undefined
      ? []
      : [{ payer, nonce, payTo: exchange.payTo, amountAtomic: exchange.amountAtomic }]
  })
}

/** The names under which a case can be found, best first. */
function subjectsOf({
  code,
  payer,
  nonce,
  tx,
  logIndex,
  recordIds,
  requestIds,
}: CaseDocument): readonly Subject[] {
  const [recordId = requestIds[0] ?? ''] = recordIds
  const byRecord: Subject = { by: 'record', recordId }
  // A second claim of one payment has the authorization of the first; only its record tells it apart.
  if (code === 'DUPLICATE_CLAIM') return [byRecord]
  return [
    ...(payer === null || nonce === null ? [] : [{ by: 'authorization', payer, nonce } as const]),
    ...(tx === null || logIndex === null ? [] : [{ by: 'log', tx, logIndex } as const]),
    byRecord,
  ]
}

/** A case as an answer, under the name by which the scenario knows it, or else under its best one. */
function answerOf(item: CaseDocument, known: ReadonlySet<string>): Answer {
  const subjects = subjectsOf(item)
  const subject = subjects.find((one) => known.has(subjectKey(one))) ?? subjects[0]
  return { subject: subject ?? { by: 'record', recordId: '' }, outcome: item.code.toLowerCase() }
}

type Run = { readonly seen: ReconcileSeen; readonly judged: readonly JudgedCase[] }

async function runOnce(
  scenario: Scenario,
  faults: readonly NodeFault[],
  seed: number,
  settlements: readonly Settlement[],
  sieve?: NonNullable<ReconcilePorts['sieve']>,
): Promise<Run> {
  const { chain, window, rows } = scenario
  const clock = clockOf(scenario)
  const bait = baitOf(scenario)
  const nodes = faults.map((fault, place) => makeNode({ chain, fault, seed: seed * 31 + place, bait }))
  const profile = await profileOf(scenario)
  const endpoints = faults.map((_, place) => ({
    url: new Secret(`http://node-${place}/***`, urlOf(place)),
    origin: 'given' as const,
  }))
  const ports = {
    clock,
    ...(sieve === undefined ? {} : { sieve }),
    chain: createChain({
      http: simHttp(nodes, clock),
      endpoints: { [chain.network]: endpoints },
      clock,
      limits: profile.limits,
    }),
    records: createRecords({
      sources: [{ file: scenario.rowsIn ?? '-', mapping: null }],
      cwd: '/',
      stdin: Readable.from([rows.map((row) => `${JSON.stringify(row)}\n`).join('')]),
      pays: profile.pays,
    }),
  }
  const expected = {
    ...expectReconcile(
      profile,
      { kind: 'time', seconds: window.since },
      { kind: 'time', seconds: window.until },
    ),
    memory: { settlements, damaged: null },
  }
  const seen = await reconcile.collect(expected, ports, new AbortController().signal)
  return { seen, judged: seen.cases.flatMap((item) => judgeCase(item, expected) ?? []) }
}

/** What the run before left behind: the operator looked through an honest node, at the chain of that time. */
async function rememberedFrom(scenario: Scenario, seed: number): Promise<readonly Settlement[]> {
  const { earlier, window } = scenario
  if (earlier === undefined) return []
  const until = earlier.genesisTime + earlier.head * earlier.blockSeconds
  const then: Scenario = { ...scenario, chain: earlier, window: { ...window, until } }
  const { seen, judged } = await runOnce(then, ['honest'], seed, [])
  return settlementsAfter(seen, judged, 'shop').keep
}

/** What the real room sees through honest nodes when an engine counts whatever is plain, however few payments there are. */
export async function seenThrough(
  open: NonNullable<ReconcilePorts['sieve']>['open'],
  scenario: Scenario,
  nodes: number,
): Promise<ReconcileSeen> {
  const honest = Array.from({ length: nodes }, () => 'honest' as const)
  const settlements = await rememberedFrom(scenario, 1)
  return (await runOnce(scenario, honest, 1, settlements, { open, above: 0 })).seen
}

/**
 * Runs the real room over simulated nodes and returns its cases as they would be saved. Where the operator looked
 * before, that run comes first and hands on what it saw.
 */
export async function reconcileScenario(
  scenario: Scenario,
  faults: readonly NodeFault[],
  seed: number,
): Promise<readonly CaseDocument[]> {
  const settlements = await rememberedFrom(scenario, seed)
  const { judged } = await runOnce(scenario, faults, seed, settlements)
  return judged.map(caseDocument)
}

/** This project, run as an operator runs it, except that the nodes are simulated. */
export const ours: Contender = {
  name: 'x402ops',
  reconcile: async (scenario, nodes, seed) => {
    const known = new Set(scenario.truths.map(({ subject }) => subjectKey(subject)))
    const cases = await reconcileScenario(scenario, nodes, seed)
    return cases.map((item) => answerOf(item, known))
  },
}
