import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { execa } from 'execa'
import { run } from '../program.ts'

const bin = resolve(import.meta.dirname, '../../bin/x402ops.js')

/** What a command printed and how it ended. */
export type CliResult = { readonly stdout: string; readonly stderr: string; readonly exitCode: number }

/** Where and with what a command line is run. */
type Around = { readonly cwd: string; readonly env: Record<string, string>; readonly input: string }

/** A way to run one command line to its end. */
type Way = (argv: readonly string[], around: Around) => Promise<CliResult>

/** As a program of its own, as operators run it. */
export const spawned: Way = async (argv, { cwd, env, input }) => {
  const ran = await execa(process.execPath, [bin, ...argv], {
    ...{ cwd, env, input, reject: false, extendEnv: false },
  })
  return { stdout: ran.stdout, stderr: ran.stderr, exitCode: ran.exitCode ?? -1 }
}

function capture() {
  const chunks: Buffer[] = []
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      chunks.push(Buffer.from(chunk))
      done()
    },
  })
  // As execa gives it: without the last line end.
  return { stream, text: () => Buffer.concat(chunks).toString().replace(/\n$/, '') }
}

/**
 * In this process: the same program without its start, and compiled once for all command lines of a worker. That is
 * most of what they cost; for tests of what a command says, not of how a process lives and dies.
 */
export const inThisProcess: Way = async (argv, { cwd, env, input }) => {
  const [out, err] = [capture(), capture()]
  const exitCode = await run(argv, {
    ...{ stdout: out.stream, stderr: err.stream, stdin: new PassThrough().end(input), cwd, env },
    packageRoot: new URL('../../', import.meta.url),
    ...{ stdoutIsTty: false, stderrIsTty: false, stdinIsTty: false },
  })
  return { stdout: out.text(), stderr: err.text(), exitCode }
}

/** A folder of its own with the built command line in it; state and config stay inside. Owes `remove`. */
export function newDesk(way: Way = spawned) {
  const folder = mkdtempSync(join(tmpdir(), 'x402ops-desk-'))
  const run = (args: readonly string[], env: Record<string, string> = {}, input = ''): Promise<CliResult> => {
    const here = { PATH: process.env.PATH ?? '', HOME: folder, XDG_STATE_HOME: folder, NO_COLOR: '1' }
    return way(args, { cwd: folder, env: { ...here, ...env }, input })
  }
  return { folder, run, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
