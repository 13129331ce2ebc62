import { amountOf, formatAmount, type Unit } from '../core/money.ts'
import type { Block } from '../core/report.ts'
import { formatUtc } from '../core/time.ts'
import type { Candidate, Compared, FindQuestion } from './find.ts'
import { type PoolReading, poolLines } from './mempool.ts'

/** Everything that `settlement find` shows. */
export type FindShown = {
  readonly question: FindQuestion
  readonly compared: readonly Compared[]
  /** What was not answered: candidates may be missing. */
  readonly gaps: readonly string[]
  /** Where was looked, one line each. */
  readonly places: readonly string[]
  readonly pool: readonly PoolReading[]
  readonly units: readonly Unit[]
}

const moment = (seconds: number) => formatUtc(new Date(seconds * 1000))
const listed = (words: readonly string[]) => (words.length === 0 ? '-' : words.join(', '))

function amountText({ amountAtomic, network, asset }: Candidate, units: readonly Unit[]): string {
  if (amountAtomic === null) return 'amount not known'
  const unit = units.find((one) => one.asset === asset && (network ?? one.network) === one.network)
  return unit === undefined ? `${amountAtomic} atomic` : formatAmount(amountOf(amountAtomic, unit))
}

const kinds = {
  signed: 'a used authorization on chain',
  plain: 'a plain transfer on chain, no x402 payment by its looks',
  record: 'in the records only, nothing of it on chain in this window',
} as const

function candidateBlock(
  { candidate, fits, differs, unknown }: Compared,
  number: number,
  units: readonly Unit[],
): Block {
  const { payer, nonce, tx, payTo, time, timeFrom, route, books, recordIds, requestIds, kind, sources } =
    candidate
  const when =
    time === null ? 'time not known' : `${moment(time)} by the ${timeFrom === 'block' ? 'block' : 'record'}`
  const ids = [...recordIds, ...requestIds]
  const maybe = (label: string, value: string | null): readonly (readonly [string, string])[] =>
    value === null ? [] : [[label, value]]
  return {
    kind: 'pairs',
    pairs: [
      [`candidate ${number}`, `${when}, ${amountText(candidate, units)}`],
      ['', kinds[kind]],
      ...maybe('payer', payer),
      ...maybe('nonce', nonce),
      ...maybe('tx', tx),
      ...maybe('to', payTo),
      ...maybe('route', route),
      ...(ids.length === 0 && books === null
        ? []
        : ([['books', [books ?? 'no state', ...ids].join(', ')]] as const)),
      ['seen by', listed(sources)],
      ['fits', listed(fits)],
      ['differs', listed([...differs, ...unknown.map((trait) => `${trait} not known`)])],
    ],
  }
}

/** The last line: how many there are, and that none of them is proven to be the one. */
export function findSummary({ compared, gaps }: Pick<FindShown, 'compared' | 'gaps'>): string {
  const missing = gaps.length === 0 ? '' : '; not everything could be read, there may be more'
  if (compared.length === 0) return `no candidate${missing}`
  if (compared.length === 1) return `1 candidate, not proof${missing}`
  return `${compared.length} candidates, none picked${missing}`
}

/** The blocks of the screen, without its first and last line. */
export function findScreen({ question, compared, gaps, places, pool, units }: FindShown): readonly Block[] {
  const { since, until } = question
  const pairs: (readonly [string, string])[] = [['window', `${moment(since)} .. ${moment(until)}`]]
  for (const [index, place] of places.entries()) pairs.push([index === 0 ? 'looked in' : '', place])
  for (const [index, gap] of gaps.entries()) pairs.push([index === 0 ? 'not read' : '', gap])
  const waiting = pool.flatMap((reading) => poolLines(reading).map((line) => `${reading.label}: ${line}`))
  return [
    { kind: 'pairs', pairs },
    ...(waiting.length === 0
      ? []
      : [
          {
            kind: 'pairs',
            pairs: waiting.map((line, at) => [at === 0 ? 'transaction' : '', line] as const),
          } as const,
        ]),
    ...compared.map((one, index) => candidateBlock(one, index + 1, units)),
  ]
}
