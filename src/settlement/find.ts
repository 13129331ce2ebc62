import type { PaymentRecord } from '../payments/record.ts'

/** What somebody remembers of a payment. Times in Unix seconds; null = not said. */
export type FindQuestion = {
  readonly payer: string | null
  readonly amount:
    | readonly { readonly network: string; readonly asset: string; readonly atomic: bigint }[]
    | null
  readonly route: string | null
  readonly since: number
  readonly until: number
}

/** What a question can be compared with. */
export type Trait = 'payer' | 'amount' | 'route' | 'recipient'

/** A payment that could be the one: possible, not proof. Times in Unix seconds. */
export type Candidate = {
  readonly network: string | null
  readonly asset: string | null
  readonly payer: string | null
  readonly nonce: string | null
  readonly tx: string | null
  readonly payTo: string | null
  readonly amountAtomic: bigint | null
  readonly time: number | null
  /** Who told the time: a block, or the clock of the server that wrote the record. */
  readonly timeFrom: 'block' | 'record' | null
  readonly route: string | null
  readonly recordIds: readonly string[]
  readonly requestIds: readonly string[]
  /** What the books say of it; null = no record, or no state in it. */
  readonly books: string | null
  /** `signed` = the chain shows the use of an authorization, `plain` = a transfer without one, `record` = no chain fact. */
  readonly kind: 'signed' | 'plain' | 'record'
  /** Where it was seen: `file:line` of a record, names of endpoints. */
  readonly sources: readonly string[]
}

/** A candidate beside the question. */
export type Compared = {
  readonly candidate: Candidate
  readonly fits: readonly Trait[]
  readonly differs: readonly Trait[]
  /** Asked for, and not known of this candidate. */
  readonly unknown: readonly Trait[]
}

const seconds = (ms: number | null) => (ms === null ? null : Math.floor(ms / 1000))

/** The payment that a record tells of. */
export function candidateOfRecord(record: PaymentRecord): Candidate {
  const { network, asset, payer, nonce, tx, payTo, amountAtomic, route, lines } = record
  const time = seconds(record.receivedAt ?? record.respondedAt)
  return {
    ...{ network, asset, payer, nonce, tx, payTo, amountAtomic, route, time },
    timeFrom: time === null ? null : 'record',
    recordIds: record.recordId === null ? [] : [record.recordId],
    requestIds: record.requestId === null ? [] : [record.requestId],
    books: record.state,
    kind: 'record',
    sources: lines.map(({ file, line }) => `${file}:${line}`),
  }
}

/** The names under which a candidate may be met again: its authorization, and its transaction. */
function keysOf({ network, asset, payer, nonce, tx, amountAtomic }: Candidate): readonly string[] {
  const key = payer === null || nonce === null ? [] : [`key ${payer}/${nonce}`]
  // A transaction may hold several payments: payer and amount tell them apart.
  return tx === null
    ? key
    : [...key, `tx ${network ?? ''}/${asset ?? ''}/${tx}/${payer ?? ''}/${amountAtomic ?? ''}`]
}

function merged(chain: Candidate, record: Candidate): Candidate {
  return {
    ...chain,
    route: record.route,
    books: record.books,
    recordIds: [...chain.recordIds, ...record.recordIds],
    requestIds: [...chain.requestIds, ...record.requestIds],
    sources: [...record.sources, ...chain.sources],
  }
}

/** Records and chain facts of one payment as one candidate, where an authorization or a transaction says that they are. */
export function joinCandidates(
  records: readonly PaymentRecord[],
  onChain: readonly Candidate[],
): readonly Candidate[] {
  const byKey = new Map<string, number>()
  const all = [...onChain]
  for (const [index, candidate] of all.entries()) {
    for (const key of keysOf(candidate)) if (!byKey.has(key)) byKey.set(key, index)
  }
  for (const record of records) {
    const candidate = candidateOfRecord(record)
    const at = keysOf(candidate)
      .map((key) => byKey.get(key))
      .find((index) => index !== undefined)
    const met = at === undefined ? undefined : all[at]
    if (at === undefined || met === undefined) all.push(candidate)
    else all[at] = merged(met, candidate)
  }
  return all
}

type Answer = 'fits' | 'differs' | 'unknown'

const same = (wanted: string, found: string | null): Answer =>
  found === null ? 'unknown' : found.toLowerCase() === wanted.toLowerCase() ? 'fits' : 'differs'

function amountAnswer(
  wanted: NonNullable<FindQuestion['amount']>,
  { network, asset, amountAtomic }: Candidate,
): Answer {
  if (amountAtomic === null) return 'unknown'
  const here = wanted.filter(
    (one) => (network ?? one.network) === one.network && (asset ?? one.asset) === one.asset,
  )
  return here.some(({ atomic }) => atomic === amountAtomic) ? 'fits' : 'differs'
}

/** `GET /v1/quote`, `/v1/quote` and an id all name a route: what is written must be a part at a word's border. */
function routeAnswer(wanted: string, route: string | null): Answer {
  if (route === null) return 'unknown'
  const [a, b] = [wanted.toLowerCase(), route.toLowerCase()]
  return a === b || a.endsWith(` ${b}`) || b.endsWith(` ${a}`) ? 'fits' : 'differs'
}

function compare(candidate: Candidate, question: FindQuestion, owned: readonly string[]): Compared {
  const { payer, amount, route } = question
  const answers: (readonly [Trait, Answer])[] = []
  if (payer !== null) answers.push(['payer', same(payer, candidate.payer)])
  if (amount !== null) answers.push(['amount', amountAnswer(amount, candidate)])
  if (route !== null) answers.push(['route', routeAnswer(route, candidate.route)])
  if (candidate.payTo !== null) {
    answers.push(['recipient', owned.includes(candidate.payTo.toLowerCase()) ? 'fits' : 'differs'])
  }
  const of = (wanted: Answer) => answers.filter(([, answer]) => answer === wanted).map(([trait]) => trait)
  return { candidate, fits: of('fits'), differs: of('differs'), unknown: of('unknown') }
}

/** The trait that a candidate must have: who names a payer means his payments, else the amount, else the route. */
function mainTrait({ payer, amount }: FindQuestion): Trait {
  return payer !== null ? 'payer' : amount !== null ? 'amount' : 'route'
}

const orderKey = ({ candidate: { time, tx, nonce, sources } }: Compared) =>
  `${String(time ?? 0).padStart(12, '0')} ${sources[0] ?? ''} ${tx ?? ''} ${nonce ?? ''}`

/**
 * Every payment that could be the one asked for, in the order of time: none is picked, none is ranked. A
 * candidate lies in the window and does not contradict the first thing that was remembered (payer, else amount,
 * else route); what else differs is said beside it. `owned` are the operator's own addresses.
 */
export function judgeCandidates(
  candidates: readonly Candidate[],
  question: FindQuestion,
  owned: readonly string[],
): readonly Compared[] {
  const main = mainTrait(question)
  return candidates
    .filter(({ time }) => time === null || (time >= question.since && time <= question.until))
    .map((candidate) => compare(candidate, question, owned))
    .filter(({ differs, unknown, candidate }) => {
      if (differs.includes(main)) return false
      // A record without a time and without what was asked for is every record.
      return !(unknown.includes(main) && candidate.time === null)
    })
    .sort((a, b) => (orderKey(a) < orderKey(b) ? -1 : 1))
}
