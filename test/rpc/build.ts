import { type BlindKind, couldNotSee, type Observation, saw } from '../../src/core/observation.ts'
import type { BlockRef } from '../../src/core/ports.ts'
import type { EndpointSeen, RpcExpected, RpcSeen, RpcTarget } from '../../src/rpc/shapes.ts'

export const network = 'eip155:8453'
const at = '2026-11-21T07:40:02.000Z'
const nowSeconds = Date.parse(at) / 1000
const look = { at, source: 'https://rpc-a.example/***', ref: 'eth_getBlockByNumber latest' }

export const word = (digit: string) => `0x${digit.repeat(64)}`

/** An answer that came, and one that did not. */
export const told = <T>(value: T): Observation<T> => saw(look, value)
export const failed = (kind: BlindKind, detail: string, code?: string) =>
  couldNotSee(look, kind, detail, code)

/** A block so many seconds old. */
export const block = (number: number, ageSeconds = 1, digit = 'a'): BlockRef => ({
  number,
  hash: word(digit),
  timestamp: nowSeconds - ageSeconds,
})

export const target: RpcTarget = {
  ...{ network, name: 'Base', chainId: 8453, blockTimeMs: 2000, staleAfterMs: 30_000 },
  ...{ depths: [900, 43_200], asset: `0x${'c3'.repeat(20)}`, skip: null },
  endpoints: [
    { name: 'https://rpc-a.example/***', origin: 'given' },
    { name: 'https://rpc-b.example/***', origin: 'given' },
  ],
}

export const expected: RpcExpected = {
  targets: [target],
  ...{ latencyWarnMs: 2000, skewWarnMs: 30_000, skewFailMs: 120_000 },
}

type Rest = NonNullable<EndpointSeen['rest']>

/** An endpoint that is well, but for these parts. */
export function endpoint(
  parts: Partial<Omit<Rest, 'head'>> & { readonly head?: Partial<Rest['head']> } = {},
  more: Partial<EndpointSeen> = {},
): EndpointSeen {
  return {
    name: 'https://rpc-a.example/***',
    chainId: told(8453),
    timesMs: [80, 90, 100],
    ...more,
    rest: {
      common: told(block(997)),
      safe: told(block(990)),
      finalized: told(block(980)),
      span: { answered: 10_000, refused: null, requests: 1, why: null },
      control: { blocks: 10_000, expected: 1, found: 7 },
      past: [{ depth: 900, block: 100, answer: told(word('0')) }],
      ...parts,
      head: { block: told(block(1000)), askedMs: 0, answeredMs: 50, ...parts.head },
    },
  }
}

/** One that was asked nothing after its chain id. */
export function out(chainId: Observation<number>, name = 'https://rpc-a.example/***'): EndpointSeen {
  return { name, chainId, rest: null, timesMs: [10] }
}

/** What is seen of the network; the second endpoint is well unless another one is given. */
export function seeing(first: EndpointSeen, second: EndpointSeen | null = endpoint()): RpcSeen {
  const other = second === null ? [] : [{ ...second, name: 'https://rpc-b.example/***' }]
  return { networks: [{ network, commonHeight: 997, endpoints: [first, ...other] }] }
}
