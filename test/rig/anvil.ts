import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { execa } from 'execa'

/** A local chain and the levers to move it. Times are Unix seconds of the chain. */
export type Chain = {
  readonly rpcUrl: string
  readonly pid: number
  /** One JSON-RPC call; rejects with the node's message when it answers an error. */
  readonly rpc: <T = unknown>(method: string, params?: readonly unknown[]) => Promise<T>
  readonly blockNumber: () => Promise<number>
  readonly timestamp: () => Promise<number>
  /** Mines `count` blocks, `intervalSeconds` apart in chain time. */
  readonly mine: (count?: number, intervalSeconds?: number) => Promise<void>
  /** Mines one block at exactly this time; only forward. Every later block is at or after it. */
  readonly warpTo: (timestamp: number) => Promise<void>
  /** Sets the chain's clock to this machine's, to the second: no later block is behind it. Only forward. */
  readonly meetClock: () => Promise<void>
  readonly automine: (on: boolean) => Promise<void>
  readonly dropPending: () => Promise<void>
  readonly snapshot: () => Promise<string>
  readonly revertTo: (snapshot: string) => Promise<void>
  /** Replaces the newest `depth` blocks by empty ones of the same heights. */
  readonly reorg: (depth: number) => Promise<void>
  readonly setCode: (address: string, code: string) => Promise<void>
  readonly setStorage: (address: string, slot: string, value: string) => Promise<void>
  readonly stop: () => Promise<void>
}

const listening = /Listening on 127\.0\.0\.1:(\d{1,5})/
const hoursOfHistory = 25
const firstBlocks = 70

function findAnvil(): string {
  try {
    const require = createRequire(import.meta.url)
    return join(dirname(require.resolve('@foundry-rs/anvil-linux-amd64/package.json')), 'bin/anvil')
  } catch {
    return 'anvil'
  }
}

/**
 * Starts anvil on a free loopback port. The chain begins 25 hours ago with 70 blocks, so that windows of a
 * day have a start and `safe` and `finalized` (one and two blocks behind) exist; its clock is then ours.
 * Rejects with one sentence when there is no anvil to start.
 */
export async function startAnvil(options: {
  chainId: number
  accounts: number
  binary?: string
  /** Begin that many days ago with few blocks, and leave the chain's clock there. */
  daysBack?: number
}): Promise<Chain> {
  const now = Math.floor(Date.now() / 1000)
  const hours = options.daysBack === undefined ? hoursOfHistory : options.daysBack * 24
  const genesis = now - hours * 3600
  const child = execa(
    options.binary ?? findAnvil(),
    [
      '--host',
      '127.0.0.1',
      '--port',
      '0',
      '--chain-id',
      `${options.chainId}`,
      '--slots-in-an-epoch',
      '1',
    ].concat(['--accounts', `${options.accounts}`, '--timestamp', `${genesis}`]),
    { stdin: 'ignore', buffer: false, reject: false, forceKillAfterDelay: 2000, cleanup: true },
  )
  const rpcUrl = await new Promise<string>((resolve, reject) => {
    let seen = ''
    child.stdout.on('data', (chunk: Buffer) => {
      seen = (seen + chunk.toString('utf8')).slice(-4096)
      const port = listening.exec(seen)?.[1]
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`)
    })
    void child.then(() =>
      reject(
        new Error('The rig needs anvil: install @foundry-rs/anvil-linux-amd64, or put Foundry on the PATH.'),
      ),
    )
  })
  const chain = chainAt(rpcUrl, child.pid ?? 0, async () => {
    child.kill('SIGTERM')
    await child
  })
  if (options.daysBack !== undefined) {
    await chain.mine(3, 2)
    return chain
  }
  await chain.mine(firstBlocks, Math.floor((hoursOfHistory * 3600) / (firstBlocks + 1)))
  await chain.meetClock()
  return chain
}

function chainAt(rpcUrl: string, pid: number, stop: () => Promise<void>): Chain {
  let id = 0
  const rpc = async <T>(method: string, params: readonly unknown[] = []): Promise<T> => {
    id += 1
    const response = await fetch(rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id, method, params }),
    })
    const answer = (await response.json()) as { result?: T; error?: { message: string } }
    if (answer.error !== undefined) throw new Error(`${method}: ${answer.error.message}`)
    return answer.result as T
  }
  const hex = (value: number) => `0x${value.toString(16)}`
  const warpTo = async (timestamp: number): Promise<void> => {
    await rpc('evm_mine', [{ timestamp }])
  }
  const latest = () => rpc<{ number: string; timestamp: string }>('eth_getBlockByNumber', ['latest', false])
  return {
    rpcUrl,
    pid,
    rpc,
    blockNumber: async () => Number((await latest()).number),
    timestamp: async () => Number((await latest()).timestamp),
    mine: async (count = 1, intervalSeconds = 1) => {
      await rpc('anvil_mine', [hex(count), hex(intervalSeconds)])
    },
    warpTo,
    meetClock: async () => {
      // Anvil keeps the whole seconds between the time it is told and its own. When a second begins on the way,
      // every later block is one second behind: older than the request that it settles.
      for (;;) {
        const second = Math.floor(Date.now() / 1000)
        await warpTo(second)
        if (Math.floor(Date.now() / 1000) === second) return
      }
    },
    automine: async (on) => {
      await rpc('evm_setAutomine', [on])
    },
    dropPending: async () => {
      await rpc('anvil_dropAllTransactions')
    },
    snapshot: () => rpc<string>('evm_snapshot'),
    revertTo: async (snapshot) => {
      await rpc('evm_revert', [snapshot])
    },
    reorg: async (depth) => {
      await rpc('anvil_reorg', [depth, []])
    },
    setCode: async (address, code) => {
      await rpc('anvil_setCode', [address, code])
    },
    setStorage: async (address, slot, value) => {
      await rpc('anvil_setStorageAt', [address, slot, value])
    },
    stop,
  }
}
