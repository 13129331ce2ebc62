import { execa } from 'execa'
import { safe } from '../../core/safe.ts'

/** How a call of ssh-keygen ended: what it printed, or why it did not do it (a clause, without anything secret). */
export type KeygenResult =
  | { readonly kind: 'done'; readonly out: Uint8Array }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'absent'; readonly why: string }

/** What surrounds a call. `env` takes the place of the environment of this process. */
export type KeygenOptions = {
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly timeoutMs?: number
}

const limitMs = 30_000
const longestOutput = 65_536

/** The namespace of our signatures: one made for something else never counts for a bundle. */
export const signatureNamespace = 'x402ops'

// A program that is asked for a passphrase and has none, so that ssh-keygen gives up instead of waiting for a person.
const quiet = { SSH_ASKPASS: '/bin/false', SSH_ASKPASS_REQUIRE: 'force', LC_ALL: 'C' }

function lastWords(stderr: string): string {
  const lines = stderr.split(/\r?\n/).filter((line) => line.trim() !== '')
  return safe(lines.at(-1) ?? 'it said nothing', 200)
}

/**
 * Runs ssh-keygen without a shell, with `input` as its standard input, for at most 30 seconds. It never asks for a
 * passphrase; an agent is used where SSH_AUTH_SOCK names one. Never rejects.
 */
export async function sshKeygen(
  args: readonly string[],
  input: Uint8Array,
  options: KeygenOptions = {},
): Promise<KeygenResult> {
  const timeout = options.timeoutMs ?? limitMs
  const result = await execa('ssh-keygen', args, {
    env: { ...options.env, ...quiet },
    extendEnv: options.env === undefined,
    input,
    encoding: 'buffer',
    timeout,
    forceKillAfterDelay: 500,
    maxBuffer: longestOutput,
    stripFinalNewline: false,
    reject: false,
    // Without a terminal of its own nothing can be asked there either.
    detached: true,
  })
  if (result.code === 'ENOENT') {
    return { kind: 'absent', why: 'ssh-keygen is not installed (Debian package openssh-client)' }
  }
  if (result.timedOut) return { kind: 'refused', why: `ssh-keygen did not end within ${timeout / 1000} s` }
  if (result.exitCode === 0) return { kind: 'done', out: result.stdout }
  const said = lastWords(new TextDecoder().decode(result.stderr))
  return { kind: 'refused', why: `ssh-keygen ended with exit code ${result.exitCode ?? 'none'}: ${said}` }
}
