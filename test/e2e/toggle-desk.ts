import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { systemClock } from '../../src/adapters/clock.ts'
import type { RunDocument } from '../../src/core/report.ts'
import { run } from '../program.ts'
import type { Rig } from '../rig/rig.ts'
import { writeShopConfig } from './shop-config.ts'

/** What one command line did. */
export type Ran = { readonly code: number; readonly out: string; readonly err: string }

const folders: string[] = []

/** Removes every desk. */
export function removeDesks(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}

// Pauses between two looks are short here; limits on a request and on a whole run are what they are.
const sleep: typeof systemClock.sleep = (ms, signal) => systemClock.sleep(ms <= 6000 ? ms / 50 : ms, signal)

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

/** What a shop of the toggle tests says of itself beyond its rig. */
export type Shop = {
  readonly baseUrl?: string
  readonly extra?: string
  /** Lines of the books; all of the rig's when left out. */
  readonly books?: readonly unknown[]
  readonly rpcUrl?: string
}

/**
 * A folder with a config and a state of its own, in which the command line runs in this process. Its time is that of
 * the rig's chain plus what `later` adds; nobody waits for it.
 */
export function newShop(rig: Rig, shop: Shop = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'x402ops-toggle-'))
  folders.push(folder)
  let addedMs = 0
  let books = rig.recordsFile
  if (shop.books !== undefined) {
    books = join(folder, 'books.jsonl')
    writeFileSync(books, shop.books.map((line) => `${JSON.stringify(line)}\n`).join(''))
  }
  const configure = (more: Shop) => {
    const all = { ...shop, ...more }
    const world = { ...rig, recordsFile: books, rpcUrl: all.rpcUrl ?? rig.rpcUrl }
    writeShopConfig(folder, world, all.baseUrl ?? rig.v2.url, all.extra ?? '')
  }
  configure({})
  const call = async (
    argv: readonly string[],
    env: Record<string, string> = {},
    typed = '',
  ): Promise<Ran> => {
    const [out, err] = [capture(), capture()]
    const base = Math.max(Date.now(), (await rig.chain.timestamp()) * 1000)
    const begun = Date.now()
    const stdin = new PassThrough()
    stdin.end(typed)
    const code = await run(argv, {
      ...{ stdout: out.stream, stderr: err.stream, stdin, cwd: folder },
      packageRoot: new URL('../../', import.meta.url),
      ...{ stdoutIsTty: false, stderrIsTty: false, stdinIsTty: typed !== '', columns: 80 },
      env: { HOME: folder, PATH: process.env.PATH ?? '', XDG_STATE_HOME: folder, NO_COLOR: '1', ...env },
      clock: { ...systemClock, sleep, now: () => new Date(base + addedMs + Date.now() - begun) },
    })
    return { code, out: out.text(), err: err.text() }
  }
  return {
    folder,
    configure,
    call,
    /** Lets time pass. */
    later: (ms: number) => {
      addedMs += ms
    },
    /** The advice, as data. */
    guide: async (args: readonly string[] = [], env: Record<string, string> = {}) => {
      const ran = await call(['toggle', 'guide', 'shop', '--json', ...args], env)
      if (ran.out === '') throw new Error(ran.err)
      const document = JSON.parse(ran.out) as RunDocument
      const advice = document.findings.find(({ code }) => code === 'TOGGLE_ADVICE')?.args as
        | Advice
        | undefined
      const row = (number: number) =>
        document.checks.find(({ id }) => id === `row-${String(number).padStart(2, '0')}`)
      return { ...ran, document, advice: advice ?? null, row }
    },
  }
}

/** The arguments of TOGGLE_ADVICE. */
export type Advice = {
  readonly action: string
  readonly row: number
  readonly says: string
  readonly unknown: readonly string[]
  readonly met: readonly string[]
  readonly causes: readonly string[]
  readonly partial: readonly string[]
}
