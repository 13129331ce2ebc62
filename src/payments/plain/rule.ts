import type { Pays } from '../../core/profile.ts'
import type { PaymentPolicy } from '../policy.ts'
import type { PaymentRecord } from '../record.ts'
import { configuredOrder, orderSeenIn } from '../settle-order.ts'
import { type PlainGroups, plainGroup } from './groups.ts'

const isDigit = new Uint8Array(128)
for (const digit of '0123456789abcdef') isDigit[digit.charCodeAt(0)] = 1

/** Lower-case hex of so many bytes? Every record is asked three times: half the time of a regular expression. */
function isHex(text: string, bytes: number): boolean {
  if (text.length !== 2 + bytes * 2 || !text.startsWith('0x')) return false
  for (let at = 2; at < text.length; at += 1) if (isDigit[text.charCodeAt(at)] !== 1) return false
  return true
}

/** A token in which payments may be plain. */
export type PlainToken = {
  readonly network: string
  readonly asset: string
  /** Receiving addresses that were ours at all times. */
  readonly payTo: ReadonlySet<string>
  /** Addresses of ours on the network: what they send is no payment. */
  readonly own: ReadonlySet<string>
}

/** What decides whether a record may be plain; the same for all records of a run. */
export type PlainTerms = {
  readonly tokens: readonly PlainToken[]
  readonly policy: PaymentPolicy
  /** How far clocks of servers may differ from the chain's. */
  readonly skewSeconds: number
  /** Transactions and `payer/nonce` of money that earlier runs saw: these are looked at by their cases. */
  readonly remembered: ReadonlySet<string>
  readonly groups: PlainGroups
}

/** A record that may be plain: its token, its group, and whether its own times show that its route settles after the work. */
export type PlainLook = { readonly token: number; readonly group: number; readonly showsAfter: boolean }

const isAlways = ({ from, until }: Pays['payTo'][number]) => from === null && until === null

/** The tokens that the operator takes, each once. */
export function plainTokens(pays: readonly Pays[]): readonly PlainToken[] {
  const names = new Set(pays.map(({ network, unit }) => `${network}/${unit.asset}`))
  return [...names].map((name) => {
    const cut = name.lastIndexOf('/')
    const [network, asset] = [name.slice(0, cut), name.slice(cut + 1)]
    const here = pays.filter((item) => item.network === network)
    const payTo = here.filter(({ unit }) => unit.asset === asset).flatMap((item) => item.payTo)
    const own = here.flatMap((item) => [...item.payTo.map((one) => one.address), ...item.refundFrom])
    return {
      network,
      asset,
      payTo: new Set(payTo.filter(isAlways).map((one) => one.address)),
      own: new Set(own),
    }
  })
}

function isServed({ responseStatus: status, paymentResponsePresent }: PaymentRecord): boolean {
  const ok = status !== null && status >= 200 && status < 300 && status !== 202
  return ok && paymentResponsePresent !== false
}

function isQuiet({ verify, verifiedAt, workStartedAt, refundTx, settleReason }: PaymentRecord): boolean {
  if (refundTx !== null || settleReason !== null || verify === 'invalid') return false
  return verifiedAt === null || workStartedAt === null || workStartedAt >= verifiedAt
}

function isInWindow(receivedAt: number, { since, until }: PaymentPolicy): boolean {
  const seconds = Math.floor(receivedAt / 1000)
  return seconds >= since && seconds <= until
}

function isRemembered({ remembered }: PlainTerms, tx: string, payer: string, nonce: string): boolean {
  return remembered.size > 0 && (remembered.has(tx) || remembered.has(`${payer}/${nonce}`))
}

/**
 * Could this record be plain, as far as it says itself? Null when not. Everything that a case, a flag or a finding
 * could come from must be as usual: settled and served, paid by EIP-3009 in a token that the operator takes to
 * an address that is his, with every field known that the chain will be compared with. Pure.
 */
export function plainLook(record: PaymentRecord, terms: PlainTerms): PlainLook | null {
  const { network, asset, payer, nonce, tx, payTo, amountAtomic, receivedAt, respondedAt, route } = record
  if (record.state !== 'settled' || record.stateDerived || !isServed(record) || !isQuiet(record)) return null
  if (record.scheme !== 'exact' || record.transfer !== 'eip3009' || record.lines.length !== 1) return null
  if (payer === null || nonce === null || tx === null || payTo === null || amountAtomic === null) return null
  if (receivedAt === null || respondedAt === null || route === null) return null
  if (!isHex(payer, 20) || !isHex(nonce, 32) || !isHex(tx, 32)) return null
  if (amountAtomic <= 0n || amountAtomic >> 256n !== 0n || !isInWindow(receivedAt, terms.policy)) return null
  const token = terms.tokens.findIndex((one) => one.network === network && one.asset === asset)
  const { payTo: ours, own } = terms.tokens[token] ?? {}
  if (ours?.has(payTo) !== true || own?.has(payer) === true) return null
  if (isRemembered(terms, tx, payer, nonce)) return null
  const seen = orderSeenIn(record)
  if (seen !== null && seen !== 'after') return null
  if ((configuredOrder(record, terms.policy) ?? 'after') !== 'after') return null
  const group = plainGroup(terms.groups, { token, payTo, route, method: record.method })
  return { token, group, showsAfter: seen === 'after' }
}

/** What of a pair decides whether its times fit. Record in Unix ms, block in Unix seconds, null = not known. */
export type PairTimes = {
  readonly receivedAt: number
  readonly respondedAt: number
  /** On the line between known blocks. */
  readonly time: number | null
  /** As a fact. */
  readonly moment: number | null
}

/** Is the block neither late for the response nor dated by another clock than the record? Pure. */
export function isTimely(
  { receivedAt, respondedAt, time, moment }: PairTimes,
  { skewSeconds, policy }: Pick<PlainTerms, 'skewSeconds' | 'policy'>,
): boolean {
  if (time === null || time - respondedAt / 1000 > policy.lateAfterSeconds) return false
  return moment === null || Math.abs(receivedAt / 1000 - moment) <= skewSeconds
}
