import { OpsError } from '../../core/errors.ts'
import { givenFromProof, isAddress, isWord, referenceOf, unknownPayment } from '../../settlement/reference.ts'
import type { GivenPayment, Reference } from '../../settlement/shapes.ts'
import type { Intake } from '../../x402/intake.ts'
import { type CommandContext, optionList, optionText } from '../command.ts'

/**
 * What a call names: the payment, and the profile to look with (null = the default rules). `bytes` is the input in
 * which a payment was found: it holds a signature, so it is handed to `proveEnd` and to nobody else.
 */
export type Named = {
  readonly reference: Reference
  readonly profile: string | null
  readonly bytes: Uint8Array | null
}

function usage(message: string, suggestion: string): OpsError {
  return new OpsError('USAGE', { message, suggestion, command: 'settlement show ' })
}

const isHash = (text: string | null): text is string => text !== null && isWord(text)

/** The payments in what was pasted: a header that was signed, or an answer that names a transaction. */
function paymentsIn(found: readonly Intake[]): readonly GivenPayment[] {
  return found.flatMap((one): readonly GivenPayment[] => {
    if (one.kind === 'payment') return [givenFromProof(one.value)]
    const tx = one.kind === 'settle-answer' ? one.value.tx : null
    return isHash(tx) ? [{ ...unknownPayment, tx: tx.toLowerCase() }] : []
  })
}

async function fromInput(
  { services, options }: CommandContext,
  name: string,
): Promise<Pick<Named, 'reference' | 'bytes'>> {
  if (name === '-' && optionList(options, 'records').includes('-')) {
    throw usage('payment and records cannot both be standard input', 'Give one of them as a file.')
  }
  const { maxIntakeBytes, takeIn } = await import('../../x402/intake.ts')
  const bytes = await services.input(name, maxIntakeBytes)
  const { found, problems } = takeIn(bytes)
  const payments = paymentsIn(found)
  if (payments.length > 0) return { reference: { kind: 'payment', payments }, bytes }
  const why = problems[0] ?? 'it holds no payment header and no settlement answer'
  throw usage(`no payment was found in ${name === '-' ? 'standard input' : 'that file'}: ${why}`, '')
}

function fromFlags({ options }: CommandContext): Reference | null {
  const payer = optionText(options, 'payer')
  const nonce = optionText(options, 'nonce')
  if (payer === undefined && nonce === undefined) return null
  if (payer === undefined || nonce === undefined) {
    throw usage('--payer and --nonce name a payment together', 'Give both of them.')
  }
  if (!isAddress(payer)) throw new OpsError('ADDRESS_EXPECTED', { flag: '--payer', value: payer })
  if (!isWord(nonce)) throw usage('--nonce is given what is no nonce', '0x followed by 64 hex digits is one.')
  return { kind: 'authorization', payer: payer.toLowerCase(), nonce: nonce.toLowerCase() }
}

/**
 * Which payment is meant, by its reference, by `--payer` with `--nonce`, or by a payment header in a file or on
 * standard input. Throws `OpsError` USAGE, ADDRESS_EXPECTED, INPUT_*; never repeats what it was given.
 */
export async function paymentNamed(context: CommandContext): Promise<Named> {
  const { args, options, global } = context
  const [first, second] = args
  const text = typeof first === 'string' ? first : null
  const file = optionText(options, 'headerFile')
  const flagged = fromFlags(context)
  const later = typeof second === 'string' ? second : (global.profile ?? null)
  if (file !== undefined || flagged !== null) {
    if (second !== null) throw usage('the payment is named twice', 'Give one reference only.')
    const profile = text ?? global.profile ?? null
    if (flagged !== null) return { reference: flagged, profile, bytes: null }
    return { ...(await fromInput(context, file ?? '-')), profile }
  }
  if (text === null) throw usage('no payment is named', 'Give a hash, PAYER:NONCE, an id, or - for stdin.')
  if (text === '-') return { ...(await fromInput(context, '-')), profile: later }
  const reference = referenceOf(text)
  if (reference === null)
    throw usage('the reference is empty or too long', 'Give a hash, PAYER:NONCE or an id.')
  return { reference, profile: later, bytes: null }
}
