import { OpsError } from '../core/errors.ts'
import { looksLikeSecret } from './secret-argument.ts'

/**
 * The only flags that may hold 32 bytes of hex, because they name a transaction. A command that takes a
 * hash as a plain argument says so in the list of commands.
 */
export const hashFlags: readonly string[] = ['--since', '--until', '--tx', '--nonce']

/** One word of the command line and where it stands. */
type Word = { readonly value: string; readonly position: string; readonly flag: string | null }

function wordsOf(argv: readonly string[]): readonly Word[] {
  return argv.map((value, index) => {
    const flag = /^(--[a-zA-Z][a-zA-Z-]{0,30})=/s.exec(value)?.[1]
    if (flag !== undefined) return { value: value.slice(flag.length + 1), position: flag, flag }
    const before = argv[index - 1] ?? ''
    const follows = before.startsWith('-') && !before.includes('=')
    // What stands after a flag is only repeated when it is one of ours by its looks, not a pasted value.
    const name = follows && /^--?[a-zA-Z][a-zA-Z-]{0,30}$/.test(before) ? before : null
    if (name !== null && !value.startsWith('-')) {
      return { value, position: `the value after ${name}`, flag: name }
    }
    return { value, position: `argument ${index + 1}`, flag: null }
  })
}

// A word of a mnemonic as it is pasted: behind `SEED=`, behind its number, in quotes or brackets. Bounded
// parts, each of which begins with a character that the one before cannot hold.
const pastedWord = /^(?:[\w-]{1,40}[=:])?(?:\d{1,2}[.):])?["'[(]{0,2}[a-z]{3,8}["'\])]{0,2}[,;]?$/i
const wordNumber = /^\d{1,2}[.):]?$/

/** Twelve and more plain words in a row: a mnemonic that was pasted without quotes. */
function mnemonicAt(argv: readonly string[]): number {
  if (argv.length < 12) return -1
  let first = 0
  let run = 0
  for (const [index, word] of argv.entries()) {
    if (wordNumber.test(word)) continue
    if (!pastedWord.test(word)) run = 0
    else if (run === 0) first = index
    if (pastedWord.test(word)) run += 1
    if (run === 12) return first
  }
  return -1
}

/**
 * Refuses a command line that holds what looks like a secret, before anything is parsed or logged.
 * `hashCommands` are the commands whose plain arguments may be a transaction, block hash or nonce.
 * Throws `OpsError` SECRET_AS_ARGUMENT, which names the position and never the value.
 */
export function refuseSecrets(argv: readonly string[], hashCommands: readonly string[]): void {
  const named = hashCommands.some((name) => {
    const [first, second] = name.split(' ')
    const at = argv.indexOf(first ?? '')
    return at !== -1 && (second === undefined || argv.indexOf(second, at) !== -1)
  })
  for (const { value, position, flag } of wordsOf(argv)) {
    const mayBeHash = flag === null ? named : hashFlags.includes(flag)
    if (looksLikeSecret(value, mayBeHash ? 'hash' : 'other') !== null) {
      throw new OpsError('SECRET_AS_ARGUMENT', { position })
    }
  }
  const at = mnemonicAt(argv)
  if (at !== -1) throw new OpsError('SECRET_AS_ARGUMENT', { position: `argument ${at + 1}` })
}
