import { OpsError } from '../../core/errors.ts'
import type { CaseDocument } from '../../core/report.ts'
import { sourcesIn } from '../../evidence/pieces.ts'
import { runsInBundle } from '../../evidence/read-runs.ts'
import { supportCaseOf } from '../../evidence/support-case.ts'
import { duplicateIntake, supportTicket, type TicketInput } from '../../evidence/ticket.ts'
import { upstreamTicket } from '../../evidence/upstream-ticket.ts'
import { parseCase } from '../../runs/parse-document.ts'
import { type CommandContext, type Outcome, optionText } from '../command.ts'
import { warnOfAltered } from './altered.ts'
import { type OpenedBundle, openBundle } from './open-bundle.ts'

const casesFile = 'cases/cases.ndjson'

function casesOf({ archive, path }: OpenedBundle): readonly CaseDocument[] {
  const bytes = archive.files.find((file) => file.path === casesFile)?.bytes
  const lines = new TextDecoder().decode(bytes ?? new Uint8Array()).split('\n')
  try {
    return lines.filter((line) => line !== '').map(parseCase)
  } catch (error) {
    const reason = `${casesFile} does not hold payments as x402ops writes them.`
    throw new OpsError('BUNDLE_UNREADABLE', { file: path, reason }, { cause: error })
  }
}

function ticketInput(opened: OpenedBundle): TicketInput {
  const { archive, seen } = opened
  const runs = runsInBundle(archive.files).runs.map(({ run }) => run)
  const sources = sourcesIn(runs)
  const cases = casesOf(opened)
  return {
    bundleId: seen.bundleId,
    version: seen.manifest.read ? seen.manifest.value.tool.version : 'unknown',
    documents: runs.map(({ document }) => document),
    cases,
    support: cases.map((item) => supportCaseOf(item, sources(item))),
    logs: archive.files
      .filter(({ path }) => path.startsWith('included/'))
      .map(({ bytes }) => new TextDecoder().decode(bytes)),
  }
}

const texts: Readonly<Record<string, (input: TicketInput) => string>> = {
  support: supportTicket,
  upstream: upstreamTicket,
  duplicate: duplicateIntake,
}

/**
 * `x402ops evidence case`: a text about the payments of a bundle for somebody else, without secrets. Throws
 * `OpsError` BUNDLE_UNREADABLE, BUNDLE_SEAL_FAILED.
 */
export async function runCase(context: CommandContext): Promise<Outcome> {
  const opened = await openBundle(context, String(context.args[0]))
  warnOfAltered(context, opened)
  const reader = optionText(context.options, 'for') ?? 'support'
  const write = texts[reader] ?? supportTicket
  const text = write(ticketInput(opened))
  return { kind: 'text', text, data: { bundle: opened.seen.bundleId, for: reader, text } }
}
