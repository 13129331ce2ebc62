import { askAll, type SameBlock, sameBlock, type Vote } from '../core/same-block.ts'
import type { Terms } from '../x402/challenge.ts'
import { normalId } from '../x402/fields.ts'
import { readChallenge } from '../x402/payment-required.ts'
import type { MatrixPorts } from './collect.ts'
import type { RouteSeen, TokenSeen } from './shapes.ts'
import { signsForToken } from './signs.ts'
import { asksForPayment } from './view.ts'

// The first four bytes of keccak-256 of the signatures; a test computes them.
const selectors = { name: '0x06fdde03', version: '0x54fd4d50', separator: '0x3644e515' } as const
const address = /^0x[0-9a-f]{40}$/
const chainIdText = /^eip155:(\d{1,15})$/
const mostTokens = 50

function termsOf(routes: readonly RouteSeen[]): readonly Terms[] {
  return routes.flatMap(({ unpaid: { answer } }) => {
    if (!answer.seen || !asksForPayment(answer.value.status)) return []
    const { headers, body } = answer.value
    return readChallenge({ headers, body: body ?? '' }).offers.flatMap(({ accepts }) => accepts)
  })
}

/** The same token with the same words once, in the order in which they came. */
function tokensIn(routes: readonly RouteSeen[]) {
  const found = new Map<string, Pick<TokenSeen, 'network' | 'asset' | 'name' | 'version'>>()
  for (const terms of termsOf(routes).filter(signsForToken)) {
    const { network, asset, eip712 } = terms
    if (network === null || asset === null || !address.test(normalId(asset))) continue
    const token = { network, asset: normalId(asset), ...eip712 }
    found.set(JSON.stringify(token), token)
  }
  return [...found.values()].slice(0, mostTokens)
}

/**
 * Reads `name()`, `version()` and `DOMAIN_SEPARATOR()` of every token that the terms name, at one block that all
 * endpoints share. Never rejects for what it finds.
 */
export async function readTokens(
  routes: readonly RouteSeen[],
  { nodes, separator }: NonNullable<MatrixPorts['chain']>,
  signal: AbortSignal,
): Promise<readonly TokenSeen[]> {
  const blocks = new Map<string, Promise<SameBlock>>()
  const none: readonly Vote<string>[] = []
  return Promise.all(
    tokensIn(routes).map(async (token): Promise<TokenSeen> => {
      const { network, asset, name, version } = token
      const asked = nodes(network)
      const found = blocks.get(network) ?? sameBlock(asked, 'latest', signal)
      blocks.set(network, found)
      const at = await found
      const number = at.block?.number
      const call = (data: string) =>
        number === undefined
          ? Promise.resolve(none)
          : askAll(asked, (node) => node.call(asset, data, number, signal))
      const [names, versions, separators] = await Promise.all([
        call(selectors.name),
        call(selectors.version),
        call(selectors.separator),
      ])
      const chainId = Number(chainIdText.exec(network)?.[1] ?? Number.NaN)
      const named = name !== null && version !== null && Number.isSafeInteger(chainId)
      const wanted = named ? separator({ name, version, chainId, contract: asset }) : null
      return { ...token, separator: wanted, at, names, versions, separators }
    }),
  )
}
