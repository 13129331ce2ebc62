import { OpsError } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import { networks } from '../networks/index.ts'
import { caip2, findNetwork } from '../networks/lookup.ts'
import type { Network } from '../networks/network.ts'
import type { Problem } from './problem.ts'

const knownNetworks = networks.flatMap((network: Network) =>
  network.v1Name === null ? [network.id] : [network.id, network.v1Name],
)

/** What is wrong with the name of a network; undefined for CAIP-2 ids and for names that protocol v1 uses. */
export function networkProblem(text: string): Problem | undefined {
  if (/^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}$/.test(text) || findNetwork(text) !== undefined) return undefined
  return {
    problem: 'not a network',
    suggestion: `${didYouMean(text, knownNetworks)}Networks are written like eip155:8453 or base.`,
  }
}

/** The CAIP-2 id of a network that a flag names. Throws `OpsError` USAGE for what is no network. */
export function caip2Given(text: string, flag: string): string {
  const problem = networkProblem(text)
  if (problem === undefined) return caip2(text)
  throw new OpsError('USAGE', {
    message: `${flag} is ${problem.problem}`,
    suggestion: problem.suggestion,
    command: '',
  })
}
