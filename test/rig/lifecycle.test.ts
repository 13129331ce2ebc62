import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { startRig } from './rig.ts'

const starter = `
  import { startRig } from './test/rig/rig.ts'
  const rig = await startRig()
  console.log(JSON.stringify({ anvil: rig.chain.pid, rpcUrl: rig.rpcUrl }))
  setInterval(() => {}, 1000)
`

type Started = { readonly anvil: number; readonly rpcUrl: string }

async function startElsewhere() {
  const child = execa('node', ['--import', './scripts/ts.mjs', '--input-type=module', '-e', starter], {
    reject: false,
    stdin: 'ignore',
    buffer: false,
  })
  const started = await new Promise<Started>((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8')
      const line = /^\{"anvil".*\}$/m.exec(text)?.[0]
      if (line !== undefined) resolve(JSON.parse(line) as Started)
    })
    void child.then((result) => reject(new Error(`the rig did not start: exit ${result.exitCode}`)))
  })
  return { child, ...started }
}

async function answers(rpcUrl: string): Promise<boolean> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] })
  return fetch(rpcUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).then(
    () => true,
    () => false,
  )
}

async function silentSoon(rpcUrl: string): Promise<boolean> {
  for (let i = 0; i < 100; i += 1) {
    if (!(await answers(rpcUrl))) return true
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return false
}

test('stop leaves neither a process nor a folder nor an open port', async () => {
  const rig = await startRig()
  expect(existsSync(rig.recordsFile)).toBe(true)
  await rig.stop()
  expect(await answers(rig.rpcUrl)).toBe(false)
  await expect(fetch(`${rig.v2.url}/health`)).rejects.toThrow()
  await expect(fetch(`${rig.v1.url}/health`)).rejects.toThrow()
  expect(existsSync(dirname(rig.recordsFile))).toBe(false)
})

test('the chain ends with a process that is told to end', async () => {
  const { child, rpcUrl } = await startElsewhere()
  expect(await answers(rpcUrl)).toBe(true)
  child.kill('SIGTERM')
  await child
  expect(await silentSoon(rpcUrl)).toBe(true)
})

test('the next rig sweeps up after a process that was killed', async () => {
  const { child, rpcUrl } = await startElsewhere()
  child.kill('SIGKILL')
  await child
  expect(await answers(rpcUrl)).toBe(true)
  const rig = await startRig()
  expect(await silentSoon(rpcUrl)).toBe(true)
  await rig.stop()
})
