import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { systemClock } from '../../../src/adapters/clock.ts'
import { run as runSources } from '../../../src/cli.ts'
import type { Clock } from '../../../src/core/ports.ts'

/** How a command ended, and what stood on both streams. */
export type Told = { readonly exitCode: number; readonly out: string; readonly err: string }

/** A folder with the command line in it, in this process. Owes `remove`. */
export type Desk = {
  readonly folder: string
  readonly write: (name: string, text: string) => void
  readonly read: (name: string) => string
  /** `typed` are the lines that a person types; without them nobody is there. */
  readonly run: (argv: readonly string[], typed?: readonly string[]) => Promise<Told>
  /** From now on it is this much later at this desk. */
  readonly later: (ms: number) => void
  readonly remove: () => void
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

const longestWaitMs = 20_000

/** A clock in which nobody waits between two looks: time passes at once. Limits on requests are real. */
function hurriedClock(laterMs: number): Clock {
  let ahead = laterMs
  return {
    now: () => new Date(Date.now() + ahead),
    monotonicMs: () => systemClock.monotonicMs() + ahead,
    sleep: async (ms, signal) => {
      if (ms >= longestWaitMs) return systemClock.sleep(ms, signal)
      ahead += ms
      return systemClock.sleep(1, signal)
    },
  }
}

/** A command line in this process: of the sources, or of the build. */
export type Program = typeof runSources

/**
 * The build, which is what operators have. Of the sources, each file that a command loads is transformed once more in
 * every worker; that took more time than the incidents.
 */
export function builtProgram(): Program {
  const built = createRequire(import.meta.url)('../../../dist/cli.js') as { readonly run: Program }
  return built.run
}

/** Opens a desk; state and config stay in its folder. */
export function openDesk(env: Readonly<Record<string, string>> = {}, run: Program = runSources): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'x402ops-incident-'))
  let passedMs = 0
  return {
    folder,
    write: (name, text) => {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    },
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    run: async (argv, typed) => {
      const [out, err] = [capture(), capture()]
      const exitCode = await run(argv, {
        ...{ stdout: out.stream, stderr: err.stream, cwd: folder, columns: 100 },
        stdin: new PassThrough().end((typed ?? []).map((line) => `${line}\n`).join('')),
        clock: hurriedClock(passedMs),
        packageRoot: new URL('../../../', import.meta.url),
        ...{ stdoutIsTty: false, stderrIsTty: false, stdinIsTty: typed !== undefined },
        env: { HOME: folder, XDG_STATE_HOME: join(folder, 'state'), ...env },
      })
      return { exitCode, out: out.text(), err: err.text() }
    },
    later: (ms) => {
      passedMs += ms
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
