import { OpsError } from '../../core/errors.ts'
import { maxIntakeBytes, type TakenIn, takeIn } from '../../x402/intake.ts'
import type { CommandContext, Outcome } from '../command.ts'
import { decodeData } from './data.ts'
import { nextLines } from './next.ts'
import { decodeScreen } from './screen.ts'

type Given = { readonly source: string; readonly taken: TakenIn }

/** Longer than this is no name of a file, and must not be repeated as one. */
const maxNameChars = 400

/** What an argument holds by itself; null when it can only be the name of a file. */
function fromArgument(value: string): Given | null {
  const taken = takeIn(new TextEncoder().encode(value))
  // The guard over all arguments knows payments by their look; this one knows them by their content.
  const secret = taken.found.some(
    ({ kind, hidden }) => hidden.length > 0 || kind === 'payment' || kind === 'mpp-credential',
  )
  if (secret) throw new OpsError('SECRET_AS_ARGUMENT', { position: 'the argument of decode' })
  const claims = taken.found.length > 0 || (taken.problems.length > 0 && value.trim() !== '')
  return claims || value.length > maxNameChars ? { source: 'argument', taken } : null
}

async function take(context: CommandContext): Promise<Given> {
  const [first] = context.args
  const name = typeof first === 'string' ? first : '-'
  const given = name === '-' ? null : fromArgument(name)
  if (given !== null) return given
  if (name === '-' && context.interactive) context.note('Reading standard input; end it with Ctrl-D.')
  const bytes = await context.services.input(name, maxIntakeBytes)
  return { source: name === '-' ? 'standard input' : name, taken: takeIn(bytes) }
}

/**
 * Decodes what was given. Exit code 1 when nothing could be decoded, or not everything that claims to be a payment
 * document. Throws `OpsError` INPUT_NOT_FOUND, INPUT_UNREADABLE, INPUT_TOO_LARGE or SECRET_AS_ARGUMENT.
 */
export async function runDecode(context: CommandContext): Promise<Outcome> {
  const { source, taken } = await take(context)
  const now = context.clock.now()
  const decoded = taken.found.length > 0 && taken.problems.length === 0
  const exitCode = decoded ? 0 : 1
  const data = decodeData(source, taken, now)
  return {
    kind: 'screen',
    screen: decodeScreen({ taken, now, exitCode }),
    next: nextLines(taken.found),
    exitCode,
    data,
    rows: data.found,
  }
}
