import type { ChainLog, LogQuery, LogScan } from '../../core/ports.ts'
import {
  type Authorization,
  addressTopic,
  placeKey,
  readAuthorization,
  readTransfer,
  type Transfer,
  topics,
} from '../../payments/effect.ts'
import type { Draft } from './node.ts'
import type { Target } from './targets.ts'

/** An event as one text: two nodes, or two answers of one node, say the same only when all of it is the same. */
export function wordingOf(item: Transfer | Authorization): string {
  const told =
    'kind' in item ? [item.kind, item.authorizer, item.nonce] : [item.from, item.to, String(item.value)]
  return [placeKey(item), item.block, ...told].join('/')
}

type Event = Transfer | Authorization

/** The events in logs. */
export function eventsOf(logs: readonly ChainLog[], network: string): readonly Event[] {
  return logs.flatMap((log) => readTransfer(log, network) ?? readAuthorization(log, network) ?? [])
}

/** Adds what logs say to the notes; gives back the events in them. */
export function noteEvents(draft: Draft, logs: readonly ChainLog[], network: string): readonly Event[] {
  const events = eventsOf(logs, network)
  for (const event of events) {
    if ('kind' in event) draft.authorizations.set(placeKey(event), event)
    else draft.transfers.set(placeKey(event), event)
  }
  return events
}

/** Adds logs that a search showed. */
export function noteShown(draft: Draft, logs: readonly ChainLog[], network: string): void {
  for (const event of noteEvents(draft, logs, network)) draft.shown.set(wordingOf(event), event)
}

function noteScan(draft: Draft, scan: LogScan, network: string): void {
  draft.holes.push(...scan.holes)
  draft.dropped += scan.dropped
  noteShown(draft, scan.logs, network)
}

/** Reads the transfers to and from the operator's addresses. */
export async function readTransfers(draft: Draft, target: Target, signal: AbortSignal): Promise<void> {
  const { network, asset: address } = target
  const query = { address, fromBlock: draft.range.from, toBlock: draft.range.to }
  const ask = (list: readonly (string | readonly string[] | null)[]) =>
    draft.live.node.logs({ ...query, topics: [topics.transfer, ...list] }, signal)
  if (target.payTo.length === 0) return
  const scans = await Promise.all([
    ask([null, target.payTo.map(addressTopic)]),
    ask([target.senders.map(addressTopic)]),
  ])
  for (const scan of scans) noteScan(draft, scan, network)
}

/** Reads the used and cancelled authorizations of the given payers; never asks without a payer. */
export async function readAuthorizations(
  draft: Draft,
  target: Target,
  payers: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  draft.payers = payers
  if (payers.length === 0) return
  const scan = await draft.live.node.logs(authorizationsOf(draft, target, payers), signal)
  noteScan(draft, scan, target.network)
}

/** The search for the authorizations of these payers in everything that is read of a node. */
export function authorizationsOf(
  { range }: Draft,
  { asset: address }: Target,
  payers: readonly string[],
): LogQuery {
  return {
    address,
    topics: [[topics.authorizationUsed, topics.authorizationCanceled], payers.map(addressTopic)],
    fromBlock: range.from,
    toBlock: range.to,
  }
}
