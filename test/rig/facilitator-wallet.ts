import { type Address, encodeFunctionData, type Hex, keccak256 } from 'viem'
import { accountAt, type RigAccount, roles } from './accounts.ts'
import { inOneCall, readerOf, router, type Token, writerOf } from './token.ts'

/** What becomes of the transaction that settles a payment. */
export type Fate =
  | { readonly kind: 'mined' }
  /** The hash is known at once, the transaction reaches the chain when the promise resolves. */
  | { readonly kind: 'mined-late'; readonly after: Promise<void> }
  /** The hash is known, the transaction never reaches the chain. */
  | { readonly kind: 'never-mined' }
  /** It is mined with status 0, because the payer's money is gone at that moment. */
  | { readonly kind: 'reverted' }
  /** A stranger executes the authorization first; our own transaction is mined with status 0. */
  | { readonly kind: 'front-run' }
  /** It waits for a second payment; both are settled in one transaction, through the router. */
  | { readonly kind: 'batched' }

type WriteArgs = {
  readonly address: Address
  readonly abi: readonly unknown[]
  readonly functionName: string
  readonly args: readonly unknown[]
  readonly dataSuffix?: Hex
}

type Call = { readonly target: Address; readonly callData: Hex }

/** The hot wallet of the facilitator. */
export type Wallet = {
  readonly writeContract: (args: WriteArgs) => Promise<Hex>
  /** Resolves when every held-back transaction has reached the chain. */
  readonly idle: () => Promise<void>
}

const gas = 300_000n

/** Starts the wallet. Ordinary transactions go one after another, so that none takes another's nonce. */
export function startWallet(options: {
  rpcUrl: string
  token: Token
  account: RigAccount
  fateOf: (nonce: string) => Fate
}): Wallet {
  const { rpcUrl, token, account, fateOf } = options
  const reader = readerOf(rpcUrl)
  const held = new Set<Promise<unknown>>()
  let lastSend: Promise<unknown> = Promise.resolve()
  let relayer = 0
  let waiting: { call: Call; settle: (hash: Promise<Hex>) => void } | undefined

  async function sign(by: RigAccount, to: Address, data: Hex) {
    const writer = writerOf(rpcUrl, by)
    const request = await writer.prepareTransactionRequest({ to, data, gas })
    const serializedTransaction = await writer.signTransaction(request)
    const send = () => reader.request({ method: 'eth_sendRawTransaction', params: [serializedTransaction] })
    return { hash: keccak256(serializedTransaction), send }
  }

  async function sendReverting(payer: string, to: Address, data: Hex): Promise<Hex> {
    const balance = await token.balanceOf(payer)
    await token.setBalance(payer, 0n)
    const { hash, send } = await sign(account, to, data)
    await send()
    await reader.waitForTransactionReceipt({ hash })
    await token.setBalance(payer, balance)
    return hash
  }

  async function holdBack(to: Address, data: Hex, after: Promise<void> | null): Promise<Hex> {
    relayer = (relayer + 1) % roles.relayers
    const { hash, send } = await sign(accountAt(roles.firstRelayer + relayer), to, data)
    if (after === null) return hash
    // Anvil takes a transaction before it mines it, so being sent is not yet being there. Where nothing is
    // mined on purpose, the wait ends by itself.
    const mined = () => reader.waitForTransactionReceipt({ hash, timeout: 2000 }).catch(() => undefined)
    const late = after.then(send).then(mined)
    held.add(late)
    void late.finally(() => held.delete(late)).catch(() => undefined)
    return hash
  }

  async function sendTooLate(to: Address, data: Hex): Promise<Hex> {
    await writerOf(rpcUrl, accountAt(roles.stranger)).sendTransaction({ to, data, gas })
    const { hash, send } = await sign(account, to, data)
    await send()
    return hash
  }

  function sendWithNext(call: Call): Promise<Hex> {
    const first = waiting
    if (first === undefined) {
      return new Promise((resolve) => {
        waiting = { call, settle: resolve }
      })
    }
    waiting = undefined
    const data = inOneCall([first.call, call])
    const sent = inTurn(() => writerOf(rpcUrl, account).sendTransaction({ to: router, data }))
    first.settle(sent)
    return sent
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = lastSend.then(work, work)
    lastSend = turn.catch(() => undefined)
    return turn
  }

  return {
    writeContract: ({ address, abi, functionName, args, dataSuffix }) => {
      const call = encodeFunctionData({ abi, functionName, args } as Parameters<typeof encodeFunctionData>[0])
      const data: Hex = dataSuffix === undefined ? call : `${call}${dataSuffix.slice(2) as ''}`
      const fate = fateOf(String(args[5]).toLowerCase())
      if (fate.kind === 'mined-late') return holdBack(address, data, fate.after)
      if (fate.kind === 'never-mined') return holdBack(address, data, null)
      if (fate.kind === 'batched') return sendWithNext({ target: address, callData: data })
      if (fate.kind === 'front-run') return inTurn(() => sendTooLate(address, data))
      if (fate.kind === 'reverted') return inTurn(() => sendReverting(String(args[0]), address, data))
      return inTurn(() => writerOf(rpcUrl, account).sendTransaction({ to: address, data }))
    },
    idle: async () => {
      while (held.size > 0) await Promise.all(held)
    },
  }
}
