import { execa } from 'execa'

/** How a command of the operator ended, and the end of what it printed. */
export type CommandEnd = {
  /** Null when it did not end by itself. */
  readonly exitCode: number | null
  /** Why it did not run or did not end; null when it did. */
  readonly why: string | null
  /** Both streams as they came, the last 16 KiB. */
  readonly output: string
}

const keptChars = 16_384
const longestOutput = 4 * 1024 * 1024

/**
 * Runs a command without a shell, with the whole environment (tools of platforms keep their sessions there) and
 * without input. It is ended when time is up or the signal aborts. Never rejects.
 */
export async function runCommand(
  argv: readonly string[],
  options: {
    readonly cwd: string
    readonly env: Readonly<Record<string, string | undefined>>
    readonly timeoutMs: number
    readonly signal: AbortSignal
  },
): Promise<CommandEnd> {
  const [file = '', ...args] = argv
  const { cwd, env, timeoutMs, signal } = options
  const result = await execa(file, args, {
    ...{ cwd, env: { ...env }, extendEnv: false, stdin: 'ignore', all: true, reject: false },
    ...{ timeout: timeoutMs, cancelSignal: signal, forceKillAfterDelay: 2000, maxBuffer: longestOutput },
  })
  const output = (result.all ?? '').slice(-keptChars)
  const why = result.timedOut
    ? `it did not end within ${timeoutMs / 1000} s`
    : result.isCanceled
      ? 'it was interrupted'
      : result.code === 'ENOENT'
        ? 'there is no such command'
        : result.isMaxBuffer
          ? 'it printed more than 4 MiB'
          : result.exitCode === undefined
            ? `it could not be run (${result.code ?? result.signal ?? 'no reason given'})`
            : null
  return { exitCode: why === null ? (result.exitCode ?? null) : null, why, output }
}
