import { execa } from 'execa'

/** What a command printed, or why it gave nothing; never what it printed when it failed. */
export type ExecResult = { readonly text: string } | { readonly reason: string }

const limitMs = 10_000
const longestOutput = 65_536

/**
 * Runs a command without a shell and takes its standard output. At most 10 seconds and 64 KiB; then it is
 * ended. Standard error is dropped, because tools that keep secrets print them there, too.
 */
export async function execSecret(
  command: readonly string[],
  options: {
    readonly cwd: string
    readonly env: Readonly<Record<string, string | undefined>>
    readonly timeoutMs?: number
  },
): Promise<ExecResult> {
  const [file = '', ...args] = command
  const timeout = options.timeoutMs ?? limitMs
  const result = await execa(file, args, {
    cwd: options.cwd,
    env: { ...options.env },
    extendEnv: false,
    stdin: 'ignore',
    stderr: 'ignore',
    timeout,
    forceKillAfterDelay: 500,
    maxBuffer: longestOutput,
    stripFinalNewline: false,
    reject: false,
  })
  if (result.timedOut) return { reason: `the command did not end within ${timeout / 1000} s` }
  if (result.isMaxBuffer) return { reason: 'the command printed more than 64 KiB' }
  if (result.code === 'ENOENT') return { reason: 'there is no such command' }
  if (result.exitCode !== undefined && result.exitCode !== 0) {
    return { reason: `the command ended with exit code ${result.exitCode}` }
  }
  if (result.failed)
    return { reason: `the command could not be run (${result.code ?? result.signal ?? 'no reason given'})` }
  return { text: result.stdout }
}
