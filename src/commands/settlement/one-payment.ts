import type { Chain, Clock } from '../../core/ports.ts'
import type { Profile } from '../../core/profile.ts'
import { expectReconcile } from '../../reconcile/expected.ts'
import { judgeCase } from '../../reconcile/judge-case.ts'
import { concerning, settlementsAfter } from '../../reconcile/remembered/update.ts'
import { reconcile } from '../../reconcile/room.ts'
import type { ChainSeen, ReconcileSeen } from '../../reconcile/seen.ts'
import { type Memory, type MemoryUpdate, targetKey } from '../../runs/memory.ts'
import { withDoubts } from '../../settlement/doubts.ts'
import type { ChainHeads, OnePayment, PaymentQuestion } from '../../settlement/shapes.ts'
import type { Records, Services } from '../command.ts'
import { reconcileTarget } from '../reconcile-result.ts'

type Prover = Awaited<ReturnType<Services['prover']>>

type Look = Awaited<ReturnType<OnePayment>> & {
  /** What later runs must know: money in blocks that are not final yet. */
  readonly memory: MemoryUpdate
}

const noMapping = { fields: [], states: [], amountUnit: null, firstRows: [] } as const

/** Books that hold these records and nothing else. */
function booksOf(records: PaymentQuestion['records']): Records {
  const rows = records.length
  const read = { name: 'settlement', rows, used: rows, ignored: 0, rejected: [], records, mapping: noMapping }
  return { read: async () => [read] }
}

/** The profile with the networks of these payments alone; all of them where one does not say. */
function narrowed(profile: Profile, { records }: PaymentQuestion): Profile {
  const named = records.map(({ network }) => network)
  if (named.length === 0 || named.includes(null)) return profile
  return { ...profile, pays: profile.pays.filter(({ network }) => named.includes(network)) }
}

/** What earlier runs saw of these payments, and of no other. */
function aboutThese(memory: Memory['settlements'], { records }: PaymentQuestion): Memory['settlements'] {
  return memory.filter(({ tx, payer, nonce }) =>
    records.some(
      (record) => record.tx === tx || (nonce !== null && record.payer === payer && record.nonce === nonce),
    ),
  )
}

function headsOf(chain: ChainSeen): ChainHeads {
  const { network, asset, endpoints, latest, safe, finalized, disputed, forked } = chain
  const { silent, quarantined = [], distrusted = [] } = chain
  return {
    ...{ network, asset, endpoints, latest, safe, finalized, disputed, forked },
    silent: [...silent, ...quarantined, ...distrusted],
    holes: chain.holes.length,
  }
}

/** The tokens that the payments name, and those on which they were found. */
function chainsOf(seen: ReconcileSeen, first: ReconcileSeen, cases: ReconcileSeen['cases']) {
  const named = [...first.chains, ...cases].map(({ network }) => network)
  return seen.chains.filter(({ network }) => named.includes(network)).map(headsOf)
}

/** Does the chain seem to prove that nothing moved? */
const looksDead = ({ cases }: ReconcileSeen) =>
  cases.some(({ facts }) => facts.effect === 'none' && (facts.expired || facts.nonce === 'cancelled'))

/** The cases of the payments asked about: what else the window holds is nobody's question. */
function asked({ cases }: ReconcileSeen, { records }: PaymentQuestion): ReconcileSeen['cases'] {
  const lines = new Set(records.flatMap((record) => record.lines.map(({ file, line }) => `${file}:${line}`)))
  return cases.filter(
    (item) =>
      item.lines.some(({ file, line }) => lines.has(`${file}:${line}`)) ||
      records.some(({ payer, nonce }) => nonce !== null && payer === item.payer && nonce === item.nonce),
  )
}

/**
 * Looks at a few payments with the reconciler: its votes, holes, forks and proofs of absence decide. `memory` is what
 * earlier runs of the profile left; without it no reversal can be told. With a prover every answer that can be is
 * verified against a block header. Throws as `OnePayment` does.
 */
export function createOnePayment(
  profile: Profile,
  ports: { readonly chain: Chain; readonly clock: Clock; readonly prover?: Prover },
  memory: Memory,
): (question: PaymentQuestion, signal: AbortSignal) => Promise<Look> {
  const target = reconcileTarget(profile)
  const key = targetKey(target)
  return async (question, signal) => {
    const narrow = narrowed(profile, question)
    const edge = (seconds: number) => ({ kind: 'time', seconds }) as const
    const books = booksOf(question.records)
    const look = async (place: Profile) => {
      const plain = expectReconcile(place, edge(question.since), edge(question.until))
      const settlements = aboutThese(concerning(memory.settlements, plain, key), question)
      const expected = { ...plain, memory: { settlements, damaged: memory.damaged.settlements } }
      return { expected, seen: await reconcile.collect(expected, { ...ports, records: books }, signal) }
    }
    const first = await look(narrow)
    // The books may have the network wrong: nothing is called dead before every network was looked at.
    const isWider = narrow.pays.length < profile.pays.length
    const { expected, seen } = isWider && looksDead(first.seen) ? await look(profile) : first
    const cases = withDoubts(asked(seen, question), seen.cases, question.others ?? [])
    const judged = cases.flatMap((item) => judgeCase(item, expected) ?? [])
    return {
      cases,
      chains: chainsOf(seen, first.seen, cases),
      memory: { settlements: settlementsAfter({ ...seen, cases }, judged, key), stretch: null },
    }
  }
}
