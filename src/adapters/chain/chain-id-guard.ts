import { type Fault, fault } from './fault.ts'
import type { AskRpc, RpcCall, RpcResult } from './json-rpc.ts'
import { quantityShape, shapeProblem } from './shapes.ts'

const evmNetwork = /^eip155:([1-9]\d{0,15})$/

const askForId: RpcCall = { method: 'eth_chainId', params: [] }

/** The EIP-155 chain id in a CAIP-2 network id; undefined on other families. */
export function chainIdOf(network: string): number | undefined {
  const digits = evmNetwork.exec(network)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/**
 * Lets calls through only to a node of the right chain: asks for the chain id before the first call and
 * refuses every call (code CHAIN_ID_MISMATCH) when another one is claimed. On a wrong chain each nonce looks unused and each range
 * empty, which would read as "not paid". An id that could not be read is asked for again next time.
 */
export function guardChainId(ask: AskRpc, network: string): AskRpc {
  const expected = chainIdOf(network)
  let claimed: number | undefined
  return async (call, signal, tries) => {
    if (expected === undefined) {
      const why = fault('final', `${network} is not an EVM network`, 'not-supported')
      return { ok: false, fault: why, requests: 0 }
    }
    let spent = 0
    if (claimed === undefined) {
      const reply = await ask(askForId, signal, tries)
      if (!reply.ok) {
        const { fromNode: _ofAnotherCall, ...why } = reply.fault
        return refuse({ ...why, detail: `the chain id is not known: ${why.detail}` }, reply.requests)
      }
      const id = quantityShape.safeParse(reply.result)
      if (!id.success) return refuse(fault('final', shapeProblem(id.error), 'parse'), reply.requests)
      claimed = id.data
      spent = reply.requests
    }
    if (claimed !== expected) {
      const detail = `the node answers with chain id ${claimed}, ${expected} was expected`
      return refuse({ ...fault('final', detail, 'refused'), code: 'CHAIN_ID_MISMATCH' }, spent)
    }
    const reply = await ask(call, signal, tries)
    return { ...reply, requests: reply.requests + spent }
  }
}

function refuse(why: Fault, requests: number): RpcResult {
  return { ok: false, fault: why, requests }
}
