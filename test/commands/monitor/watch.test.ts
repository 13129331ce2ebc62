import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../../src/adapters/clock.ts'
import { run } from '../../../src/cli.ts'
import type { CommandContext } from '../../../src/commands/command.ts'
import { watchMonitor } from '../../../src/commands/monitor/watch.ts'
import type { Clock } from '../../../src/core/ports.ts'
import type { Profile } from '../../../src/core/profile.ts'
import type { RunDocument } from '../../../src/core/report.ts'
import { sampleReport } from '../../render/sample.ts'

const begin = Date.parse('2026-11-21T07:40:00.000Z')
const folder = mkdtempSync(join(tmpdir(), 'x402ops-watch-'))
let isReady = true
let nowMs = begin
const server = createServer((request, response) => {
  const status = request.url === '/ready' && !isReady ? 503 : 200
  const date = new Date(nowMs).toUTCString()
  response.writeHead(status, { 'content-type': 'application/json', date }).end('{"status":"ok"}')
})
let url = ''

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A clock on which the rest between two rounds takes no time; limits of requests never run out on it. */
function driven(intervalMs: number, atRest: (round: number) => void): Clock {
  nowMs = begin
  let round = 0
  return {
    now: () => new Date(nowMs),
    monotonicMs: () => nowMs,
    sleep: async (ms, signal) => {
      if (Math.abs(ms - intervalMs) <= intervalMs / 10) {
        round += 1
        nowMs += ms
        atRest(round)
        await new Promise((done) => setImmediate(done))
      } else if (ms < 2000) nowMs += ms
      else await systemClock.sleep(ms, signal)
    },
  }
}

function capture() {
  const chunks: string[] = []
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      chunks.push(String(chunk))
      done()
    },
  })
  return { stream, text: () => chunks.join('') }
}

/** Watches `rounds` rounds; `each` is called between them with the number of rounds that are over. */
async function watch(
  rounds: number,
  argv: readonly string[],
  isTty: boolean,
  each: (round: number) => void = () => {},
) {
  const [out, err] = [capture(), capture()]
  const stop = new AbortController()
  const clock = driven(30_000, (round) => {
    each(round)
    if (round === rounds) stop.abort('SIGINT')
  })
  const code = await run(
    ['monitor', 'mainnet', '--base-url', url, '--only', 'probe', '--rate', '9999', '--watch', ...argv],
    {
      ...{ stdout: out.stream, stderr: err.stream, stdin: new PassThrough().end(), cwd: folder, clock },
      ...{
        packageRoot: new URL('../../../', import.meta.url),
        env: { HOME: folder, XDG_STATE_HOME: folder },
      },
      ...{
        stdoutIsTty: isTty,
        stderrIsTty: false,
        stdinIsTty: false,
        signal: stop.signal,
        random: () => 0.5,
      },
    },
  )
  return { code, out: out.text(), err: err.text() }
}

const kept = () => readdirSync(join(folder, 'x402ops/mainnet/runs'))

test('on a terminal: the whole screen once, a line a change, and a summary; the end has the code of the last round', async () => {
  const file = join(folder, 'x402ops.prom')
  const { code, out } = await watch(14, ['-o', 'table', '-o', `prometheus=${file}`], true, (round) => {
    isReady = round < 3 || round > 11
  })
  expect(code).toBe(0)
  expect(out.match(/^STATE/gm)).toHaveLength(1)
  const changed = out.split('\n').filter((line) => /^\d\d:\d\d:\d\dZ/.test(line))
  expect(changed[0]).toMatch(/^07:41:32Z {2}FAIL {5}ready {2}READY_NOT_200: The ready page answers 503/)
  expect(out.replaceAll('\n', ' ')).toMatch(
    /ready has failed 7 times in a row for 3 min, since 07:41:32Z: x402ops toggle guide mainnet/,
  )
  expect(changed.at(-1)).toMatch(/^07:46:00Z {2}gone {5}ready {2}READY_NOT_200/)
  expect(out).toMatch(/14 rounds in 7 min, 2 changes; last: 6 passed, 1 skipped/)
  expect(readFileSync(file, 'utf8')).toContain(
    `x402ops_last_run_timestamp_seconds{profile="mainnet",command="monitor"} ${begin / 1000 + 13 * 30}`,
  )
  // The first one and two changes; five minutes without any did not pass.
  expect(kept()).toHaveLength(3)
})

test('in a pipe: one document a round, and the exit code of the last one', async () => {
  isReady = true
  const { code, out, err } = await watch(3, ['--no-save'], false, (round) => {
    isReady = round < 2
  })
  isReady = true
  const documents = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RunDocument)
  expect(documents.map(({ schema, verdict }) => [schema, verdict])).toEqual([
    ['x402ops.run/v1', 'PASS'],
    ['x402ops.run/v1', 'PASS'],
    ['x402ops.run/v1', 'FAIL'],
  ])
  expect(code).toBe(1)
  expect(err).toContain('3 rounds in')
})

test.each([
  [['--watch', '1s'], /NUMBER_EXPECTED/],
  [['--watch', '-o', 'csv'], /--watch cannot go on in csv/],
])('%j is refused before anything is asked', async (argv, words) => {
  const err = capture()
  const code = await run(['monitor', 'mainnet', '--base-url', url, ...argv], {
    ...{ stdout: capture().stream, stderr: err.stream, stdin: new PassThrough().end(), cwd: folder },
    ...{ packageRoot: new URL('../../../', import.meta.url), env: { HOME: folder } },
    ...{ stdoutIsTty: true, stderrIsTty: false, stdinIsTty: false },
  })
  expect([code, words.test(err.text())]).toEqual([2, true])
})

test('five hundred rounds leave nothing behind but the last one', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const seen: WeakRef<object>[] = []
  const stop = new AbortController()
  const clock = driven(30_000, (round) => {
    if (round === 500) stop.abort('SIGINT')
  })
  const context = {
    ...{ clock, signal: stop.signal, note: () => {}, emit: () => {}, progress: () => {} },
    global: { outputs: [{ format: 'table', path: null }], save: false },
    live: { isTerminal: true, random: () => 0.5, show: async () => {}, data: () => {} },
  } as unknown as CommandContext
  const look = async () => {
    const { document, ...rest } = sampleReport({})
    const report = { ...rest, document: { ...document, finishedAt: clock.now().toISOString() } }
    seen.push(new WeakRef(report.document))
    return { kind: 'report' as const, report }
  }
  const profile = { name: 'shop' } as Profile
  await watchMonitor(context, { profile, everyMs: 30_000, look, tell: async () => {} })
  await new Promise((done) => setTimeout(done, 0))
  collect()
  expect(seen).toHaveLength(500)
  expect(seen.filter((ref) => ref.deref() !== undefined).length).toBeLessThanOrEqual(2)
})
