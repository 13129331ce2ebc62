import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { execa } from 'execa'

const bin = resolve(import.meta.dirname, '../../bin/x402ops.js')

/** What a command printed and how it ended. */
export type CliResult = { readonly stdout: string; readonly stderr: string; readonly exitCode: number }

/** A folder of its own with the built command line in it; state and config stay inside. Owes `remove`. */
export function newDesk() {
  const folder = mkdtempSync(join(tmpdir(), 'x402ops-desk-'))
  const run = async (
    args: readonly string[],
    env: Record<string, string> = {},
    input = '',
  ): Promise<CliResult> => {
    const { stdout, stderr, exitCode } = await execa(process.execPath, [bin, ...args], {
      cwd: folder,
      reject: false,
      input,
      extendEnv: false,
      env: { PATH: process.env.PATH ?? '', HOME: folder, XDG_STATE_HOME: folder, NO_COLOR: '1', ...env },
    })
    return { stdout, stderr, exitCode: exitCode ?? -1 }
  }
  return { folder, run, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
