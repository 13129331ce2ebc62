// The engine of `x402ops matrix` without its start: node bench/matrix/engine.ts FOLDER RUNS, with x402ops.yaml in FOLDER.
// For every line on its standard input it runs the matrix RUNS times, each over new connections and judged to the end,
// and prints what that took.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { systemClock } from '../../src/adapters/clock.ts'
import { createHttp } from '../../src/adapters/http/http.ts'
import { resolveProfile } from '../../src/config/resolve.ts'
import { judgeRoom } from '../../src/core/run-room.ts'
import { expectMatrix, matrix } from '../../src/matrix/room.ts'
import { matrixRoutes } from '../../src/matrix/routes.ts'

const [folder = '', runs = ''] = process.argv.slice(2)
const { profile } = await resolveProfile({
  name: 'bench',
  command: 'matrix',
  flags: {},
  env: {},
  files: [{ path: 'x402ops.yaml', text: readFileSync(join(folder, 'x402ops.yaml'), 'utf8') }],
  resolveSecret: () => Promise.reject(new Error('the bench has no secrets')),
})
const expected = expectMatrix(profile, matrixRoutes(profile), { variants: false, probeGarbage: false })
const { limits, allowHttp, allowPrivate } = profile

type Run = { readonly asked: number; readonly wrong: string; readonly judgeMs: number }

/** What `runRoom` does, with the time of its last step. */
async function once(): Promise<Run> {
  const settings = {
    transport: 'undici',
    userAgent: 'x402ops-bench',
    limits,
    allowHttp,
    allowPrivate,
  } as const
  const http = createHttp({ ...settings, clock: systemClock })
  const ports = { http, clock: systemClock }
  const seen = await matrix.collect(matrix.plan(expected), ports, new AbortController().signal)
  const collected = performance.now()
  const { findings } = judgeRoom(matrix, seen, expected)
  const judgeMs = performance.now() - collected
  const bad = findings.filter(({ verdict }) => ['FAIL', 'WARN', 'UNKNOWN'].includes(verdict))
  const paid = seen.routes.filter(({ unpaid }) => unpaid.answer.seen && unpaid.answer.value.status === 402)
  const wrong = bad[0]?.text ?? (paid.length === expected.routes.length ? '' : 'a route did not answer 402')
  return { asked: paid.length, wrong, judgeMs }
}

for await (const _line of createInterface({ input: process.stdin })) {
  const begin = performance.now()
  const before = process.cpuUsage()
  let probes = 0
  let wrong = ''
  let judgeMs = 0
  for (let run = 0; run < Number(runs); run += 1) {
    const done = await once()
    probes += done.asked
    wrong ||= done.wrong
    judgeMs += done.judgeMs
  }
  const { user, system } = process.cpuUsage(before)
  const wallMs = performance.now() - begin
  const cpuMs = (user + system) / 1000
  process.stdout.write(`${JSON.stringify({ probes, wrong, wallMs, cpuMs, judgeMs })}\n`)
}
process.exit()
