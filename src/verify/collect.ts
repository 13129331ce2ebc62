import type { ChainNode } from '../core/ports.ts'
import { askAll, type SameBlock, sameBlock, type Vote } from '../core/same-block.ts'
import type { SignerFound } from '../core/signature-check.ts'
import { networks } from '../networks/index.ts'
import { findNetwork, findToken } from '../networks/lookup.ts'
import { addressTopic, authorizationStateCall } from '../payments/effect.ts'
import { nonceBitmapCall, permit2Address } from '../payments/permit2.ts'
import type { ChainSeen, NamedDomain, VerifyExpected, VerifyPorts, VerifySeen } from './shapes.ts'
import { chainIdOf, requiredDomain, transferOf } from './transfer.ts'

const selectors = {
  balanceOf: '0x70a08231',
  allowance: '0xdd62ed3e',
  name: '0x06fdde03',
  version: '0x54fd4d50',
  separator: '0x3644e515',
} as const
const address = /^0x[0-9a-f]{40}$/i

const word = (text: string) => addressTopic(text).slice(2)

/** How long ago a payment must have expired before its signature is shown to an endpoint: no fork goes back as far. */
const coldSeconds = 3600

/**
 * Can this payment never be executed any more? By our own clock and by a block that is final, so that neither an
 * endpoint nor a wrong clock alone can make a live signature leave this machine.
 */
function isDead({ payment, nowSeconds }: VerifyExpected, at: SameBlock): boolean {
  if (at.block === null || at.finality !== 'finalized' || payment.validBefore === null) return false
  return Math.min(nowSeconds, at.block.timestamp) > payment.validBefore + coldSeconds
}

async function askWallet(
  expected: VerifyExpected,
  at: SameBlock,
  { nodes, askContract }: VerifyPorts,
  signal: AbortSignal,
): Promise<readonly Vote<string>[] | null> {
  const { payment, required } = expected
  const transfer = transferOf(payment, required)
  if (!isDead(expected, at) || at.block === null || transfer === null) return null
  const { number } = at.block
  return askAll(nodes, (node) => askContract(node, { transfer, block: number }, signal))
}

function nonceQuestion({ payment, required }: VerifyExpected): readonly [to: string, data: string] | null {
  const { payer, nonce, transfer } = payment
  if (payer === null || nonce === null || !address.test(payer)) return null
  if (transfer === 'permit2') return [permit2Address, nonceBitmapCall(payer, nonce)]
  if (transfer !== 'eip3009' || required.asset === null) return null
  return [required.asset, authorizationStateCall(payer, nonce)]
}

async function lookAtChain(
  expected: VerifyExpected,
  ports: VerifyPorts,
  signal: AbortSignal,
): Promise<ChainSeen> {
  const { nodes } = ports
  const { payment, required } = expected
  const at = await sameBlock(nodes, 'latest', signal)
  const block = at.block?.number
  const call = (to: string, data: string) =>
    block === undefined ? Promise.resolve([]) : askAll(nodes, (node) => node.call(to, data, block, signal))
  const none: Promise<readonly Vote<string>[]> = Promise.resolve([])
  const token = required.asset !== null && address.test(required.asset) ? required.asset : null
  const payer = payment.payer !== null && address.test(payment.payer) ? payment.payer : null
  const nonce = nonceQuestion(expected)
  const ofPayer = (data: string) => (token === null || payer === null ? none : call(token, data))
  const ofToken = (data: string) => (token === null ? none : call(token, data))
  const codeOf = (node: ChainNode) => node.code?.(payer ?? '', block ?? -1, signal)
  const [nonces, balance, allowance, code, separator, name, version] = await Promise.all([
    nonce === null ? none : call(...nonce),
    payer === null ? none : ofPayer(`${selectors.balanceOf}${word(payer)}`),
    payer === null || payment.transfer !== 'permit2'
      ? none
      : ofPayer(`${selectors.allowance}${word(payer)}${word(permit2Address)}`),
    payer === null || block === undefined ? none : askCode(nodes, codeOf),
    ofToken(selectors.separator),
    ofToken(selectors.name),
    ofToken(selectors.version),
  ])
  // The finalized block is asked for by itself: the newest one is hardly ever final.
  const cold = await sameBlock(nodes, 'finalized', signal)
  const wallet = await askWallet(expected, cold, ports, signal)
  return { at, nonce: nonces, balance, allowance, code, separator, name, version, wallet }
}

async function askCode(
  nodes: readonly ChainNode[],
  codeOf: (node: ChainNode) => ReturnType<NonNullable<ChainNode['code']>> | undefined,
): Promise<readonly Vote<string>[]> {
  const votes = nodes.map(async (node) => {
    const answer = await codeOf(node)
    return answer === undefined ? [] : [{ label: node.label, answer }]
  })
  return (await Promise.all(votes)).flat()
}

/** The domains that payers sign for by mistake: of the token's own entry here, then the right one of other chains. */
function otherDomains({ required, payment }: VerifyExpected): readonly NamedDomain[] {
  const own = requiredDomain(required)
  const chainId = chainIdOf(required.network)
  const network = findNetwork(required.network ?? '')
  const token = network === undefined ? undefined : findToken(network, required.asset ?? '')
  const names = [
    ...(own === null ? [] : [own]),
    ...(token?.eip712 === undefined || token.eip712 === null ? [] : [token.eip712]),
    { name: 'USD Coin', version: '2' },
    { name: 'USDC', version: '2' },
  ]
  const here = chainId === null ? [] : names.map(({ name, version }) => ({ name, version, chainId }))
  const first = own ?? (here[0] as NamedDomain | undefined)
  const elsewhere = networks.flatMap(({ chainId: other }) =>
    other === null || first === undefined ? [] : [{ ...first, chainId: other }],
  )
  const all = payment.transfer === 'eip3009' ? [...here, ...elsewhere] : elsewhere
  return all.filter((domain) => JSON.stringify(domain) !== JSON.stringify(own))
}

/** Under which other domain does the signature recover to the payer? Null when under none that we know. */
async function findDomain(expected: VerifyExpected, { recover }: VerifyPorts): Promise<NamedDomain | null> {
  for (const domain of otherDomains(expected)) {
    const transfer = transferOf(expected.payment, expected.required, domain)
    const found = transfer === null ? null : await recover(transfer)
    if (found?.kind === 'signer' && found.address === expected.payment.payer) return domain
  }
  return null
}

async function signerOf(expected: VerifyExpected, { recover }: VerifyPorts): Promise<SignerFound | null> {
  const transfer = transferOf(expected.payment, expected.required)
  return transfer === null || !expected.signed ? null : recover(transfer)
}

/**
 * Recovers the signer on this machine and asks every endpoint at one block. Sends the signature nowhere while the
 * payment could still be executed. Never rejects for what it finds.
 */
export async function collectVerify(
  expected: VerifyExpected,
  ports: VerifyPorts,
  signal: AbortSignal,
): Promise<VerifySeen> {
  const { payment, required } = expected
  const domain = requiredDomain(required)
  const signer = await signerOf(expected, ports)
  const strange = signer?.kind === 'signer' && signer.address !== payment.payer
  const chain = ports.nodes.length === 0 ? null : await lookAtChain(expected, ports, signal)
  return {
    signer,
    signedFor: strange || (signer === null && expected.signed) ? await findDomain(expected, ports) : null,
    separator:
      domain === null || required.asset === null
        ? null
        : ports.separator({ ...domain, contract: required.asset }),
    chain,
  }
}
