import type { Profile } from '../core/profile.ts'
import type { CaseDocument, RunDocument } from '../core/report.ts'
import { parseMoment } from '../core/since.ts'
import type { DeltaExpected } from '../recipient/delta-shapes.ts'
import { reconcile } from '../reconcile/room.ts'
import type { RunStore } from '../runs/store-port.ts'
import { savedCasesLimit } from './cases-to-save.ts'

const atomicText = /^\d{1,78}$/

/** The recorded receipts of one address: money that moved and that a record knows, each transfer once. */
function receiptsOf(
  cases: readonly CaseDocument[],
  about: { network: string; asset: string; address: string },
) {
  const seen = new Set<string>()
  return cases.flatMap(({ network, asset, payTo, block, moneyMoved, facts, tx, logIndex }) => {
    const ours = network === about.network && asset === about.asset && payTo === about.address
    const moved = typeof facts.movedAtomic === 'string' && atomicText.test(facts.movedAtomic)
    if (!ours || block === null || moneyMoved !== true || !moved || facts.books === 'absent') return []
    const place = `${tx} ${logIndex}`
    if (seen.has(place)) return []
    seen.add(place)
    return [{ block, atomic: BigInt(String(facts.movedAtomic)) }]
  })
}

const nothing = { from: 0, to: 0, toHash: '', recordedAtomic: 0n, count: 0, receipts: [] } as const

function ofRun(
  document: RunDocument,
  cases: readonly CaseDocument[],
  about: Pick<DeltaExpected, 'network' | 'unit' | 'address' | 'since'>,
): DeltaExpected {
  const { runId, window } = document
  const blocks = window?.blocks[about.network]
  const no = (why: string): DeltaExpected => ({ ...about, ...nothing, run: runId, why })
  if (blocks === undefined) return no(`run ${runId} read no blocks of ${about.network}`)
  // Above the limit the matched cases are not kept, and they are most of the money.
  if (cases.length >= savedCasesLimit) return no(`run ${runId} has more payments than are kept`)
  const { network, unit, address } = about
  const receipts = receiptsOf(cases, { network, asset: unit.asset, address })
  const recordedAtomic = receipts.reduce((sum, { atomic }) => sum + atomic, 0n)
  const { from, to, toHash } = blocks
  const sums = { recordedAtomic, count: receipts.length, receipts }
  return { ...about, ...sums, from: from - 1, to, toHash, run: runId, why: null }
}

/** Did the run look at this address? What it did not look for is not missing from the books. */
function lookedAt(expected: unknown, { network, address }: { network: string; address: string }): boolean {
  const { pays } = (expected ?? {}) as { pays?: unknown }
  if (!Array.isArray(pays)) return false
  return (pays as Profile['pays']).some(
    (one) => one.network === network && one.payTo.some((receiver) => receiver.address === address),
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
        if (!lookedAt(expected, about)) return no(`run ${run.document.runId} did not look at ${address}`)
        return ofRun(run.document, run.cases, about)
      }),
    )
}
