import type { PaymentRecord } from '../payments/record.ts'
import { foldRecords } from '../payments/records/fold.ts'
import { completed, givenKey, joinGiven } from './given.ts'
import { madeRecord } from './made-record.ts'
import { recordsBeside, recordsNamed, recordsOfPayers, rivalsAmong } from './match.ts'
import { unknownPayment } from './reference.ts'
import type {
  BooksRead,
  GivenPayment,
  Place,
  Reference,
  SavedPayment,
  SettlementExpected,
  SettlementPorts,
  SettlementSeen,
  TransactionSeen,
} from './shapes.ts'
import { readTransaction } from './transaction.ts'
import { windowFor } from './window.ts'

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

/** The payments that a reference names by itself. */
function givenBy(reference: Reference): readonly GivenPayment[] {
  switch (reference.kind) {
    case 'transaction':
    case 'id':
      return []
    case 'authorization':
      return [{ ...unknownPayment, payer: reference.payer, nonce: reference.nonce }]
    case 'payment':
      return reference.payments
  }
}

/** The named transaction on the network that shows it; else the first that does not deny it. */
async function transactionOf(
  tx: string,
  { pays }: SettlementExpected,
  { chain }: SettlementPorts,
  signal: AbortSignal,
): Promise<TransactionSeen | null> {
  const networks = [...new Set(pays.map(({ network }) => network))]
  const seen = await Promise.all(
    networks.map((network) => readTransaction(tx, network, chain.nodes(network), signal)),
  )
  const shows = seen.find(({ state }) => state !== 'absent' && state !== 'unread')
  return shows ?? seen.find(({ state }) => state === 'unread') ?? seen[0] ?? null
}

function placesOf(
  books: BooksRead,
  named: readonly PaymentRecord[],
  saved: readonly SavedPayment[],
  transaction: TransactionSeen | null,
): readonly Place[] {
  const files = books.names.length === 0 ? 'no records are configured' : `records ${books.names.join(', ')}`
  const runs = plural(new Set(saved.map(({ run }) => run)).size, 'saved run')
  const places: Place[] = [
    { where: files, found: named.length, failed: books.failed },
    { where: saved.length === 0 ? 'saved runs' : runs, found: saved.length, failed: null },
  ]
  if (transaction === null) return places
  const { network, state, payments } = transaction
  const failed = state === 'unread' ? 'no endpoint answered' : null
  return [...places, { where: `transaction on ${network}: ${state}`, found: payments.length, failed }]
}

/** Payments that records tell of already need no record made for them. */
function unrecorded(given: readonly GivenPayment[], records: readonly PaymentRecord[]) {
  return given.filter(
    ({ payer, nonce, tx }) =>
      !records.some((record) =>
        nonce === null ? record.tx === tx : record.payer === payer && record.nonce === nonce,
      ),
  )
}

/**
 * Anybody can make a token that says "cancelled" of a payment in another one: what no record tells of is believed of
 * tokens that the profile takes, and of no other.
 */
function isTaken({ network, asset }: GivenPayment, { pays }: SettlementExpected): boolean {
  return (
    asset === null ||
    pays.some((one) => one.unit.asset === asset && (network === null || one.network === network))
  )
}

/**
 * Finds the payment that is meant, in the books, in saved runs and in the transaction, and lets the reconciler look
 * at it. Several payments of one name come back as rivals and none is looked at. Never rejects for what it finds.
 */
export async function collect(
  expected: SettlementExpected,
  ports: SettlementPorts,
  signal: AbortSignal,
): Promise<SettlementSeen> {
  const { reference } = expected
  const now = ports.clock.now()
  const tx = reference.kind === 'transaction' ? reference.tx : null
  const [read, transaction] = await Promise.all([
    ports.books(signal),
    tx === null ? null : transactionOf(tx, expected, ports, signal),
  ])
  const books = { ...read, records: foldRecords(read.records) }
  const found = transaction?.payments ?? []
  const named = recordsNamed(books.records, reference, found)
  const saved = named.length > 0 ? [] : await ports.saved(reference)
  const rivals = [...rivalsAmong(named, reference), ...savedRivals(saved, reference)]
  const all = [...saved.map((one) => one.given), ...givenBy(reference), ...found]
  const taken = all.filter((one) => isTaken(one, expected))
  const foreign = all.length - taken.length
  const given = joinGiven(taken)
  const nothing: SettlementSeen = {
    at: now.toISOString(),
    places: [
      ...placesOf(books, named, saved, transaction),
      ...(foreign === 0 ? [] : [{ where: 'tokens that you do not take', found: foreign, failed: null }]),
    ],
    ...{ rivals, transaction, window: null, records: [], cases: [], chains: [] },
  }
  if (rivals.length > 0 || (named.length === 0 && given.length === 0)) return nothing
  const own = named.map((record) => completed(record, given))
  const made = unrecorded(given, own).map((one, index) => madeRecord(one, index + 1))
  const records = [...own, ...made]
  const beside = recordsBeside(books.records, own)
  const window = windowFor({
    records: [...records, ...beside],
    given,
    minedAt: transaction?.blockTime ?? null,
    nowSeconds: Math.floor(now.getTime() / 1000),
    fallback: expected.since,
  })
  const others = recordsOfPayers(books.records, own, window)
  const question = { ...window, records: [...records, ...beside], others }
  const { cases, chains } = await ports.onePayment(question, signal)
  return { ...nothing, window, records, cases: casesOf(cases, records), chains }
}

function savedRivals(saved: readonly SavedPayment[], reference: Reference) {
  if (reference.kind !== 'id') return []
  const byKey = new Map(saved.map((one) => [givenKey(one.given) ?? one.run, one]))
  if (byKey.size < 2) return []
  return [...byKey.values()].map(({ run, recordIds, requestIds, given }) => ({
    name: recordIds[0] ?? requestIds[0] ?? run,
    place: null,
    ...{ payer: given.payer, nonce: given.nonce, tx: given.tx, receivedAt: null },
  }))
}

/** The cases of the payments that were named; those of records beside them only serve to judge them. */
function casesOf(cases: SettlementSeen['cases'], records: readonly PaymentRecord[]): SettlementSeen['cases'] {
  const lines = new Set(records.flatMap((record) => record.lines.map(({ file, line }) => `${file}:${line}`)))
  return cases.filter(
    (item) =>
      item.lines.some(({ file, line }) => lines.has(`${file}:${line}`)) ||
      (item.lines.length === 0 &&
        records.some(({ payer, nonce, tx }) =>
          nonce === null ? tx === item.tx : payer === item.payer && nonce === item.nonce,
        )),
  )
}
