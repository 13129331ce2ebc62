import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createChainCache } from '../../src/adapters/cache/cache.ts'
import { endpointFolder } from '../../src/adapters/cache/folder.ts'
import { systemClock } from '../../src/adapters/clock.ts'
import { incoming, label, live } from '../adapters/cache/desk.ts'
import { makeWorld, memoryNode, network } from '../adapters/cache/memory-node.ts'
import { run } from '../program.ts'

let home = ''
const folder = () => endpointFolder(join(home, '.cache', 'x402ops'), network, label)
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'x402ops-cache-command-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

async function fill() {
  const cacheDir = join(home, '.cache', 'x402ops')
  const cache = createChainCache({ cacheDir, clock: systemClock, maxBytes: 1e9 })
  const [node] = cache.through({ nodes: () => [memoryNode(makeWorld(100))] }).nodes(network)
  await node?.logs(incoming(10, 40), live)
  await cache.close([{ network, asset: null, label, found: [{ from: 0, to: 100 }] }], 'ended')
}

async function x402ops(...argv: readonly string[]) {
  const text = { out: '', err: '' }
  const stream = (key: 'out' | 'err') => {
    const sink = new PassThrough()
    sink.on('data', (part: Buffer) => {
      text[key] += part.toString()
    })
    return sink
  }
  const exitCode = await run([...argv], {
    ...{
      stdout: stream('out'),
      stderr: stream('err'),
      stdin: new PassThrough(),
      cwd: home,
      env: { HOME: home },
    },
    ...{ stdoutIsTty: false, stderrIsTty: false, stdinIsTty: false },
    packageRoot: new URL('../../', import.meta.url),
  })
  return { exitCode, ...text }
}

test('nothing is kept, and there is nothing to ask about', async () => {
  expect((await x402ops('cache', 'show', '-o', 'json')).out).toContain('"endpoints": []')
  expect(await x402ops('cache', 'clear')).toEqual({
    exitCode: 0,
    out: 'there is nothing to remove\n',
    err: '',
  })
})

test('show tells what is kept and names what is damaged', async () => {
  await fill()
  const shown = await x402ops('cache', 'show')
  expect(shown.exitCode).toBe(0)
  expect(shown.out).toMatch(/eip155:8453 +http:\/\/127\.0\.0\.1:1\/\*{3} +31 +0 +\d{3} B/)
  expect(shown.out).toContain('blocks 10..40')
  const [name = ''] = await readdir(folder())
  const bytes = await readFile(join(folder(), name))
  await writeFile(join(folder(), name), bytes.subarray(1))
  const harmed = await x402ops('cache', 'show', '-o', 'json')
  expect(harmed.exitCode).toBe(1)
  expect(JSON.parse(harmed.out).endpoints).toMatchObject([
    { network: 'unknown', damaged: 1, files: 1, blocks: 0 },
  ])
  await writeFile(join(folder(), name), bytes)
})

test('clear removes nothing without a yes, and then only what was named', async () => {
  const kept = await x402ops('cache', 'clear')
  expect(kept.exitCode).toBe(4)
  expect(kept.out).toMatch(/^nothing was removed: 1 file \(\d{3} B\) would be, with --yes\n$/)
  for (const flags of [
    ['--network', 'eip155:84532'],
    ['--older-than', '1d'],
  ]) {
    expect((await x402ops('cache', 'clear', '--yes', ...flags)).out).toBe('there is nothing to remove\n')
  }
  const wrong = await x402ops('cache', 'clear', '--network', 'bse')
  expect(wrong.exitCode).toBe(2)
  expect(wrong.err).toContain('--network is not a network')
  expect((await x402ops('cache', 'clear', '--older-than', 'block:5')).exitCode).toBe(2)
  const gone = await x402ops('cache', 'clear', '--yes', '--network', 'base')
  expect(gone.out).toMatch(/^removed 1 file \(\d{3} B\) of eip155:8453\n$/)
  expect(await readdir(join(home, '.cache', 'x402ops', 'chain'))).toEqual([])
})
