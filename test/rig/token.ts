import { readFileSync } from 'node:fs'
import {
  type Address,
  createPublicClient,
  createWalletClient,
  defineChain,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  http,
  keccak256,
  parseAbi,
} from 'viem'
import { accountAt, type RigAccount, roles } from './accounts.ts'
import type { Chain } from './anvil.ts'

/** Where Base has its USDC; the rig's stand-in sits at the same place. */
export const usdc = '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913'

/** Where every chain has Multicall3; the rig's router answers there. */
export const router = '0xcA11bde05977b3631167028862bE2a173976CA11'

export const chainId = 8453
export const network = 'eip155:8453'

export const tokenAbi = parseAbi([
  'event Transfer(address indexed from, address indexed to, uint256 value)',
  'event AuthorizationUsed(address indexed authorizer, bytes32 indexed nonce)',
  'event AuthorizationCanceled(address indexed authorizer, bytes32 indexed nonce)',
  'function balanceOf(address) view returns (uint256)',
  'function authorizationState(address, bytes32) view returns (bool)',
  'function DOMAIN_SEPARATOR() view returns (bytes32)',
  'function mint(address to, uint256 value)',
  'function transfer(address to, uint256 value) returns (bool)',
  'function transferWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, bytes signature)',
  'function cancelAuthorization(address authorizer, bytes32 nonce, bytes signature)',
])

const routerAbi = parseAbi([
  'struct Call3 { address target; bool allowFailure; bytes callData; }',
  'struct Result { bool success; bytes returnData; }',
  'function aggregate3(Call3[] calls) payable returns (Result[] results)',
])

const domain = { name: 'USD Coin', version: '2', chainId, verifyingContract: usdc } as const

/** An EIP-3009 transfer authorization with its signature: whoever holds it can execute it once. */
export type Authorization = {
  readonly from: Address
  readonly to: Address
  readonly value: bigint
  readonly validAfter: bigint
  readonly validBefore: bigint
  readonly nonce: Hex
  readonly signature: Hex
}

type Contract = { readonly runtime: Hex }
type Contracts = Readonly<Record<'token' | 'router' | 'wallet' | 'guarded', Contract>>

/** The run-time code of the rig's contracts, as `scripts/token.mjs` compiled it. */
export const contracts = JSON.parse(
  readFileSync(new URL('./fixtures/contracts.json', import.meta.url), 'utf8'),
) as Contracts

/** viem's description of the rig's chain. */
export function viemChain(rpcUrl: string) {
  return defineChain({
    id: chainId,
    name: 'rig',
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  })
}

/** A reading client of the rig's chain that polls fast enough for a chain without block time. */
export function readerOf(rpcUrl: string) {
  return createPublicClient({
    chain: viemChain(rpcUrl),
    transport: http(rpcUrl),
    pollingInterval: 50,
    cacheTime: 0,
  })
}

/** A writing client of the rig's chain. */
export function writerOf(rpcUrl: string, account: RigAccount) {
  return createWalletClient({ account, chain: viemChain(rpcUrl), transport: http(rpcUrl) })
}

/** Signs an EIP-3009 transfer, the way x402 clients do. */
export async function signTransfer(
  account: RigAccount,
  terms: Omit<Authorization, 'from' | 'signature'>,
): Promise<Authorization> {
  const message = { from: account.address, ...terms }
  const signature = await account.signTypedData({
    domain,
    types: {
      TransferWithAuthorization: [
        { name: 'from', type: 'address' },
        { name: 'to', type: 'address' },
        { name: 'value', type: 'uint256' },
        { name: 'validAfter', type: 'uint256' },
        { name: 'validBefore', type: 'uint256' },
        { name: 'nonce', type: 'bytes32' },
      ],
    },
    primaryType: 'TransferWithAuthorization',
    message,
  })
  return { ...message, signature }
}

function signCancel(account: RigAccount, nonce: Hex): Promise<Hex> {
  return account.signTypedData({
    domain,
    types: {
      CancelAuthorization: [
        { name: 'authorizer', type: 'address' },
        { name: 'nonce', type: 'bytes32' },
      ],
    },
    primaryType: 'CancelAuthorization',
    message: { authorizer: account.address, nonce },
  })
}

function executeCall(a: Authorization): Hex {
  return encodeFunctionData({
    abi: tokenAbi,
    functionName: 'transferWithAuthorization',
    args: [a.from, a.to, a.value, a.validAfter, a.validBefore, a.nonce, a.signature],
  })
}

/** The call data for the router that makes all these calls in one transaction, or none of them. */
export function inOneCall(calls: readonly { target: Address; callData: Hex }[]): Hex {
  const strict = calls.map((call) => ({ ...call, allowFailure: false }))
  return encodeFunctionData({ abi: routerAbi, functionName: 'aggregate3', args: [strict] })
}

/** The token as the tests use it. Everything that writes resolves with the hash of a mined transaction. */
export type Token = {
  readonly balanceOf: (address: string) => Promise<bigint>
  readonly nonceUsed: (payer: string, nonce: string) => Promise<boolean>
  readonly mint: (to: string, value: bigint) => Promise<Hex>
  readonly transfer: (from: RigAccount, to: string, value: bigint) => Promise<Hex>
  /** Executes an authorization as any stranger could. */
  readonly execute: (by: RigAccount, authorization: Authorization) => Promise<Hex>
  /** Sends a transaction that executes an authorization and reverts; rejects when it does not revert. */
  readonly executeReverting: (by: RigAccount, authorization: Authorization) => Promise<Hex>
  /** Executes several authorizations in one transaction, through the router. */
  readonly executeMany: (by: RigAccount, authorizations: readonly Authorization[]) => Promise<Hex>
  readonly cancel: (payer: RigAccount, nonce: string) => Promise<Hex>
  /** Overwrites a balance without leaving a log; for faults only. */
  readonly setBalance: (address: string, value: bigint) => Promise<void>
}

/** Places the token and the router on the chain and returns the token's handle. */
export async function placeToken(chain: Chain): Promise<Token> {
  await chain.setCode(usdc, contracts.token.runtime)
  await chain.setCode(router, contracts.router.runtime)
  const reader = readerOf(chain.rpcUrl)
  const token = { address: usdc, abi: tokenAbi } as const
  const send = async (by: RigAccount, to: Address, data: Hex): Promise<Hex> => {
    const hash = await writerOf(chain.rpcUrl, by).sendTransaction({ to, data })
    const receipt = await reader.waitForTransactionReceipt({ hash })
    if (receipt.status !== 'success') throw new Error(`transaction ${hash} reverted`)
    return hash
  }
  const call = (functionName: 'mint' | 'transfer', to: string, value: bigint) =>
    encodeFunctionData({ abi: tokenAbi, functionName, args: [to as Address, value] })
  const balanceSlot = (address: string) =>
    keccak256(encodeAbiParameters([{ type: 'address' }, { type: 'uint256' }], [address as Address, 0n]))
  const operator = accountAt(roles.operator)
  return {
    balanceOf: (address) =>
      reader.readContract({ ...token, functionName: 'balanceOf', args: [address as Address] }),
    nonceUsed: (payer, nonce) =>
      reader.readContract({
        ...token,
        functionName: 'authorizationState',
        args: [payer as Address, nonce as Hex],
      }),
    mint: (to, value) => send(operator, usdc, call('mint', to, value)),
    transfer: (from, to, value) => send(from, usdc, call('transfer', to, value)),
    execute: (by, authorization) => send(by, usdc, executeCall(authorization)),
    executeReverting: async (by, authorization) => {
      const data = executeCall(authorization)
      const hash = await writerOf(chain.rpcUrl, by).sendTransaction({ to: usdc, data, gas: 200_000n })
      const receipt = await reader.waitForTransactionReceipt({ hash })
      if (receipt.status !== 'reverted') throw new Error(`transaction ${hash} did not revert`)
      return hash
    },
    executeMany: (by, authorizations) => {
      const calls = authorizations.map((a) => ({ target: usdc as Address, callData: executeCall(a) }))
      return send(by, router, inOneCall(calls))
    },
    cancel: async (payer, nonce) =>
      send(
        payer,
        usdc,
        encodeFunctionData({
          abi: tokenAbi,
          functionName: 'cancelAuthorization',
          args: [payer.address, nonce as Hex, await signCancel(payer, nonce as Hex)],
        }),
      ),
    setBalance: (address, value) =>
      chain.setStorage(usdc, balanceSlot(address), `0x${value.toString(16).padStart(64, '0')}`),
  }
}
