import { makeRunId } from '../../core/id.ts'
import type { PhrasedFinding } from '../../core/phrase.ts'
import type { Block, CheckRow, ExitCode, Gap, RunDocument } from '../../core/report.ts'
import { makeDocument } from '../../runs/make-document.ts'
import type { CommandContext, Outcome } from '../command.ts'
import { signalExitCode } from '../run-parts.ts'

/** What a command about bundles found. */
export type BundleEnd = {
  /** `evidence verify` and the like. */
  readonly command: string
  readonly profile: string
  readonly target: string | null
  readonly startedAt: Date
  readonly checks: readonly CheckRow[]
  readonly findings: readonly PhrasedFinding[]
  readonly gaps?: readonly Gap[]
  readonly next?: readonly string[]
  readonly exitCode?: ExitCode
  readonly screen: (document: RunDocument) => readonly Block[]
}

/** The report of a command about bundles: a run document like any other, which is not saved as a run. */
export function bundleOutcome({ clock, global, version, signal }: CommandContext, end: BundleEnd): Outcome {
  const { command, profile, target, startedAt, checks, findings, gaps = [], next = [] } = end
  const draft = makeDocument({
    ...{ version, command, profile, target, startedAt, checks, findings, gaps, next },
    runId: makeRunId(startedAt, 'evidence', `${startedAt.getTime()} ${clock.monotonicMs()}`),
    finishedAt: clock.now(),
    failOn: global.failOn,
  })
  const exitCode = signalExitCode(signal) ?? end.exitCode
  const document = exitCode === undefined ? draft : { ...draft, exitCode }
  return { kind: 'report', report: { document, screen: end.screen(document) } }
}

/** The first line of such a screen. */
export function titleBlock({ version }: CommandContext, command: string, about: string): Block {
  return { kind: 'lines', lines: [`x402ops ${version}   ${command}   ${about}`] }
}
