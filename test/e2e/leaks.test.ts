import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { serve } from '../leaks/desk.ts'
import { serveNode } from '../leaks/node.ts'
import { newDesk } from './run-cli.ts'

const bin = resolve(import.meta.dirname, '../../bin/x402ops.js')
const key = 'CANARYkey0123456789abcdef'
const payTo = `0x${'a1'.repeat(20)}`

let desk: ReturnType<typeof newDesk>
beforeEach(() => {
  desk = newDesk()
})
afterEach(() => desk.remove())

const row = () =>
  JSON.stringify({
    requestId: 'r',
    state: 'settled',
    responseStatus: 200,
    payer: payTo,
    nonce: `0x${'07'.repeat(32)}`,
    network: 'base',
    asset: 'usdc',
    payTo,
    amountAtomic: '1000',
    receivedAt: new Date(Date.now() - 3_600_000).toISOString(),
  })

/** What the command line left in its folder, beside what the test put there. */
function written(folder: string, given: readonly string[]): string {
  if (!existsSync(folder)) return ''
  return readdirSync(folder)
    .filter((name) => !given.includes(name))
    .map((name) => {
      const path = join(folder, name)
      return statSync(path).isDirectory() ? written(path, given) : `${name}\n${readFileSync(path, 'utf8')}`
    })
    .join('\n')
}

test.each(['http', 'undici', 'fetch,net,tls', '*'])(
  'NODE_DEBUG=%s prints no key of an endpoint',
  async (NODE_DEBUG) => {
    const node = await serveNode()
    writeFileSync(join(desk.folder, 'pay.jsonl'), row())
    const argv = ['reconcile', 'mainnet', '--records', 'pay.jsonl', '--rpc', 'env:MY_RPC', '--pay-to', payTo]
    const { stdout, stderr, exitCode } = await desk.run(argv, { MY_RPC: `${node.url}/v2/${key}`, NODE_DEBUG })
    await node.close()
    expect(stdout + stderr + written(desk.folder, ['pay.jsonl'])).not.toContain('CANARY')
    expect(stderr).toContain('NODE_DEBUG is set')
    expect(stdout).toMatch(/blocks read/)
    expect([0, 1, 3]).toContain(exitCode)
  },
)

test('a crash that nobody caught hides what this run has learned from a file', async () => {
  const silent = await serve(() => {})
  writeFileSync(join(desk.folder, 'pay.jsonl'), row())
  writeFileSync(join(desk.folder, 'url.txt'), `${silent.url}/v2/${key}\n`, { mode: 0o600 })
  writeFileSync(
    join(desk.folder, 'x402ops.yaml'),
    'version: 1\nprofiles: {shop: {extends: mainnet, rpc: {"eip155:8453": [{secret: {file: url.txt}}]}}}\n',
  )
  const bomb = join(desk.folder, 'bomb.mjs')
  writeFileSync(bomb, `setTimeout(() => { throw new Error('lost the key ${key} on the way') }, 1500)\n`)
  const { stdout, stderr, exitCode } = await desk.run(
    ['reconcile', 'shop', '--records', 'pay.jsonl', '--pay-to', payTo, '--deadline', '20s', '-vvv'],
    { NODE_OPTIONS: `--import=${pathToFileURL(bomb).href}` },
  )
  await silent.close()
  expect(exitCode).toBe(70)
  expect(stderr).toContain('lost the key [redacted:')
  expect(stdout + stderr).not.toContain('CANARY')
})

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s in the middle of a run leaves no key anywhere',
  async (signal) => {
    let asked: () => void = () => {}
    const waiting = new Promise<void>((done) => {
      asked = done
    })
    const silent = await serve(() => asked())
    writeFileSync(join(desk.folder, 'pay.jsonl'), row())
    const child = execa(
      process.execPath,
      [
        bin,
        'reconcile',
        'mainnet',
        '--records',
        'pay.jsonl',
        '--rpc',
        'env:MY_RPC',
        '--pay-to',
        payTo,
        '-vvv',
      ],
      {
        cwd: desk.folder,
        reject: false,
        extendEnv: false,
        env: {
          PATH: process.env.PATH ?? '',
          HOME: desk.folder,
          XDG_STATE_HOME: desk.folder,
          MY_RPC: `${silent.url}/v2/${key}`,
        },
      },
    )
    await waiting
    child.kill(signal)
    const { stdout, stderr, exitCode } = await child
    await silent.close()
    expect(stdout + stderr + written(desk.folder, ['pay.jsonl'])).not.toContain('CANARY')
    expect(exitCode).toBe(signal === 'SIGINT' ? 130 : 143)
  },
)
