import type { Exchange, SimLog, SimTx, Subject, Truth } from '../shapes.ts'
import { authorizationInput, cancelledEvent, type Event, transferEvent, usedEvent } from './abi.ts'
import type { Booked } from './booked.ts'
import { type Calendar, momentIn } from './calendar.ts'
import type { Places } from './places.ts'
import type { Random } from './random.ts'

/** A signed EIP-3009 authorization, or what stands in its place: the wish to pay. */
export type Authorization = {
  readonly payer: string
  readonly nonce: string
  readonly to: string
  readonly value: bigint
  readonly token: string
  readonly signedAt: number
  readonly validBefore: number
}

/** A transaction in a block. `time` is the block's. */
export type Mined = { readonly hash: string; readonly block: number; readonly time: number }

/** A transaction before its logs have numbers. */
export type DraftTx = Omit<SimTx, 'logs'> & { readonly events: readonly Event[] }

/** What is true of a payment, before logs have numbers: `at` is the place of an event in its transaction. */
type DraftTruth = Omit<Truth, 'subject'> & {
  readonly subject: Subject | { readonly by: 'event'; readonly tx: string; readonly at: number }
}

/** Everything that has happened in a world so far. It only grows. */
export type History = {
  readonly txs: DraftTx[]
  /** Transactions of a branch that a reorganisation gave up. */
  readonly vanished: DraftTx[]
  readonly booked: Booked[]
  readonly exchanges: Exchange[]
  readonly truths: DraftTruth[]
}

/** A world in which stories are told. */
export type World = {
  readonly random: Random
  readonly places: Places
  readonly calendar: Calendar
  readonly history: History
  /** The name of the story being told. */
  story: string
  /** Buyers who came before; some of them come again. */
  readonly buyers: string[]
  ids: number
}

/** Somebody who has never bought here. */
export function newcomer(world: World): string {
  const address = world.random.hex(20)
  world.buyers.push(address)
  return address
}

function buyer(world: World): string {
  return world.buyers.length > 3 && world.random.chance(0.4)
    ? world.random.pick(world.buyers)
    : newcomer(world)
}

/** An id that nothing else in this world has. */
export function freshId(world: World, kind: string): string {
  world.ids += 1
  return `${kind}-${world.ids}-${world.random.hex(3).slice(2)}`
}

/** The receiving address in force at a time. */
export function payToAt({ places, calendar }: World, seconds: number): string {
  return seconds < calendar.rotatedAt ? places.oldPayTo : places.payTo
}

const prices = [1_000n, 2_500n, 5_000n, 10_000n, 50_000n, 250_000n, 1_000_000n] as const

/** A buyer signs. What is not said is chosen: who, when, how much, valid for one to five minutes. */
export function sign(world: World, part: Partial<Authorization> & { life?: number } = {}): Authorization {
  const { random, places, calendar } = world
  const signedAt = part.signedAt ?? momentIn(calendar, random)
  const life = part.life ?? random.pick([60, 120, 300])
  return {
    payer: part.payer ?? buyer(world),
    nonce: part.nonce ?? random.hex(32),
    to: part.to ?? payToAt(world, signedAt),
    value: part.value ?? random.pick(prices),
    token: part.token ?? places.token,
    signedAt,
    validBefore: part.validBefore ?? signedAt + life,
  }
}

/** What a transaction needs beside its events; the rest is chosen. */
type Sending = {
  readonly from?: string
  readonly to?: string
  readonly input?: string
  readonly status?: boolean
}

/** Mines a transaction at the first block at or after a time. */
export function mine(world: World, seconds: number, events: readonly Event[], sending: Sending = {}): Mined {
  const { random, places, calendar, history } = world
  const block = calendar.blockOf(seconds)
  const hash = random.hex(32)
  history.txs.push({
    hash,
    block,
    from: sending.from ?? random.pick(places.facilitators),
    to: sending.to ?? places.token,
    input: sending.input ?? '0x',
    status: sending.status ?? true,
    events,
  })
  return { hash, block, time: calendar.timeOf(block) }
}

/** The two events that every EIP-3009 payment leaves. */
export function paymentEvents({ token, payer, nonce, to, value }: Authorization): readonly Event[] {
  return [usedEvent(token, payer, nonce), transferEvent(token, payer, to, value)]
}

/** Somebody submits an authorization and it is mined after `wait` seconds. */
export function settle(
  world: World,
  authorization: Authorization,
  wait: number,
  sending: Sending & { readonly signer?: 'key' | 'contract' } = {},
): Mined {
  const input = authorizationInput(authorization, sending.signer ?? 'key')
  return mine(world, authorization.signedAt + wait, paymentEvents(authorization), {
    to: authorization.token,
    input,
    ...sending,
  })
}

/** The payer cancels. */
export function cancel(world: World, { token, payer, nonce, signedAt }: Authorization, wait: number): Mined {
  const sending = { from: payer, to: token, input: '0x5a049a70' }
  return mine(world, signedAt + wait, [cancelledEvent(token, payer, nonce)], sending)
}

/** A plain transfer without any mark of x402. */
export function sendPlain(world: World, from: string, to: string, value: bigint, seconds: number): Mined {
  return mine(world, seconds, [transferEvent(world.places.token, from, to, value)], {
    from,
    input: '0xa9059cbb',
  })
}

/** Writes down what is true of an authorization. */
export function truth(
  world: World,
  { payer, nonce }: Pick<Authorization, 'payer' | 'nonce'>,
  outcome: string,
  movedAtomic: bigint | null,
  decidable = true,
): void {
  const subject = { by: 'authorization', payer, nonce } as const
  world.history.truths.push({ story: world.story, subject, outcome, decidable, movedAtomic })
}

/** Writes down what is true of money that came by the event at that place of a transaction. */
export function truthOfEvent(
  world: World,
  place: { readonly tx: string; readonly at: number },
  outcome: string,
  movedAtomic: bigint,
  decidable = true,
): void {
  const subject = { by: 'event', ...place } as const
  world.history.truths.push({ story: world.story, subject, outcome, decidable, movedAtomic })
}

/** Writes down what is true of a record that no authorization names. */
export function truthOfRecord(world: World, recordId: string, outcome: string, decidable: boolean): void {
  const subject = { by: 'record', recordId } as const
  world.history.truths.push({ story: world.story, subject, outcome, decidable, movedAtomic: null })
}

/** Gives every log its number within its block. In the order of the chain. */
export function numberLogs(drafts: readonly DraftTx[]): readonly SimTx[] {
  const next = new Map<number, number>()
  return drafts
    .map((tx, order) => ({ tx, order }))
    .sort((a, b) => a.tx.block - b.tx.block || a.order - b.order)
    .map(({ tx: { events, ...tx } }): SimTx => {
      const first = next.get(tx.block) ?? 0
      const logs = tx.status ? events.map((event, at): SimLog => ({ ...event, logIndex: first + at })) : []
      next.set(tx.block, first + logs.length)
      return { ...tx, logs }
    })
}

/** The truths of a world, with the final numbers of the logs that they are about. */
export function finalTruths({ history }: World, txs: readonly SimTx[]): readonly Truth[] {
  const logsOf = new Map(txs.map(({ hash, logs }) => [hash, logs]))
  return history.truths.map(({ subject, ...rest }): Truth => {
    if (subject.by !== 'event') return { ...rest, subject }
    const logIndex = logsOf.get(subject.tx)?.[subject.at]?.logIndex ?? subject.at
    return { ...rest, subject: { by: 'log', tx: subject.tx, logIndex } }
  })
}

/** A world before anything has happened. */
export function emptyWorld(random: Random, places: Places, calendar: Calendar): World {
  const history: History = { txs: [], vanished: [], booked: [], exchanges: [], truths: [] }
  return { random, places, calendar, history, story: '', buyers: [], ids: 0 }
}
