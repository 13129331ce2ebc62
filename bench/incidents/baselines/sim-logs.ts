// What a baseline may read of a scenario's chain: transfers and authorizations of the scenario's token, as a
// node would show them. Written from the event signatures; nothing here comes from src.
import type { Exchange, Scenario, SimLog, SimTx, Subject } from '../shapes.ts'

const transferTopic = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
const usedTopic = '0x98de503528ee59b575ef0c0a2576a82497bfc029a5685b209e9ec333479b10a5'

/** One Transfer of the scenario's token. */
export type SeenTransfer = {
  readonly tx: SimTx
  readonly from: string
  readonly to: string
  readonly value: bigint
  /** Unix seconds of its block. */
  readonly at: number
}

/** One AuthorizationUsed of the scenario's token. */
export type SeenAuthorization = { readonly payer: string; readonly nonce: string }

const addressOf = (topic: string | undefined) => `0x${(topic ?? '').slice(26)}`

/** Unix seconds of a block. */
export function timeOf({ chain }: Scenario, block: number): number {
  return chain.genesisTime + block * chain.blockSeconds
}

/** The moment at which the chain stands when the scenario ends. */
export function endOf(scenario: Scenario): number {
  return timeOf(scenario, scenario.chain.head)
}

function tokenLogs({ asset }: Scenario, { logs }: SimTx, topic: string): readonly SimLog[] {
  return logs.filter((log) => log.address === asset.address && log.topics[0] === topic)
}

/** The transfers of the scenario's token in one transaction, in log order. */
export function transfersOf(scenario: Scenario, tx: SimTx): readonly SeenTransfer[] {
  return tokenLogs(scenario, tx, transferTopic).map(({ topics, data }) => ({
    tx,
    from: addressOf(topics[1]),
    to: addressOf(topics[2]),
    value: BigInt(data),
    at: timeOf(scenario, tx.block),
  }))
}

/** The authorizations of the scenario's token that one transaction used, in log order. */
export function usedIn(scenario: Scenario, tx: SimTx): readonly SeenAuthorization[] {
  return tokenLogs(scenario, tx, usedTopic).map(({ topics }) => ({
    payer: addressOf(topics[1]),
    nonce: topics[2] ?? '',
  }))
}

/** The transactions that a node has mined, oldest first. */
export function minedIn({ chain }: Scenario): readonly SimTx[] {
  return chain.txs.filter(({ block }) => block <= chain.head).sort((a, b) => a.block - b.block)
}

/** Under which name a statement about an exchange is scored. */
export function subjectOf({ payer, nonce, requestId }: Exchange): Subject {
  return nonce === null
    ? { by: 'record', recordId: requestId }
    : { by: 'authorization', payer: payer.toLowerCase(), nonce: nonce.toLowerCase() }
}

/** Did the buyer get a 2xx? */
export function isPaid({ status }: Exchange): boolean {
  return status !== null && status >= 200 && status < 300
}
