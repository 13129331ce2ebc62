import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { execa } from 'execa'
import { afterAll, expect, test } from 'vitest'
import { own, strangers } from '../leaks/canary/canaries.ts'
import { newStage, type Scene } from '../leaks/canary/stage.ts'

const bin = resolve(import.meta.dirname, '../../bin/x402ops.js')
const exporting = ['evidence', 'export', 'shop', '--include', 'logs', '--out', 'new.tar.gz', '-vvv']
const hostile: Scene = { service: 'hostile', node: 'echoes' }
const hanging: Scene = { service: 'hangs', node: 'hangs' }

const prepared = new Map<Scene, ReturnType<typeof stageAfterRun>>()

async function stageAfterRun(scene: Scene) {
  const stage = await newStage(scene)
  await stage.x402ops(['reconcile', 'shop', '--deadline', '2s'])
  return stage
}

let turn = 0

/** There is a saved run to export, made in the same weather; every stage has its own texts. */
async function stageWithRun(scene: Scene) {
  const { folder } = await (prepared.get(scene) ?? prepared.set(scene, stageAfterRun(scene)).get(scene)!)
  turn += 1
  return newStage({ ...scene, turn, wroteIn: folder })
}

afterAll(async () => {
  for (const stage of prepared.values()) await (await stage).remove()
})

type Stage = Awaited<ReturnType<typeof newStage>>

function start(stage: Stage, argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return execa(process.execPath, [bin, ...argv], {
    cwd: stage.folder,
    reject: false,
    extendEnv: false,
    encoding: 'buffer',
    env: { PATH: process.env.PATH ?? '', ...stage.variables, ...env },
  })
}

async function ended(stage: Stage, child: ReturnType<typeof start>) {
  const { exitCode, stdout, stderr } = await child
  return stage.judge(exitCode ?? -1, Buffer.from(stdout), Buffer.from(stderr))
}

const lines = [
  ['monitor', 'shop', '-vvv'],
  ['reconcile', 'shop', '-vvv'],
  exporting,
  ['evidence', 'scan', 'logs', '-vvv'],
]

test.concurrent.each(lines)('%s %s: NODE_DEBUG', async (...argv) => {
  const stage = await stageWithRun(hostile)
  const left = await ended(stage, start(stage, argv, { NODE_DEBUG: 'http,net,tls,undici' }))
  await stage.remove()
  expect(left.leaks).toEqual([])
  expect(left.err).toContain('NODE_DEBUG is set')
})

test.concurrent.each(lines)('%s %s: a crash that holds every secret', async (...argv) => {
  const stage = await stageWithRun(hanging)
  const bomb = join(stage.folder, 'bomb.mjs')
  const words = [...own, ...strangers.filter(({ looks }) => looks === 'screen')].map(({ line }) => line)
  // It goes off where the program listens for what nobody caught, and before a command can end: the servers hang,
  // and reading so long a log takes many turns. Other logs follow it.
  const long = join(stage.folder, 'logs/a-long.log')
  writeFileSync(long, 'GET /v1/quote answered 402 in 12 ms\n'.repeat(400_000))
  const bang = `() => { throw new Error(${JSON.stringify(words.join('\n'))}) }`
  const armed = `if (process.listenerCount('uncaughtException') > 0) { clearInterval(wait); setTimeout(${bang}, 100) }`
  writeFileSync(bomb, `const wait = setInterval(() => { ${armed} }, 1)\n`)
  const child = start(stage, argv, { NODE_OPTIONS: `--import=${pathToFileURL(bomb).href}` })
  await child
  rmSync(long)
  const left = await ended(stage, child)
  await stage.remove()
  expect(left.leaks.filter(({ where }) => where !== 'bomb.mjs')).toEqual([])
  expect(left.code).toBe(70)
})

test.concurrent.each(
  lines.flatMap((argv) => [
    ['SIGINT', ...argv],
    ['SIGTERM', ...argv],
  ]),
)('%s in the middle of %s %s', async (signal, ...argv) => {
  const stage = await stageWithRun(hanging)
  const child = start(stage, argv)
  // Not before it listens for signals: with -vvv it says something before it works.
  await Promise.race([once(child.stderr, 'data'), wait(5000)])
  await wait(200)
  child.kill(signal as NodeJS.Signals)
  const left = await ended(stage, child)
  await stage.remove()
  expect(left.leaks).toEqual([])
  expect(left.files.filter((name) => name.endsWith('.gz'))).toEqual([])
})

test.concurrent.each(lines)('%s %s: nobody reads what it prints', async (...argv) => {
  const stage = await stageWithRun(hostile)
  const child = start(stage, argv)
  child.stdout.destroy()
  const left = await ended(stage, child)
  await stage.remove()
  expect(left.leaks).toEqual([])
  expect(left.err).not.toMatch(/EPIPE|EVIDENCE_NOTHING/)
})
