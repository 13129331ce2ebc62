import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountAt } from '../rig/accounts.ts'
import { placeContractWallet } from '../rig/contract-wallet.ts'
import { freshNonce } from '../rig/payer.ts'
import { type Rig, startRig } from '../rig/rig.ts'
import { type Authorization, signTransfer, usdc } from '../rig/token.ts'
import { extra, type Loose, required, requirement } from '../verify/payment.ts'
import { startAlteringRpc } from './altering-rpc.ts'
import { newDesk } from './run-cli.ts'

let rig: Rig
const desk = newDesk()
const closes: (() => Promise<unknown>)[] = []
const payer = accountAt(20)
const balanceOf = '0x70a08231'
const price = BigInt(requirement.amount)

beforeAll(async () => {
  rig = await startRig()
  writeFileSync(join(desk.folder, '402.json'), JSON.stringify(required(requirement)))
})
afterAll(async () => {
  for (const close of closes) await close()
  await rig.stop()
  desk.remove()
})

/** An authorization of ten minutes, or until another moment. */
async function sign(
  from: Pick<typeof payer, 'address' | 'signTypedData'>,
  until?: number,
): Promise<Authorization> {
  const validBefore = BigInt(until ?? (await rig.chain.timestamp()) + 600)
  const terms = { to: requirement.payTo, value: price, validAfter: 0n, validBefore, nonce: freshNonce() }
  return signTransfer(from as typeof payer, terms)
}

function write({ signature, ...terms }: Authorization, accepted: Loose = requirement): void {
  const authorization = Object.fromEntries(Object.entries(terms).map(([key, value]) => [key, String(value)]))
  const payload = { x402Version: 2, accepted, payload: { signature, authorization } }
  const header = Buffer.from(JSON.stringify(payload)).toString('base64')
  writeFileSync(join(desk.folder, 'payment.txt'), `PAYMENT-SIGNATURE: ${header}\n`)
}

type Run = { readonly exitCode: number; readonly verdicts: Record<string, string>; readonly all: string }

async function verify(
  urls: readonly string[] = [rig.rpcUrl],
  extraArgs: readonly string[] = [],
): Promise<Run> {
  const rpc = urls.flatMap((url) => ['--rpc', url])
  const args = ['verify', 'payment.txt', '--requirements', '402.json', ...rpc, ...extraArgs, '-o', 'json']
  const { stdout, stderr, exitCode } = await desk.run(args)
  const { checks = [] } = (stdout === '' ? {} : JSON.parse(stdout)) as { checks?: Loose[] }
  const verdicts = Object.fromEntries(checks.map(({ id, verdict }) => [id, verdict]))
  return { exitCode, verdicts, all: `${stdout}${stderr}` }
}

/** The checks that are neither passed nor skipped. */
const loud = ({ verdicts }: Run) =>
  Object.fromEntries(Object.entries(verdicts).filter(([, verdict]) => !['PASS', 'SKIP'].includes(verdict)))

describe('verify against a chain', () => {
  test('a good payment passes, by the time and the domain of the chain, and the signature stays here', async () => {
    const signed = await sign(payer)
    write(signed)
    const heard: string[] = []
    const listening = await startAlteringRpc(rig.rpcUrl, (call, answer) => {
      heard.push(JSON.stringify(call))
      return answer
    })
    closes.push(listening.close)
    const found = await verify([listening.url])
    expect(found).toMatchObject({ exitCode: 0, verdicts: { nonce: 'PASS', balance: 'PASS', window: 'PASS' } })
    expect(found.all).toContain('as the token itself says')
    expect(found.all).toContain('left by block')
    expect(heard.length).toBeGreaterThan(8)
    const piece = signed.signature.slice(2, 40)
    expect([...heard, found.all].filter((text) => text.includes(piece))).toEqual([])
  })

  test('a used nonce and a cancelled one', async () => {
    const used = await sign(payer)
    write(used)
    await rig.token.execute(accountAt(4), used)
    expect(await verify()).toMatchObject({ exitCode: 1, verdicts: { nonce: 'FAIL', signature: 'PASS' } })
    const cancelled = await sign(payer)
    write(cancelled)
    await rig.cancel(payer, cancelled.nonce)
    const found = await verify()
    expect(loud(found)).toEqual({ nonce: 'FAIL' })
    expect(found.all).toContain('used or cancelled at block')
  })

  test('a payer without money', async () => {
    const poor = accountAt(45)
    await rig.token.setBalance(poor.address, price - 1n)
    write(await sign(poor))
    const found = await verify()
    expect([found.exitCode, loud(found)]).toEqual([1, { balance: 'FAIL' }])
    expect(found.all).toContain('0.009999 USDC (9999 atomic)')
  })

  test('the wrong name in extra, for which the payer signed as told', async () => {
    const wrong = { ...requirement, extra: { ...extra, name: 'USDC' } }
    writeFileSync(join(desk.folder, '402.json'), JSON.stringify(required(wrong)))
    write(await sign(payer), wrong)
    const found = await verify()
    writeFileSync(join(desk.folder, '402.json'), JSON.stringify(required(requirement)))
    expect([found.exitCode, loud(found)]).toEqual([1, { domain: 'FAIL', signature: 'FAIL' }])
    expect(found.all).toContain('the token has another domain')
  })

  test('an amount below the minimum of the facilitator', async () => {
    write(await sign(payer))
    const found = await verify([rig.rpcUrl], ['--minimum', '10001'])
    expect([found.exitCode, loud(found)]).toEqual([1, { minimum: 'FAIL' }])
  })

  test('a contract wallet: nobody is shown its live signature, a dead one is judged by the wallet', async () => {
    const wallet = await placeContractWallet(rig.chain, payer)
    await rig.token.setBalance(wallet.address, price)
    // So that the finalized block, two behind, knows the wallet as well.
    await rig.chain.mine(3)
    const heard: string[] = []
    const listening = await startAlteringRpc(rig.rpcUrl, (call, answer) => {
      heard.push(JSON.stringify(call))
      return answer
    })
    closes.push(listening.close)
    const live = await sign(wallet)
    write(live)
    const found = await verify([listening.url])
    expect([found.exitCode, loud(found)]).toEqual([3, { signature: 'UNKNOWN' }])
    expect(heard.filter((text) => text.includes(live.signature.slice(4, 40)))).toEqual([])

    const dead = await sign(wallet, Math.floor(Date.now() / 1000) - 3 * 3600)
    write(dead)
    const later = await verify([listening.url])
    expect([later.exitCode, loud(later)]).toEqual([1, { window: 'FAIL' }])
    expect(heard.filter((text) => text.includes(dead.signature.slice(4, 40)))).toHaveLength(1)
    expect(later.all).not.toContain(dead.signature.slice(4, 40))
  })

  test('an endpoint that lies about the balance, and one that is not there', async () => {
    write(await sign(payer))
    const lying = await startAlteringRpc(rig.rpcUrl, (call, answer) => {
      const [{ data = '' } = {}] = call.params as readonly { data?: string }[]
      return data.startsWith(balanceOf) ? { result: `0x${'f'.repeat(64)}` } : answer
    })
    closes.push(lying.close)
    const found = await verify([rig.rpcUrl, lying.url])
    expect([found.exitCode, loud(found)]).toEqual([3, { balance: 'UNKNOWN' }])
    const gone = await verify([rig.rpcUrl, 'http://127.0.0.1:9'])
    expect(gone.exitCode).toBe(3)
    expect(gone.verdicts).toMatchObject({ nonce: 'UNKNOWN', balance: 'UNKNOWN', window: 'UNKNOWN' })

    const both = await desk.run(['balance', payer.address, '--rpc', rig.rpcUrl, '--rpc', lying.url])
    expect(both.exitCode).toBe(3)
    expect(both.stdout).toContain('the endpoints say')
    expect(both.stdout.replace(/\s+/g, '')).toContain(`${2n ** 256n - 1n}atomic`)
  })
})

describe('balance', () => {
  const run = (...args: readonly string[]) => desk.run(['balance', ...args, '--rpc', rig.rpcUrl])

  test('token and gas to the last unit, at a named block', async () => {
    const owner = accountAt(44)
    await rig.token.setBalance(owner.address, 123_456_789_012_345_678_901n)
    const { stdout, exitCode } = await run(owner.address, '-o', 'json')
    expect(exitCode).toBe(0)
    const { findings, window } = JSON.parse(stdout) as Loose
    const read = findings.filter(({ code }: Loose) => code === 'BALANCE_READ')
    const amounts = read.map(({ args }: Loose) => [args.amount.symbol, args.amount.atomic])
    expect(amounts).toContainEqual(['USDC', '123456789012345678901'])
    const wei = BigInt(await rig.chain.rpc<string>('eth_getBalance', [owner.address, 'latest']))
    expect(amounts).toContainEqual(['gas', wei.toString()])
    expect(window.blocks['eip155:8453'].toHash).toMatch(/^0x[0-9a-f]{64}$/)
  })

  test('of a final block, and of a chain that is not read', async () => {
    const at = await run(payer.address, '--at', 'finalized')
    expect([at.exitCode, at.stdout]).toEqual([0, expect.stringContaining('  finalized')])
    const none = await desk.run(['balance', payer.address, '--network', 'solana'])
    expect([none.exitCode, none.stdout]).toEqual([0, expect.stringContaining('SKIP')])
  })

  test('what arrives while we watch is explained, payment by payment', async () => {
    const watching = run(requirement.payTo, '--watch-delta', '3s', '-o', 'json')
    await new Promise((done) => setTimeout(done, 1200))
    const { tx } = await rig.payUnrecorded({ value: 777n })
    await rig.sendPlain(1000n)
    const { stdout, exitCode } = await watching
    expect(exitCode).toBe(0)
    const { findings } = JSON.parse(stdout) as Loose
    const by = Object.fromEntries(findings.map(({ code, args }: Loose) => [code, args]))
    expect(by.DELTA_CLOSES).toMatchObject({ delta: { atomic: '1777' }, in: { atomic: '1777' } })
    expect(by.ARRIVED_BY_AUTHORIZATION).toMatchObject({ amount: { atomic: '777' }, count: 1, txs: [tx] })
  })

  test('Ctrl-C while waiting keeps what was read', async () => {
    const bin = resolve(import.meta.dirname, '../../bin/x402ops.js')
    const args = [bin, 'balance', payer.address, '--rpc', rig.rpcUrl, '--watch-delta', '1h']
    const child = execa(process.execPath, args, {
      cwd: desk.folder,
      reject: false,
      extendEnv: false,
      env: { PATH: process.env.PATH ?? '', HOME: desk.folder, XDG_STATE_HOME: desk.folder, NO_COLOR: '1' },
    })
    await new Promise((done) => setTimeout(done, 2500))
    child.kill('SIGINT')
    const { stdout, exitCode } = await child
    expect(exitCode).toBe(130)
    expect(stdout.replace(/\s+/g, ' ')).toContain('broken off before the second look')
    expect(stdout).toContain('USDC')
  })

  test.each([
    ['0x12', 'digits after 0x'],
    ['CANARY', '***'],
  ])('%s is no address', async (text, why) => {
    const { stderr, exitCode } = await run(text)
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(why)])
  })
})

test('time is that of the chain: a payment that expired there has expired', async () => {
  const signed = await sign(payer)
  write(signed)
  await rig.chain.warpTo(Number(signed.validBefore) - 5)
  const soon = await verify()
  expect([soon.exitCode, loud(soon)]).toEqual([1, { window: 'FAIL' }])
  await rig.chain.warpTo(Number(signed.validBefore))
  const over = await verify()
  expect(loud(over)).toEqual({ window: 'FAIL' })
  expect(over.all).toContain('expired')
  expect(usdc).toBe(requirement.asset)
})
