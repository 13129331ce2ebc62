import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createChain } from '../../src/adapters/chain/chain.ts'
import { systemClock } from '../../src/adapters/clock.ts'
import { createHttp } from '../../src/adapters/http/http.ts'
import type { Clock } from '../../src/core/ports.ts'
import type { RunDocument } from '../../src/core/report.ts'
import { runRoom } from '../../src/core/run-room.ts'
import { Secret } from '../../src/core/secret.ts'
import { facilitator } from '../../src/facilitator/room.ts'
import { expected, target } from '../facilitator/build.ts'
import { type Rig, startRig } from '../rig/rig.ts'
import { newDesk } from './run-cli.ts'
import { writeShopConfig } from './shop-config.ts'

const desk = newDesk()
let rig: Rig

beforeAll(async () => {
  rig = await startRig()
  writeShopConfig(desk.folder, rig, rig.v2.url, `    facilitators: [{url: "${rig.facilitatorUrl}"}]`)
})

afterAll(async () => {
  await rig?.stop()
  desk.remove()
})

async function asked(...more: readonly string[]) {
  const result = await desk.run(['facilitator', 'shop', '-o', 'json', ...more])
  expect(result.stderr).toBe('')
  const document = JSON.parse(result.stdout) as RunDocument
  const loud = document.findings.filter(({ verdict }) => ['FAIL', 'WARN', 'UNKNOWN'].includes(verdict))
  return { document, exitCode: result.exitCode, loud: loud.map(({ verdict, code }) => `${verdict} ${code}`) }
}

/** The room with the real parts, and a clock that does not wait. */
async function signersNow(atSecondLook: () => Promise<void> = async () => {}) {
  const clock: Clock = { ...systemClock, sleep: () => atSecondLook() }
  const limits = { timeoutMs: 5000, deadlineMs: 60_000, concurrency: 4, ratePerSecond: 1000, burst: 1000 }
  const http = createHttp({
    ...{ transport: 'undici', clock: systemClock, userAgent: 'test', limits },
    ...{ allowPrivate: false, allowHttp: false },
  })
  const endpoints = { [rig.network]: [{ url: new Secret('rpc', rig.rpcUrl), origin: 'given' as const }] }
  const chain = createChain({
    ...{ http, endpoints, clock: systemClock },
    limits: { ...limits, rpcConcurrency: 4 },
  })
  const targets = [target({ url: rig.facilitatorUrl, label: rig.facilitatorUrl })]
  const ports = { http, chain, clock, credential: () => null }
  const run = await runRoom(facilitator, { ...expected, targets }, ports, new AbortController().signal)
  return run.findings
    .filter(({ code }) => code.includes('SIGNER'))
    .map(({ verdict, code }) => `${verdict} ${code}`)
}

describe('the real facilitator', () => {
  test('is fine, refuses what is no payment, and is never asked to settle', async () => {
    const { loud, exitCode, document } = await asked('--verify-reachability')
    expect(loud).toEqual([])
    expect(exitCode).toBe(0)
    expect(document.checks.find(({ id }) => id === 'verify')?.text).toContain('refused our empty payment')
    expect(document.checks.find(({ id }) => id === 'signers')?.verdict).toBe('PASS')
    const paths = rig.faults.calls.map(({ path }) => path)
    expect(paths.filter((path) => path === '/verify')).toHaveLength(1)
    expect(paths.filter((path) => path.includes('settle'))).toEqual([])
  })

  test('is compared with what the live 402s ask for, once a matrix has seen them', async () => {
    const before = await desk.run(['facilitator', 'shop'])
    expect(before.stdout).toContain('no matrix of the last day')
    await desk.run(['matrix', 'shop', '-q'])
    const after = await desk.run(['facilitator', 'shop'])
    expect(after.stdout).toContain('Compared with the 402s that the matrix saw at')
    expect(after.stdout).toMatch(/exact on eip155:8453 \(version 2\) +advertised/)
    expect(after.exitCode).toBe(0)
  })

  test('that is gone is down, exit 1; beside one that lives the other is not blamed', async () => {
    const dead = 'http://127.0.0.1:9'
    const { loud, exitCode, document } = await asked(
      '--facilitator-url',
      dead,
      '--facilitator-url',
      rig.facilitatorUrl,
    )
    expect(loud.filter((line) => !line.endsWith('NOT_SEEN'))).toEqual(['FAIL FACILITATOR_DOWN'])
    expect(document.findings.find(({ code }) => code === 'FACILITATOR_DOWN')?.subject.id).toBe(
      `${dead} reach`,
    )
    expect(exitCode).toBe(1)
  })
})

describe('its signer', () => {
  test('without gas cannot settle', async () => {
    const balance = await rig.chain.rpc<string>('eth_getBalance', [rig.facilitatorAddress, 'latest'])
    await rig.chain.rpc('anvil_setBalance', [rig.facilitatorAddress, '0x0'])
    expect(await signersNow()).toEqual(['FAIL FACILITATOR_SIGNER_EMPTY'])
    await rig.chain.rpc('anvil_setBalance', [rig.facilitatorAddress, '0x1c6bf52634000'])
    expect(await signersNow()).toEqual(['WARN FACILITATOR_SIGNER_LOW'])
    await rig.chain.rpc('anvil_setBalance', [rig.facilitatorAddress, balance])
    expect(await signersNow()).toEqual(['PASS FACILITATOR_SIGNER_OK'])
  })

  test('whose transactions are not mined is stuck; one that moves on is not', async () => {
    await rig.chain.automine(false)
    const from = rig.facilitatorAddress
    for (const _turn of [1, 2]) await rig.chain.rpc('eth_sendTransaction', [{ from, to: from, value: '0x0' }])
    expect(await signersNow()).toContain('WARN FACILITATOR_SIGNER_STUCK')
    expect(await signersNow(() => rig.chain.mine())).toEqual(['PASS FACILITATOR_SIGNER_OK'])
    await rig.chain.automine(true)
  })

  test('without an endpoint that answers is unknown, exit 3', async () => {
    const { loud, exitCode } = await asked('--rpc', 'http://127.0.0.1:9')
    expect(loud).toEqual(['UNKNOWN FACILITATOR_SIGNER_UNKNOWN'])
    expect(exitCode).toBe(3)
  })
})

test('nothing configured: exit 2, and it says what to name', async () => {
  const { exitCode, stderr } = await desk.run(['facilitator', 'mainnet'])
  expect(exitCode).toBe(2)
  expect(stderr).toContain('--facilitator-url')
})
