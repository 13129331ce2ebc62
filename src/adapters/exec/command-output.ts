import { execa } from 'execa'

/** A command that is running: what it prints, and how it ended. */
export type CommandOutput = {
  /** Standard output as it comes. Whoever stops reading ends the command. */
  readonly bytes: AsyncIterable<Buffer>
  /** Why its output is not to be used; null when it ended by itself with exit code 0. Waits for its end. */
  readonly problem: () => Promise<string | null>
  /** The end of what it printed to standard error: foreign text that may hold anything. */
  readonly complaint: () => string
}

const keptChars = 2000

/**
 * Starts a command without a shell, with the environment given and without input, for a reader that works off its
 * output while it runs. It is ended when the signal aborts or its reader stops. Never throws.
 */
export function commandOutput(
  argv: readonly string[],
  options: {
    readonly cwd: string
    readonly env: Readonly<Record<string, string | undefined>>
    readonly signal: AbortSignal
  },
): CommandOutput {
  const [file = '', ...args] = argv
  const { cwd, env, signal } = options
  const running = execa(file, args, {
    ...{ cwd, env: { ...env }, extendEnv: false, stdin: 'ignore', buffer: false, encoding: 'buffer' },
    ...{ reject: false, cancelSignal: signal, forceKillAfterDelay: 2000 },
  })
  let complaint = ''
  const decoder = new TextDecoder()
  running.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + decoder.decode(chunk, { stream: true })).slice(-keptChars)
  })
  async function* bytes(): AsyncGenerator<Buffer> {
    let whole = false
    try {
      for await (const chunk of running.stdout as AsyncIterable<Buffer>) yield chunk
      whole = true
    } finally {
      if (!whole) running.kill()
    }
  }
  return {
    bytes: bytes(),
    problem: async () => {
      const { exitCode, isCanceled, code, signal: killedBy } = await running
      if (exitCode === 0) return null
      if (isCanceled) return 'it was interrupted'
      if (code === 'ENOENT') return 'there is no such program'
      if (code === 'EACCES') return 'it may not be run'
      if (exitCode !== undefined) return `it ended with exit code ${exitCode}`
      return `it could not be run (${code ?? killedBy ?? 'no reason given'})`
    },
    complaint: () => complaint,
  }
}
