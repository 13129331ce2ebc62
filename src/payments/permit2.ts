import type { ChainTransaction } from '../core/ports.ts'
import type { ChainView } from './chain-view.ts'
import type { Authorization, Transfer } from './effect.ts'
import { addressTopic } from './effect.ts'
import type { PaymentRecord } from './record.ts'

/** Permit2, at the same address on every EVM chain. */
export const permit2Address = '0x000000000022d473030f116ddee9f6b43ac78ba3'

/**
 * What the call data of a marked transaction says of its payment. `wrapped` = another contract called the
 * proxy, so the call data is not the proxy's own and only a trace could tell; `disputed` = nodes tell it differently.
 */
export type PermitSeen =
  | { readonly kind: 'decoded'; readonly token: string; readonly owner: string; readonly nonce: string }
  | { readonly kind: 'wrapped' | 'disputed' }

const nonceBitmapSelector = '0x4fe02b44'

// The proxies' own functions and where their words stand, tested against the published ABI of both.
// PermitTransferFrom(token, amount, nonce, deadline) is static, so every word has a fixed place.
const calls: readonly {
  readonly proxy: string
  readonly selector: string
  readonly permitAt: number
  readonly ownerAt: number
}[] = [
  { proxy: '0x402085c248eea27d92e8b30b2c58ed07f9e20001', selector: '13cd3b53', permitAt: 0, ownerAt: 4 },
  { proxy: '0x402085c248eea27d92e8b30b2c58ed07f9e20001', selector: 'fa340378', permitAt: 5, ownerAt: 9 },
  { proxy: '0x4020a4f3b7b90cca423b9fabcc0ce57c6c240002', selector: 'ff11e7b4', permitAt: 0, ownerAt: 5 },
  { proxy: '0x4020a4f3b7b90cca423b9fabcc0ce57c6c240002', selector: '016c1748', permitAt: 5, ownerAt: 10 },
]

function addressIn(word: string | undefined): string | undefined {
  return word !== undefined && /^0{24}[0-9a-f]{40}$/.test(word) ? `0x${word.slice(24)}` : undefined
}

/**
 * Reads the call of a marked transaction. Bytes behind the arguments are ignored, as facilitators may append
 * some. Never throws: what cannot be read as a call of the proxy is `wrapped`.
 */
export function readPermitCall({ to, input }: ChainTransaction): PermitSeen {
  const call = calls.find(({ proxy, selector }) => proxy === to && input.startsWith(`0x${selector}`))
  if (call === undefined) return { kind: 'wrapped' }
  const word = (at: number) => {
    const text = input.slice(10 + at * 64, 74 + at * 64)
    return /^[0-9a-f]{64}$/.test(text) ? text : undefined
  }
  const token = addressIn(word(call.permitAt))
  const nonce = word(call.permitAt + 2)
  const owner = addressIn(word(call.ownerAt))
  if (token === undefined || nonce === undefined || owner === undefined) return { kind: 'wrapped' }
  return { kind: 'decoded', token, owner, nonce: BigInt(`0x${nonce}`).toString() }
}

/** The nonce of a Permit2 record as the decimal number that the chain knows; null when there is none. */
export function permitNonce({ nonce }: Pick<PaymentRecord, 'nonce'>): string | null {
  return nonce === null ? null : BigInt(nonce).toString()
}

/** Is this the key of a Permit2 payment? Its nonce is decimal; that of EIP-3009 is 32 bytes of hex. */
export function isPermitNonce(nonce: string): boolean {
  return !nonce.startsWith('0x')
}

/** The call data of `nonceBitmap(owner, word)` for the word that holds this nonce. */
export function nonceBitmapCall(owner: string, nonce: string): string {
  const word = (BigInt(nonce) >> 8n).toString(16).padStart(64, '0')
  return `${nonceBitmapSelector}${addressTopic(owner).slice(2)}${word}`
}

/** Is the nonce spent (used or invalidated)? Undefined when the answer is not one word: no Permit2 is there. */
export function readNonceBit(returned: string, nonce: string): boolean | undefined {
  if (!/^0x[0-9a-f]{64}$/.test(returned)) return undefined
  return ((BigInt(returned) >> (BigInt(nonce) & 255n)) & 1n) === 1n
}

/**
 * The Permit2 payments of a view as uses of an authorization: the call data names owner and nonce, and a
 * transfer of that owner in the same transaction shows that it happened.
 */
export function permitUses(
  view: Pick<ChainView, 'permits' | 'asset'>,
  transfersByTx: ReadonlyMap<string, readonly Transfer[]>,
): readonly Authorization[] {
  return Object.entries(view.permits).flatMap(([tx, permit]) => {
    if (permit.kind !== 'decoded' || permit.token !== view.asset) return []
    const moved = (transfersByTx.get(tx) ?? []).find(({ from }) => from === permit.owner)
    if (moved === undefined) return []
    const { network, asset, block, blockHash } = moved
    // No log carries it, so it stands before all of them and beside none.
    const place = { network, asset, tx, block, blockHash, logIndex: -2 }
    return [{ ...place, kind: 'used', authorizer: permit.owner, nonce: permit.nonce }]
  })
}
