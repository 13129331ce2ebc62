import { rm } from 'node:fs/promises'
import type { Hex } from 'viem'
import { accountAt, accountsNeeded, type RigAccount, roles } from './accounts.ts'
import { type Chain, startAnvil } from './anvil.ts'
import { startFacilitator } from './facilitator.ts'
import type { FaultName } from './fault-names.ts'
import { type Faults, startFaults } from './faults.ts'
import type { Served } from './listen.ts'
import { type Buyer, buy, freshNonce, type Paid } from './payer.ts'
import { type Records, startRecords } from './records.ts'
import { type RouteId, routeById } from './routes.ts'
import type { BreakPoint } from './server-base.ts'
import type { ServerOptions } from './server-options.ts'
import { startServerV1 } from './server-v1.ts'
import { startServerV2 } from './server-v2.ts'
import { newFolder, notePid, sweep } from './sweep.ts'
import { type Authorization, chainId, network, placeToken, signTransfer, type Token, usdc } from './token.ts'

/** How to start the rig. Everything has a default; the default is healthy. */
export type RigOptions = {
  readonly v2?: ServerOptions
  readonly v1?: ServerOptions
  /** How long the facilitator waits for a receipt. */
  readonly confirmTimeoutMs?: number
  /** Fields that no record has, as in life. */
  readonly forget?: readonly string[]
  /** Also write the payments as lines of pino. */
  readonly pino?: boolean
}

/** One purchase through a real server; see `Rig.pay`. */
export type PayOptions = {
  readonly version?: 1 | 2
  readonly route?: RouteId
  readonly payer?: Buyer
  readonly requestId?: string
  /** What this payment meets between server and facilitator. */
  readonly fault?: FaultName
  /** Where the server itself fails for this request. */
  readonly breakAt?: BreakPoint
  readonly timeoutMs?: number
  /** A transaction that the fault holds back stays so until `faults.release` or `idle`. */
  readonly hold?: boolean
  /** The server loses the record of this payment. */
  readonly loseRecord?: boolean
  /** The record of this payment lacks these fields. */
  readonly forget?: readonly string[]
  /** Another server than the rig's own. */
  readonly baseUrl?: string
}

/** A running service with everything it depends on. */
export type Rig = {
  readonly chain: Chain
  readonly token: Token
  readonly faults: Faults
  readonly records: Records
  readonly recordsFile: string
  readonly pinoFile: string | null
  readonly rpcUrl: string
  readonly facilitatorUrl: string
  readonly v2: { readonly url: string }
  readonly v1: { readonly url: string }
  readonly network: string
  readonly asset: string
  readonly payTo: string
  readonly wrongPayTo: string
  readonly facilitatorAddress: string
  readonly adminToken: string
  readonly payers: readonly RigAccount[]
  readonly pay: (options?: PayOptions) => Promise<Paid>
  /** A settlement that no server of ours took part in. */
  readonly payUnrecorded: (options?: {
    payer?: RigAccount
    value?: bigint
  }) => Promise<Authorization & { tx: Hex }>
  /** Plain token transfer to the service: no x402 payment. */
  readonly sendPlain: (value: bigint, from?: RigAccount) => Promise<Hex>
  /** Sends money back from the service to a payer. */
  readonly refund: (to: string, value: bigint) => Promise<Hex>
  readonly cancel: (payer: RigAccount, nonce: string) => Promise<Hex>
  /** Starts another server on the same chain and facilitator; it stops with the rig. */
  readonly startServer: (version: 1 | 2, options?: ServerOptions) => Promise<{ url: string }>
  /** Lets everything that was held back go on; resolves when nothing happens behind the servers any more. */
  readonly idle: () => Promise<void>
  readonly stop: () => Promise<void>
}

const startingBalance = 100_000_000n
const adminToken = 'CANARY-admin-metrics-token'

/**
 * Starts chain, token, facilitator, fault layer and one server of each version on free loopback ports.
 * The caller owes `stop`; when the process ends by SIGINT or SIGTERM the chain ends with it.
 */
export async function startRig(options: RigOptions = {}): Promise<Rig> {
  const confirmTimeoutMs = options.confirmTimeoutMs ?? 700
  sweep()
  const chain = await startAnvil({ chainId, accounts: accountsNeeded })
  const stops: (() => Promise<unknown>)[] = [chain.stop]
  const stop = async () => {
    // One part that does not end in order must not keep the others alive.
    for (const end of stops.splice(0).reverse()) await end().catch(() => undefined)
  }
  try {
    const folder = newFolder()
    stops.unshift(() => rm(folder, { recursive: true, force: true }))
    notePid(folder, chain.pid)
    return await assemble(chain, folder, { ...options, confirmTimeoutMs }, stops, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

async function assemble(
  chain: Chain,
  folder: string,
  options: RigOptions & { confirmTimeoutMs: number },
  stops: (() => Promise<unknown>)[],
  stop: () => Promise<void>,
): Promise<Rig> {
  const { confirmTimeoutMs } = options
  const { rpcUrl } = chain
  const token = await placeToken(chain)
  const payers = Array.from({ length: roles.payers }, (_, i) => accountAt(roles.firstPayer + i))
  await Promise.all(payers.map((payer) => token.setBalance(payer.address, startingBalance)))
  const payTo = accountAt(roles.payTo)
  const wrongPayTo = accountAt(roles.wrongPayTo).address
  const records = startRecords(folder, { forget: options.forget ?? [], pino: options.pino ?? false })

  let facilitatorUrl = ''
  const faults = await startFaults({ facilitatorUrl: () => facilitatorUrl })
  stops.push(faults.close)
  const facilitator = await startFacilitator({ rpcUrl, token, confirmTimeoutMs, fateOf: faults.fateOf })
  stops.push(facilitator.close)
  facilitatorUrl = facilitator.url

  const startServer = async (version: 1 | 2, server: ServerOptions = {}): Promise<Served> => {
    const context = {
      facilitatorUrl: faults.url(),
      ...{ payTo: payTo.address, wrongPayTo, adminToken, write: records.write },
    }
    const served = await (version === 2 ? startServerV2 : startServerV1)(context, server)
    stops.push(served.close)
    return served
  }
  const v2 = await startServer(2, options.v2)
  const v1 = await startServer(1, options.v1)
  let turn = 0

  const pay = async (wish: PayOptions = {}): Promise<Paid> => {
    const version = wish.version ?? 2
    turn += 1
    const payer = wish.payer ?? payers[turn % payers.length]
    if (payer === undefined) throw new Error('the rig has no payers')
    const paid = await buy({
      version,
      baseUrl: wish.baseUrl ?? (version === 2 ? v2.url : v1.url),
      route: routeById(wish.route ?? 'safe-fetch-url'),
      payer,
      timeoutMs: wish.timeoutMs ?? 15_000,
      ...(wish.requestId === undefined ? {} : { requestId: wish.requestId }),
      ...(wish.breakAt === undefined ? {} : { breakAt: wish.breakAt }),
      onSigned: ({ nonce }) => {
        if (wish.fault !== undefined) faults.forNonce(nonce, wish.fault)
        if (wish.loseRecord === true) records.lose(nonce)
        if (wish.forget !== undefined) records.forget(nonce, wish.forget)
      },
    })
    await records.of(paid.nonce)
    if (wish.hold !== true) faults.release(paid.nonce)
    return paid
  }

  return {
    ...{ chain, token, faults, records, rpcUrl, network, payers, pay, startServer, stop, adminToken },
    ...{ v2: { url: v2.url }, v1: { url: v1.url }, facilitatorUrl: faults.url(), asset: usdc },
    ...{ recordsFile: records.file, pinoFile: records.pinoFile },
    ...{ payTo: payTo.address, wrongPayTo, facilitatorAddress: accountAt(roles.facilitator).address },
    payUnrecorded: async ({ payer = accountAt(roles.firstPayer), value = 10_000n } = {}) => {
      const authorization = await signTransfer(payer, {
        to: payTo.address,
        value,
        validAfter: 0n,
        validBefore: BigInt((await chain.timestamp()) + 300),
        nonce: freshNonce(),
      })
      const tx = await token.execute(accountAt(roles.stranger), authorization)
      return { ...authorization, tx }
    },
    sendPlain: (value, from = accountAt(roles.firstPayer)) => token.transfer(from, payTo.address, value),
    refund: (to, value) => token.transfer(payTo, to, value),
    cancel: token.cancel,
    idle: async () => {
      await faults.idle()
      await facilitator.wallet.idle()
    },
  }
}
