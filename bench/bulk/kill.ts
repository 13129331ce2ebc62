// Kills a reconcile with -9 at points spread over its life and starts it again: it must say the same as one that was
// never killed, and nothing half-written may stand where something whole is looked for. Run it after a build:
//   npm run bench:kill -- [--payments 20000] [--kills 40] [--above 0] [--stdin] [--postgres]
// With --postgres they are paired in a server of its own, in which a dead run leaves nothing once the next has ended.
// A third of the kills fall by time, a third after a number of requests, a third at steps on the disk.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import postgres from 'postgres'
import { startPostgres } from '../../test/rig/postgres.ts'
import { type Ended, type KillPoint, leftovers, spoilt, startKilling } from './killing.ts'

const { values } = parseArgs({
  options: {
    payments: { type: 'string', default: '20000' },
    kills: { type: 'string', default: '40' },
    above: { type: 'string', default: '0' },
    stdin: { type: 'boolean', default: false },
    postgres: { type: 'boolean', default: false },
  },
})
const folder = mkdtempSync(join(tmpdir(), 'x402ops-kill-'))
const killing = await startKilling({ payments: Number(values.payments), oddEvery: 1000 }, folder)
const server = values.postgres ? await startPostgres() : null
const how = { above: Number(values.above), input: values.stdin, store: server?.url ?? '' }

/** Tables of the store that hold rows of a run. */
async function rowsLeft(): Promise<readonly string[]> {
  if (server === null) return []
  const sql = postgres(server.url, { max: 1, onnotice: () => undefined })
  try {
    const tables = await sql`
      select tablename from pg_tables where schemaname = 'x402ops' and tablename like 'pairing_%'`
    const counts = await Promise.all(
      tables.map(async ({ tablename }) => {
        const [row] = await sql`select count(*) as count from ${sql(`x402ops.${tablename}`)}`
        return Number(row?.count) === 0 ? [] : [`${tablename} (${row?.count})`]
      }),
    )
    return counts.flat()
  } finally {
    await sql.end()
  }
}

const spread = (count: number, most: number) =>
  Array.from({ length: count }, (_, at) => ((at + 0.5) * most) / count)

function pointsOf({ ms, requests, steps }: Ended): readonly KillPoint[] {
  const third = Math.max(1, Math.round(Number(values.kills) / 3))
  return [
    ...spread(third, ms).map((at): KillPoint => ({ kind: 'time', ms: Math.round(at) })),
    ...spread(third, requests).map((at): KillPoint => ({ kind: 'request', number: Math.ceil(at) })),
    // Every second one when half of what is written is written.
    ...spread(third, steps.length).map((at, index): KillPoint => {
      return { kind: 'disk', at: Math.ceil(at), half: index % 2 === 1 }
    }),
  ]
}

function told(point: KillPoint, { steps }: Ended): string {
  if (point.kind === 'time') return `after ${point.ms} ms`
  if (point.kind === 'request') return `request ${point.number}`
  const [word = '', path = ''] = steps.at(-1)?.split(' ') ?? []
  return `disk ${point.at}: ${word} ${path.slice(path.lastIndexOf('/') + 1, 40 + path.lastIndexOf('/'))}`
}

const print = (cells: readonly (string | number)[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`)

try {
  const whole = await killing.place('whole', how).run(null)
  const { payments } = killing.plan
  process.stdout.write(
    `${payments} payments, whole run ${(whole.ms / 1000).toFixed(2)} s, ${whole.requests} requests, ${whole.steps.length} steps on the disk, exit ${whole.exitCode}\n\n`,
  )
  print([
    'killed',
    'ended by',
    'again s',
    'blocks not asked for again',
    'left behind',
    'spoilt',
    'same report',
  ])
  print(Array.from({ length: 7 }, () => '---'))
  let bad = 0
  for (const [number, point] of pointsOf(whole).entries()) {
    const place = killing.place(`kill-${number}`, how)
    const killed = await place.run(point)
    const half = killed.report !== null && killed.report !== whole.report ? ['report'] : []
    const harm = [...spoilt(place), ...half]
    const left = leftovers(place).length
    const again = await place.run(null)
    const same = again.report === whole.report && again.exitCode === whole.exitCode
    harm.push(...spoilt(place), ...(await rowsLeft()))
    if (!same || harm.length > 0) bad += 1
    const saved = whole.blocks - again.blocks
    print([
      told(point, killed),
      killed.signal ?? `exit ${killed.exitCode}`,
      (again.ms / 1000).toFixed(2),
      `${saved} of ${whole.blocks}`,
      left,
      harm.length === 0 ? 'nothing' : harm.join(' '),
      same ? 'yes' : 'NO',
    ])
    rmSync(place.folder, { recursive: true, force: true })
  }
  process.exitCode = bad === 0 ? 0 : 1
} finally {
  await killing.close()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
}
