import type { ReconcileSeen } from '../../reconcile/seen.ts'
import { comparedBooks } from '../../runs/compared-books.ts'
import type { SavedRun } from '../../runs/run.ts'
import type { RunStore } from '../../runs/store-port.ts'
import { unknownPayment } from '../../settlement/reference.ts'
import type { Reference, SavedPayment } from '../../settlement/shapes.ts'

type Case = ReconcileSeen['cases'][number]

const mostRuns = 20

function isMeant(item: Case, reference: Reference): boolean {
  switch (reference.kind) {
    case 'transaction':
      return item.tx === reference.tx || item.claimedTx === reference.tx
    case 'authorization':
      return item.payer === reference.payer && item.nonce === reference.nonce
    case 'id':
      return [...item.recordIds, ...item.requestIds, item.caseId].includes(reference.text)
    case 'payment':
      return false
  }
}

function givenBy(item: Case) {
  const { payer, nonce, network, asset, payTo, validBefore, tx, transfer, receivedAt, blockTime } = item
  const begins = receivedAt === null ? blockTime : Math.floor(receivedAt / 1000)
  return {
    ...unknownPayment,
    ...{ payer, nonce, network, asset, payTo, validBefore, tx, transfer },
    ...{ amountAtomic: item.requiredAtomic, scheme: item.scheme ?? null, validAfter: begins },
    endFrom: 'books' as const,
  }
}

/** The cases that a run saw; none when it is of another form than this version writes. */
function casesOf({ rooms }: SavedRun): readonly Case[] {
  return rooms.flatMap(({ room, seen }) => {
    const cases = room === 'reconcile' ? (seen as Partial<ReconcileSeen> | null)?.cases : undefined
    return Array.isArray(cases) ? (cases as readonly Case[]) : []
  })
}

/**
 * What the newest run that knows a payment saw of it: where to look, never what became of it. At most 20 runs are
 * read. Never rejects: what cannot be read is as if it were not there.
 */
export async function savedPayments(
  store: RunStore,
  profile: string,
  reference: Reference,
): Promise<readonly SavedPayment[]> {
  if (reference.kind === 'payment') return []
  const { runs } = await store.list(profile)
  const withCases = runs.filter(comparedBooks)
  for (const { runId } of withCases.slice(0, mostRuns)) {
    const run = await store.load(profile, runId).catch(() => null)
    const meant = run === null ? [] : casesOf(run).filter((item) => isMeant(item, reference))
    if (meant.length === 0) continue
    return meant.map((item) => {
      const { recordIds, requestIds } = item
      return { run: runId, recordIds, requestIds, given: givenBy(item) }
    })
  }
  return []
}
