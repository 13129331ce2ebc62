import type { Subject } from '../core/finding.ts'
import type { Unit } from '../core/money.ts'
import type { BalanceExpected, BalanceTarget } from './shapes.ts'

/** The unit of a token of this target; of gas when `token` is null: 18 decimals on every EVM chain. */
export function unitOf({ network, tokens }: BalanceTarget, token: string | null): Unit | undefined {
  if (token === null) return { network, asset: 'gas', decimals: 18, symbol: 'gas' }
  return tokens.find(({ asset }) => asset === token)
}

/** The target of a network; undefined when it was not asked for. */
export function targetOf({ targets }: BalanceExpected, network: string): BalanceTarget | undefined {
  return targets.find((target) => target.network === network)
}

/** What a finding of this room is about: one unit of one address. */
export function subjectOf(network: string, address: string, unit: string): Subject {
  return { kind: 'endpoint', id: `${network} ${address} ${unit}` }
}
