import { amountOf, formatAmount, type Unit } from '../core/money.ts'
import type { Pays } from '../core/profile.ts'
import type { Block } from '../core/report.ts'
import { safe } from '../core/safe.ts'
import { shortHex } from '../core/short.ts'
import { formatUtc } from '../core/time.ts'
import { findNetwork, findToken } from '../networks/lookup.ts'
import { mainPart } from '../payments/proof.ts'
import type { JudgedPayment } from './judged.ts'
import { adviceWhy, paymentName, whyOf } from './names.ts'
import type { Rival, SettlementExpected, SettlementSeen } from './shapes.ts'
import { stateWords } from './words.ts'

type Pair = readonly [label: string, value: string]

const firmWords = { provisional: 'not final', counted: 'it counts', finalized: 'final' } as const
const actionWords = {
  deliver: 'deliver',
  wait: 'wait',
  reject: 'reject: it was not paid',
  unknown: 'look at it yourself',
} as const

const moment = (seconds: number) => formatUtc(new Date(seconds * 1000))

function unitOf(network: string, asset: string, pays: readonly Pays[]): Unit {
  const own = pays.find((one) => one.network === network && one.unit.asset === asset)
  if (own !== undefined) return own.unit
  const known = findNetwork(network)
  const token = known === undefined ? undefined : findToken(known, asset)
  return { decimals: token?.decimals ?? 0, symbol: token?.symbol ?? 'atomic units', asset, network }
}

function amountPair({ item }: JudgedPayment, { pays }: SettlementExpected): readonly Pair[] {
  const { network, asset, movedAtomic, requiredAtomic } = item
  const unit = unitOf(network, asset, pays)
  const name = findNetwork(network)?.name ?? network
  const shown = (atomic: bigint) => formatAmount(amountOf(atomic, unit))
  if (movedAtomic === null && requiredAtomic === null) return [['amount', `not known, on ${name}`]]
  if (movedAtomic === null) return [['amount', `${shown(requiredAtomic ?? 0n)} on ${name}, asked for`]]
  const asked =
    requiredAtomic === null || requiredAtomic === movedAtomic ? '' : `, ${shown(requiredAtomic)} asked for`
  return [['amount', `${shown(movedAtomic)} on ${name}${asked}`]]
}

/** How it is known: by which nodes, at which block, and how final that is. */
function knownPairs({ item, reading }: JudgedPayment, seen: SettlementSeen): readonly Pair[] {
  const chain = seen.chains.find(({ network, asset }) => network === item.network && asset === item.asset)
  if (chain === undefined || chain.endpoints.length === 0) return [['known by', 'no endpoint']]
  const at =
    item.block !== null && item.facts.effect === 'one'
      ? `block ${item.block}, ${item.finalityLevel ?? 'latest'}`
      : `up to block ${chain.latest?.number ?? '?'}`
  const final = chain.finalized === null ? 'nothing finalized' : `finalized ${chain.finalized.number}`
  const proven = reading.firmness === 'finalized' ? `; ${final}` : `; not final, ${final}`
  return [['known by', `${chain.endpoints.join(', ')}: ${at}${proven}`]]
}

function advicePairs(payment: JudgedPayment): readonly Pair[] {
  const { advice } = payment
  const until = advice.until === null ? '' : ` until ${moment(advice.until)}`
  const why = adviceWhy(payment).join('; ')
  const action = advice.action === 'wait' ? `wait${until}` : actionWords[advice.action]
  // A single endpoint can be wrong about what is not there; nobody should learn that from his customers.
  const alone = advice.retry === 'SAFE_TO_RETRY' && payment.reading.reasons.includes('ONE_SOURCE')
  const bound = alone && !isProven(payment) ? ', as far as one endpoint can be believed' : ''
  const retry = advice.retry === 'WAIT' ? `WAIT${until}` : `${advice.retry}${bound}`
  return [
    ['action', why === '' ? action : `${action}; ${why}`],
    ['retry', retry],
  ]
}

const isProven = ({ item }: JudgedPayment) =>
  item.proof !== undefined && mainPart(item.proof)?.status === 'proven'

function proofPairs({ item }: JudgedPayment): readonly Pair[] {
  const part = item.proof === undefined ? null : mainPart(item.proof)
  if (part === null) return []
  switch (part.status) {
    case 'proven':
      return [['proof', `holds against the header of block ${part.evidence.block}`]]
    case 'unproven':
      return [['proof', `none: ${part.why.toLowerCase().replaceAll('_', ' ')}`]]
    case 'refuted':
      return [['proof', 'a block header says otherwise than the endpoints']]
    case 'broken':
      return [['proof', `${part.endpoint} does not fit the block header`]]
  }
}

function identityPairs({ item, explorer }: JudgedPayment): readonly Pair[] {
  const pairs: Pair[] = []
  if (item.payer !== null) pairs.push(['payer', safe(item.payer, 90)])
  if (item.nonce !== null) pairs.push(['nonce', safe(item.nonce, 90)])
  if (item.payTo !== null) pairs.push(['to', safe(item.payTo, 90)])
  // A hash that the books name and no block holds is a claim.
  const isThere = item.facts.effect === 'one'
  if (item.tx !== null) pairs.push([isThere ? 'tx' : 'claimed tx', safe(item.tx, 100)])
  if (item.claimedTx !== null) pairs.push(['claimed tx', safe(item.claimedTx, 100)])
  if (explorer !== null) pairs.push(['look', safe(explorer, 200)])
  if (item.candidates.length > 0)
    pairs.push(['could be', item.candidates.map((one) => safe(one, 90)).join(', ')])
  return pairs
}

/** What the endpoints say, who are named above. */
const byChain = (step: string) => step === 'mined' || step === 'final'

function lifeTable({ life }: JudgedPayment): Block {
  return {
    kind: 'table',
    title: 'LIFE',
    columns: [
      { title: 'STEP', wrap: false },
      { title: 'TIME (UTC)', wrap: false },
      { title: 'BY' },
      { title: 'KNOWN' },
    ],
    rows: life.map(({ step, at, source, what }) => [
      step,
      at === null ? '-' : formatUtc(new Date(at)).slice(5, 19),
      source === null ? '-' : byChain(step) ? 'chain' : safe(source, 60),
      safe(what, 200),
    ]),
  }
}

function paymentBlocks(
  payment: JudgedPayment,
  seen: SettlementSeen,
  expected: SettlementExpected,
): readonly Block[] {
  const { item, reading } = payment
  const why = whyOf(payment)
  const top: Pair[] = [
    ['payment', safe(paymentName(item), 100)],
    [
      'state',
      `${reading.state.toUpperCase()} (${firmWords[reading.firmness]}): ${stateWords[reading.state]}`,
    ],
    ...advicePairs(payment),
    ...knownPairs(payment, seen),
    ...proofPairs(payment),
    ...why.map((text, index): Pair => [index === 0 ? 'because' : '', text]),
    ...amountPair(payment, expected),
    ...identityPairs(payment),
  ]
  return [{ kind: 'pairs', pairs: top }, lifeTable(payment)]
}

function rivalTable(rivals: readonly Rival[]): Block {
  return {
    kind: 'table',
    title: 'ONE OF THESE',
    columns: [
      { title: 'NAME' },
      { title: 'RECORD' },
      { title: 'RECEIVED (UTC)', wrap: false },
      { title: 'PAYER' },
      { title: 'NONCE OR TX' },
    ],
    rows: rivals.map(({ name, place, payer, nonce, tx, receivedAt }) => [
      safe(name, 80),
      safe(place ?? '-', 80),
      receivedAt === null ? '-' : formatUtc(new Date(receivedAt)).slice(5, 19),
      safe(shortHex(payer ?? '-'), 60),
      safe(shortHex(nonce ?? tx ?? '-'), 100),
    ]),
  }
}

/** The screen of one look, without its first and last lines: each payment with its life. */
export function settlementScreen(
  payments: readonly JudgedPayment[],
  seen: SettlementSeen,
  expected: SettlementExpected,
): readonly Block[] {
  const { transaction, rivals } = seen
  const named: Pair[] =
    transaction === null ? [] : [['transaction', `${transaction.state} on ${transaction.network}`]]
  const several = payments.length > 1 ? [['payments', `${payments.length}, each below`] as const] : []
  return [
    ...(named.length + several.length === 0
      ? []
      : [{ kind: 'pairs', pairs: [...named, ...several] } as const]),
    ...(rivals.length > 0 ? [rivalTable(rivals)] : []),
    ...payments.flatMap((payment) => paymentBlocks(payment, seen, expected)),
  ]
}
