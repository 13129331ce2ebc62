import { lookupIn } from '../../classify/chain-truth.ts'
import type { About } from '../../classify/signals.ts'
import { OpsError } from '../../core/errors.ts'
import type { CaseDocument } from '../../core/report.ts'
import { countedWords } from '../../runs/matched-counted.ts'
import type { SavedRun } from '../../runs/run.ts'
import { type CommandContext, optionText } from '../command.ts'

/** What the operator says the text is about, and the payments of a saved run. */
export type ChainHint = {
  readonly about: Partial<Pick<About, 'tx' | 'nonce' | 'payer'>>
  readonly cases: readonly CaseDocument[]
}

function hexOption(
  context: CommandContext,
  name: 'tx' | 'nonce' | 'payer',
  digits: number,
): string | undefined {
  const text = optionText(context.options, name)
  if (text === undefined) return undefined
  if (new RegExp(`^0x[0-9a-fA-F]{${digits}}$`).test(text)) return text.toLowerCase()
  const message = `--${name} is not 0x followed by ${digits} hex digits`
  throw new OpsError('USAGE', { message, command: 'classify ' })
}

async function newestReconcile(context: CommandContext, profile: string): Promise<string> {
  const { runs } = await (await context.services.store()).list(profile)
  const found = runs.find(({ command }) => command === 'reconcile')
  if (found !== undefined) return found.runId
  const known = `No reconcile is saved. Run x402ops reconcile ${profile} --since 24h first.`
  throw new OpsError('RUN_NOT_FOUND', { run: 'reconcile', known })
}

/** Tells when the payment that was named is not among those that the run names; it may be one that it only counts. */
function noteUnnamed(
  { note }: CommandContext,
  { tx = null, nonce = null, payer = null }: ChainHint['about'],
  run: SavedRun,
): void {
  const counted = countedWords(run)
  if (counted === null || (tx === null && nonce === null)) return
  if (lookupIn(run.cases)({ tx, nonce, payer, requestId: null }).length > 0) return
  note(`note: ${counted}, and this payment may be one of them: x402ops settlement show looks at it`)
}

/**
 * Reads `--tx`, `--nonce`, `--payer` and `--from-run`. A payment that is named is looked up in the newest saved
 * reconcile when no run is. Throws `OpsError` USAGE or RUN_NOT_FOUND.
 */
export async function chainHint(context: CommandContext): Promise<ChainHint> {
  const tx = hexOption(context, 'tx', 64)
  const nonce = hexOption(context, 'nonce', 64)
  const payer = hexOption(context, 'payer', 40)
  const about = {
    ...(tx !== undefined && { tx }),
    ...(nonce !== undefined && { nonce }),
    ...(payer !== undefined && { payer }),
  }
  const named = optionText(context.options, 'fromRun')
  if (named === undefined && tx === undefined && nonce === undefined) return { about, cases: [] }
  const name = context.global.profile ?? null
  const { profile } = await context.services.profile({ name, command: 'classify' })
  const store = await context.services.store()
  const run = await store.load(profile.name, named ?? (await newestReconcile(context, profile.name)))
  const { document, cases } = run
  noteUnnamed(context, about, run)
  if (cases.length === 0) context.note(`note: run ${document.runId} holds no single payments`)
  return { about, cases }
}
