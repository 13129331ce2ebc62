import { OpsError } from '../../core/errors.ts'
import { safe } from '../../core/safe.ts'
import { noGroups } from '../../payments/plain/groups.ts'
import { type PlainTerms, plainLook, plainTokens } from '../../payments/plain/rule.ts'
import type { BooksSifted, OpenSieve, Sieve } from '../../payments/plain/sieve-port.ts'
import type { PaymentPolicy } from '../../payments/policy.ts'
import type { PaymentRecord, RecordsRead } from '../../payments/record.ts'
import { foldRecords } from '../../payments/records/fold.ts'
import type { Records } from '../../payments/records-port.ts'
import { settleOrdersOf } from '../../payments/settle-order.ts'
import type { Settlement } from '../../runs/settlements.ts'

/** The sieve of a run, and from how many records on it is used. */
export type SieveUse = { readonly open: OpenSieve; readonly above: number }

/** Books with more records than are held as objects. */
export type SiftedBooks = {
  readonly sieve: Sieve
  readonly terms: PlainTerms
  readonly tokens: BooksSifted['tokens']
  /** Routes of which plain payments show that they settle after the work. */
  readonly showAfter: readonly Pick<PaymentRecord, 'route' | 'method'>[]
  readonly again: (ordinals: readonly number[]) => Promise<readonly PaymentRecord[]>
  readonly count: number
}

/** The records as they were read: all of them as objects, or those that the sieve left. Not folded. */
export type BooksRead = {
  readonly reads: readonly RecordsRead[]
  readonly records: readonly PaymentRecord[]
  readonly sifted: SiftedBooks | null
}

/** A source of which nothing was understood may be full of payments: judging on would call the books empty. */
function refuseStrange({ name, used, mapping }: RecordsRead): void {
  if (used > 0 || mapping.nothingUnderstood !== true) return
  const fields = (mapping.unread ?? []).map((text) => safe(text, 60)).join(', ')
  throw new OpsError('RECORDS_WITHOUT_KEY', { file: name, fields })
}

/** What decides of a run's records whether they may be plain. */
export type TermsOf = () => Promise<{
  readonly policy: PaymentPolicy
  readonly skewSeconds: number
  readonly settlements: readonly Settlement[]
}>

async function plainTerms(termsOf: TermsOf): Promise<PlainTerms> {
  const { policy, skewSeconds, settlements } = await termsOf()
  const remembered = settlements.flatMap(({ tx, payer, nonce }) => [tx, `${payer}/${nonce}`])
  const tokens = plainTokens(policy.pays)
  return { tokens, policy, skewSeconds, remembered: new Set(remembered), groups: noGroups() }
}

/** Do the lines of every file come in order, each once? Else a line does not name one record. */
function lineWatch() {
  const last = new Map<string, number>()
  let inOrder = true
  return {
    see: ({ source: { file, line } }: PaymentRecord) => {
      if (line <= (last.get(file) ?? -1)) inOrder = false
      last.set(file, line)
    },
    isInOrder: () => inOrder,
  }
}

const all = (count: number) => Array.from({ length: count }, (_, ordinal) => ordinal)

/** What is left of the books when the records that may be plain are taken out; null when nothing may be sifted. */
async function siftBooks(
  sieve: Sieve,
  terms: PlainTerms,
  count: number,
  again: SiftedBooks['again'],
): Promise<Pick<BooksRead, 'records' | 'sifted'>> {
  const { left, showAfter, tokens } = await sieve.booksDone()
  const records = await again(left)
  const chargeable = foldRecords(records).filter(({ state }) => state !== 'not_charged')
  const { list } = terms.groups
  const shown = showAfter.flatMap((group) => list[group] ?? [])
  const orderOf = settleOrdersOf(chargeable, terms.policy, shown)
  const others = all(list.length).filter((group) => {
    const route = list[group]
    return route !== undefined && orderOf(route).order !== 'after'
  })
  const more = others.length === 0 ? [] : await again(await sieve.exclude(others))
  return { records: [...records, ...more], sifted: { sieve, terms, tokens, showAfter: shown, again, count } }
}

async function readAll(records: Records, signal: AbortSignal): Promise<BooksRead> {
  const reads = await records.read(signal)
  for (const part of reads) refuseStrange(part)
  return { reads, records: reads.flatMap((part) => part.records), sifted: null }
}

/**
 * Reads the books. As long as there are no more records than `use.above` all of them come as objects; of more, those
 * that may be plain stay in a sieve, which the caller must close. Throws what the sources throw.
 */
export async function readBooks(
  source: Records,
  use: SieveUse | undefined,
  termsOf: TermsOf,
  signal: AbortSignal,
): Promise<BooksRead> {
  if (use === undefined || source.stream === undefined) return readAll(source, signal)
  const watch = lineWatch()
  const first: PaymentRecord[] = []
  let opened: { readonly sieve: Sieve; readonly terms: PlainTerms } | null = null
  const tell = ({ sieve, terms }: NonNullable<typeof opened>, ordinal: number, record: PaymentRecord) => {
    watch.see(record)
    return sieve.record(ordinal, record, plainLook(record, terms))
  }
  const open = async () => {
    const terms = await plainTerms(termsOf)
    opened = { sieve: await use.open(terms), terms }
    for (const [ordinal, record] of first.entries()) await tell(opened, ordinal, record)
    first.length = 0
  }
  try {
    const { reads, count, again } = await source.stream((ordinal, record) => {
      if (opened !== null) return tell(opened, ordinal, record)
      first.push(record)
      return first.length > use.above ? open() : undefined
    }, signal)
    for (const part of reads) refuseStrange(part)
    const asked = opened as { readonly sieve: Sieve; readonly terms: PlainTerms } | null
    if (asked === null) return { reads, records: first, sifted: null }
    const named = async (ordinals: readonly number[]) =>
      ordinals.length === 0 ? [] : again(ordinals, signal)
    if (watch.isInOrder()) return { reads, ...(await siftBooks(asked.sieve, asked.terms, count, named)) }
    await asked.sieve.close()
    return { reads, records: await named(all(count)), sifted: null }
  } catch (error) {
    await (opened as { readonly sieve: Sieve } | null)?.sieve.close()
    throw error
  }
}
