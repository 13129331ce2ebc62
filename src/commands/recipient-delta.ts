import type { Profile } from '../core/profile.ts'
import type { CaseDocument } from '../core/report.ts'
import { parseMoment } from '../core/since.ts'
import type { DeltaExpected } from '../recipient/delta-shapes.ts'
import { reconcile } from '../reconcile/room.ts'
import type { ReconcileSeen } from '../reconcile/seen.ts'
import { countedWords, matchedCounted } from '../runs/matched-counted.ts'
import type { SavedRun } from '../runs/run.ts'
import type { RunStore } from '../runs/store-port.ts'

const atomicText = /^\d{1,78}$/

type Place = { readonly network: string; readonly asset: string; readonly address: string }

/** The payments to one address that a record knows. */
function recorded(cases: readonly CaseDocument[], about: Place): readonly CaseDocument[] {
  return cases.filter(
    ({ network, asset, payTo, facts }) =>
      network === about.network &&
      asset === about.asset &&
      payTo === about.address &&
      facts.books !== 'absent',
  )
}

/** The money that moved by them, each transfer once. */
function receiptsOf(cases: readonly CaseDocument[]): DeltaExpected['receipts'] {
  const seen = new Set<string>()
  return cases.flatMap(({ block, moneyMoved, facts: { movedAtomic }, tx, logIndex }) => {
    const moved = typeof movedAtomic === 'string' && atomicText.test(movedAtomic)
    const place = `${tx} ${logIndex}`
    if (block === null || moneyMoved !== true || !moved || seen.has(place)) return []
    seen.add(place)
    return [{ block, atomic: BigInt(movedAtomic) }]
  })
}

type Counted = NonNullable<DeltaExpected['counted']>

/**
 * The payments to one address that a run only counted: undefined when it counted none, or why it does not say how much
 * they are.
 */
function countedOf(run: SavedRun, about: Place, since: number | null): Counted | string | undefined {
  const words = countedWords(run)
  if (words === null) return undefined
  const seen = run.rooms.find(({ room }) => room === reconcile.name)?.seen as
    | Partial<ReconcileSeen>
    | undefined
  const { plain } = seen ?? {}
  if (plain?.count !== matchedCounted(run)) return `${words}, and not how much each address got`
  if (since !== null) return `${words}, for its whole window: leave --since out`
  const own = plain.rows.filter(
    ({ network, asset, payTo }) =>
      network === about.network && asset === about.asset && payTo === about.address,
  )
  return own.reduce<Counted>(
    (sum, { count, atomic }) => ({ count: sum.count + count, atomic: sum.atomic + atomic }),
    { count: 0, atomic: 0n },
  )
}

const nothing = { from: 0, to: 0, toHash: '', recordedAtomic: 0n, count: 0, receipts: [] } as const

function ofRun(
  run: SavedRun,
  about: Pick<DeltaExpected, 'network' | 'unit' | 'address' | 'since'>,
): DeltaExpected {
  const { runId, window } = run.document
  const blocks = window?.blocks[about.network]
  const no = (why: string): DeltaExpected => ({ ...about, ...nothing, run: runId, why })
  if (blocks === undefined) return no(`run ${runId} read no blocks of ${about.network}`)
  const { network, unit, address } = about
  const place = { network, asset: unit.asset, address }
  const counted = countedOf(run, place, about.since)
  if (typeof counted === 'string') return no(counted)
  const own = recorded(run.cases, place)
  const open = own.filter(({ moneyMoved }) => moneyMoved === null).length
  // Whether their money is in the balance is what nobody knows.
  if (open > 0) return no(`run ${runId} left ${open} undecided`)
  const receipts = receiptsOf(own)
  const recordedAtomic = receipts.reduce((sum, { atomic }) => sum + atomic, counted?.atomic ?? 0n)
  const { from, to, toHash } = blocks
  const count = receipts.length + (counted?.count ?? 0)
  const sums = { recordedAtomic, count, receipts, ...(counted === undefined ? {} : { counted }) }
  return { ...about, ...sums, from: from - 1, to, toHash, run: runId, why: null }
}

/** Did the run look at this address? What it did not look for is not missing from the books. */
function lookedAt(expected: unknown, { network, asset, address }: Place): boolean {
  const { pays } = (expected ?? {}) as { pays?: unknown }
  if (!Array.isArray(pays)) return false
  return (pays as Profile['pays']).some(
    (one) =>
      one.network === network &&
      one.unit.asset === asset &&
      one.payTo.some((receiver) => receiver.address === address),
  )
}

/**
 * What the newest complete reconcile of a profile says arrived at each EVM address; an entry says why when it cannot
 * be told. Throws `OpsError` SINCE_*.
 */
export async function recordedReceipts(
  store: RunStore,
  profile: Profile,
  since: string | undefined,
  now: Date,
): Promise<readonly DeltaExpected[]> {
  const moment = since === undefined ? null : parseMoment('--since', since, now)
  const seconds = moment?.kind === 'time' ? Math.floor(moment.at.getTime() / 1000) : null
  const { runs } = await store.list(profile.name)
  const newest = runs.find(({ command, complete }) => command === reconcile.name && complete)
  const run = newest === undefined ? null : await store.load(profile.name, newest.runId)
  const expected = run?.rooms.find(({ room }) => room === reconcile.name)?.expected
  return profile.pays
    .filter(({ network }) => network.startsWith('eip155:'))
    .flatMap(({ network, unit, payTo }) =>
      payTo.map(({ address }): DeltaExpected => {
        const about = { network, unit, address, since: seconds }
        const no = (why: string): DeltaExpected => ({
          ...about,
          ...nothing,
          run: run?.document.runId ?? '',
          why,
        })
        if (run === null) return no('no complete reconcile of this profile is saved')
        if (moment !== null && moment.kind !== 'time') return no('--since takes a time here, such as 24h')
        if (!lookedAt(expected, { network, asset: unit.asset, address }))
          return no(`run ${run.document.runId} did not look at ${address}`)
        return ofRun(run, about)
      }),
    )
}
