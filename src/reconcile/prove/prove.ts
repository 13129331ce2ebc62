import type { Chain } from '../../core/ports.ts'
import type { PaymentCase } from '../../payments/case.ts'
import type { ChainView } from '../../payments/chain-view.ts'
import { groupBy } from '../../payments/group-by.ts'
import type { CaseProof, ProofFailure, Proven } from '../../payments/proof.ts'
import { contradictsNodes } from '../../payments/proof.ts'
import type { Prover } from '../../payments/prover-port.ts'
import { type LogsProven, proveLogs } from './log.ts'
import { proofSite, type StateWanted, type Wanted, wantedOf } from './plan.ts'
import { proveStates } from './state.ts'

/** A proof is about 20 kB of JSON and a block of receipts about 1 MB of traffic. */
const mostCases = 500
const blocksAtOnce = 4

/** The cases with their proofs, and the endpoints that failed. */
export type CasesProven = {
  readonly cases: readonly PaymentCase[]
  readonly failures: readonly ProofFailure[]
}

type Planned = { readonly item: PaymentCase; readonly wanted: Wanted; readonly view: ChainView }

/** What went wrong in the books first, so that a limit leaves out what matters least. */
function urgency({ item: { facts, caseId } }: Planned): string {
  const fits = facts.books === 'settled' && facts.response !== 'error' && facts.effect === 'one'
  return `${fits ? 1 : 0} ${caseId}`
}

function planAll(cases: readonly PaymentCase[], views: readonly ChainView[]): readonly Planned[] {
  const sites = new Map(views.map((view) => [`${view.network}/${view.asset}`, proofSite(view)]))
  const planned = cases.flatMap((item): Planned[] => {
    const site = sites.get(`${item.network}/${item.asset}`)
    const wanted = site === undefined ? null : wantedOf(item, site)
    return site === undefined || wanted === null ? [] : [{ item, wanted, view: site.view }]
  })
  return planned.sort((a, b) => (urgency(a) < urgency(b) ? -1 : 1))
}

function isState(state: Wanted['state']): state is StateWanted {
  return state !== null && state !== 'NOT_FINAL'
}

async function allStates(planned: readonly Planned[], chain: Chain, prover: Prover, signal: AbortSignal) {
  const byView = groupBy(planned, ({ view }) => `${view.network}/${view.asset}`)
  return Promise.all(
    [...byView.values()].map((list) => {
      const view = (list[0] as Planned).view
      const wanted = list.map(({ wanted: { state } }) => state).filter(isState)
      return proveStates(view, chain.nodes(view.network), wanted, prover, signal)
    }),
  )
}

async function allLogs(planned: readonly Planned[], chain: Chain, prover: Prover, signal: AbortSignal) {
  const blocks = groupBy(planned, ({ view, wanted: { log } }) =>
    log === null ? undefined : `${view.network} ${log.blockHash}`,
  )
  const waiting = [...blocks.values()]
  const done: LogsProven[] = []
  const work = async () => {
    for (let list = waiting.pop(); list !== undefined; list = waiting.pop()) {
      const labels = [...new Set(list.flatMap(({ view }) => view.labels))]
      const wanted = list.flatMap(({ wanted: { log } }) => log ?? [])
      const nodes = chain.nodes(list[0]?.view.network ?? '')
      done.push(await proveLogs(nodes, labels, wanted, prover, signal))
    }
  }
  await Promise.all(Array.from({ length: blocksAtOnce }, work))
  return done
}

/**
 * A case with its proof. What contradicts the endpoints takes away what they said: nothing of this payment is
 * then known.
 */
export function withProof(item: PaymentCase, proof: CaseProof): PaymentCase {
  if (!contradictsNodes(proof)) return { ...item, proof }
  const reasons = [...item.reasons, 'PROOF_CONTRADICTS_ENDPOINT']
  return { ...item, proof, reasons, facts: { ...item.facts, effect: 'unknown' } }
}

function part<Evidence>(
  found: readonly { readonly parts: ReadonlyMap<string, Proven<Evidence>> }[],
  caseId: string,
): Proven<Evidence> | null {
  for (const { parts } of found) {
    const one = parts.get(caseId)
    if (one !== undefined) return one
  }
  return null
}

function inOrder(failures: readonly ProofFailure[]): readonly ProofFailure[] {
  const key = ({ network, endpoint, block, what }: ProofFailure) =>
    `${network} ${endpoint} ${what} ${String(block).padStart(16, '0')}`
  const byKey = new Map(failures.map((one) => [key(one), one]))
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
}

/**
 * Proves cases against block headers, at most 500 of them. The hash of a block is what the endpoints agree on;
 * everything below it is computed. Never throws; what cannot be proven says why.
 */
export async function proveCases(
  cases: readonly PaymentCase[],
  views: readonly ChainView[],
  chain: Chain,
  prover: Prover,
  signal: AbortSignal,
): Promise<CasesProven> {
  const planned = planAll(cases, views)
  const chosen = planned.slice(0, mostCases)
  const [states, logs] = await Promise.all([
    allStates(chosen, chain, prover, signal),
    allLogs(chosen, chain, prover, signal),
  ])
  const proofs = new Map<string, CaseProof>()
  for (const { item, wanted } of chosen) {
    const state: CaseProof['state'] =
      wanted.state === 'NOT_FINAL' ? { status: 'unproven', why: 'NOT_FINAL' } : part(states, item.caseId)
    proofs.set(item.caseId, { log: part(logs, item.caseId), state })
  }
  for (const { item, wanted } of planned.slice(mostCases)) {
    const none = { status: 'unproven', why: 'TOO_MANY' } as const
    proofs.set(item.caseId, {
      log: wanted.log === null ? null : none,
      state: wanted.state === null ? null : none,
    })
  }
  return {
    cases: cases.map((item) => {
      const proof = proofs.get(item.caseId)
      return proof === undefined ? item : withProof(item, proof)
    }),
    failures: inOrder([...states, ...logs].flatMap(({ failures }) => failures)),
  }
}
