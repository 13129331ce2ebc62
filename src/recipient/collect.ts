import { couldNotSee, type Observation, saw } from '../core/observation.ts'
import type { ChainNode } from '../core/ports.ts'
import { askAll, sameBlock, together } from '../core/same-block.ts'
import type { SolanaAccount, SolanaNode } from '../core/solana-port.ts'
import { addressTopic } from '../payments/effect.ts'
import { collectDelta } from './collect-delta.ts'
import type {
  AccountSeen,
  EvmSeen,
  Probed,
  Recipient,
  RecipientExpected,
  RecipientPorts,
  RecipientSeen,
  SolanaSeen,
} from './shapes.ts'
import {
  associatedAccount,
  readMintDecimals,
  readTokenAccount,
  tokenPrograms,
} from './solana/token-account.ts'

const balanceOf = '0x70a08231'
const pausedCall = '0x5c975abb'
const transferCall = '0xa9059cbb'
/** How tokens call their list of addresses that get nothing: USDC, Tether twice, PayPal twice, and two more. */
export const listCalls: readonly (readonly [name: string, selector: string])[] = [
  ['isBlacklisted', '0xfe575a87'],
  ['isBlackListed', '0xe47d6060'],
  ['getBlackListStatus', '0x59bf1abe'],
  ['isFrozen', '0xe5839836'],
  ['frozen', '0xd0516650'],
  ['isBlocked', '0xfbac3951'],
]
const evmAddress = /^0x[0-9a-f]{40}$/

const wordOf = (address: string) => addressTopic(address).slice(2)

async function lookAtEvm(
  { address, unit: { asset } }: Recipient,
  { nodes, clock }: Pick<RecipientPorts, 'clock'> & { readonly nodes: readonly ChainNode[] },
  signal: AbortSignal,
): Promise<EvmSeen | null> {
  if (!evmAddress.test(address)) return null
  const at = await sameBlock(nodes, 'latest', signal)
  if (at.block === null) return { kind: 'evm', at, answers: null }
  const { number } = at.block
  const missing = (node: ChainNode, ref: string) =>
    couldNotSee(
      { at: clock.now().toISOString(), source: node.label, ref },
      'not-supported',
      'this source does not tell it',
    )
  const probe = async (name: string, data: string): Promise<Probed> => ({
    name,
    votes: await askAll(nodes, (node) => node.call(asset, data, number, signal)),
  })
  const codeAt = (of: string) =>
    askAll(nodes, async (node) => (await node.code?.(of, number, signal)) ?? missing(node, 'eth_getCode'))
  const nothing = `${transferCall}${wordOf(address)}${'0'.repeat(64)}`
  const [code, tokenCode, balance, paused, lists, transfer] = await Promise.all([
    codeAt(address),
    codeAt(asset),
    askAll(nodes, (node) => node.call(asset, `${balanceOf}${wordOf(address)}`, number, signal)),
    probe('paused', pausedCall),
    Promise.all(listCalls.map(([name, selector]) => probe(name, `${selector}${wordOf(address)}`))),
    nodes.some(({ callAs }) => callAs === undefined)
      ? null
      : askAll(
          nodes,
          async (node) =>
            (await node.callAs?.(address, asset, nothing, number, signal)) ?? missing(node, 'eth_call'),
        ).then((votes): Probed => ({ name: 'transfer', votes })),
  ])
  return { kind: 'evm', at, answers: { code, tokenCode, balance, paused, lists, transfer } }
}

/** The parts of an account that are judged; another cluster's bytes never come this far. */
function readAccount(found: Observation<SolanaAccount | null>): Observation<AccountSeen | null> {
  if (!found.seen) return found
  const { at, source, ref, value } = found
  if (value === null) return saw({ at, source, ref }, null)
  const { owner, data } = value
  return saw(
    { at, source, ref },
    { owner, token: readTokenAccount(data) ?? null, decimals: readMintDecimals(data) ?? null },
  )
}

const askAccount = (nodes: readonly SolanaNode[], address: string, signal: AbortSignal) =>
  Promise.all(
    nodes.map(async (node) => ({
      label: node.label,
      answer: readAccount(await node.account(address, signal)),
    })),
  )

async function lookAtSolana(
  { address, unit: { asset } }: Recipient,
  nodes: readonly SolanaNode[],
  signal: AbortSignal,
): Promise<SolanaSeen> {
  const mint = await askAccount(nodes, asset, signal)
  const found = together(
    mint,
    (account) => account?.owner,
    (owner) => owner,
  )
  const program = found.kind === 'agreed' && tokenPrograms.includes(found.value) ? found.value : null
  const account = program === null ? null : (associatedAccount(address, asset, program) ?? null)
  const votes = account === null ? [] : await askAccount(nodes, account, signal)
  return { kind: 'solana', mint, program, account, votes }
}

/**
 * Looks at every recipient as its chain allows: on EVM chains at one block that all endpoints name alike, on Solana at
 * the account that payments go to. Never rejects for what it finds.
 */
export async function collectRecipient(
  { recipients, delta }: RecipientExpected,
  ports: RecipientPorts,
  signal: AbortSignal,
): Promise<RecipientSeen> {
  const look = async (one: Recipient) => {
    if (one.family === 'evm')
      return lookAtEvm(one, { nodes: ports.nodes(one.network), clock: ports.clock }, signal)
    return one.family === 'solana' ? lookAtSolana(one, ports.solana(one.network), signal) : null
  }
  const [rows, moved] = await Promise.all([
    Promise.all(recipients.map(look)),
    Promise.all((delta ?? []).map((one) => collectDelta(one, ports.nodes(one.network), signal))),
  ])
  return { rows, delta: moved }
}
