import { OpsError } from '../../core/errors.ts'
import type { CheckRow } from '../../core/report.ts'
import type { Judgement } from '../../core/run-room.ts'
import { safe } from '../../core/safe.ts'
import { judgeBundle } from '../../evidence/verify.ts'
import { shellWord } from '../again.ts'
import { type CommandContext, type Outcome, optionText } from '../command.ts'
import { findingsShown } from '../findings-shown.ts'
import { type OpenedBundle, openBundle } from './open-bundle.ts'
import { bundleOutcome, titleBlock } from './outcome.ts'

/** The check rows of a judgement that is about no saved run. */
export function rowsOf(room: string, { checks }: Judgement) {
  return checks.map((check) => ({ ...check, room, elapsedMs: null }))
}

/** What is said of a bundle as a whole, and which profile it is about. */
export function aboutBundle({ seen }: OpenedBundle): { readonly profile: string; readonly failed: boolean } {
  const { manifest } = seen
  const failed = judgeBundle(seen).findings.some(({ verdict }) => verdict === 'FAIL')
  return { profile: manifest.read ? manifest.value.profile : 'unknown', failed }
}

/** Who says that what stands in the bundle was seen: without a known signer nobody, whatever its digests say. */
export function vouching({ seen }: OpenedBundle): string {
  const { signature } = seen
  if (signature.state === 'good') {
    return signature.identity === null
      ? 'signed with a key whose owner was not checked'
      : `signed by ${safe(signature.identity, 80)}`
  }
  return signature.state === 'absent'
    ? 'unsigned: nothing shows who made it'
    : 'its signature was not checked'
}

/** The flag that opens the same encrypted bundle again; empty when none was needed. */
function identityAgain({ options }: CommandContext): string {
  const file = optionText(options, 'ageIdentity')
  return file === undefined ? '' : ` --age-identity ${shellWord(file)}`
}

/** What a check that found nothing wrong had nothing to look at; null when it had. */
function nothingToSee({ manifest, sums }: OpenedBundle['seen'], id: string): string | null {
  if (id === 'proofs') return 'there are none'
  if (id !== 'sums') return null
  if (sums === null) return 'there is no SHA256SUMS that can be read'
  return manifest.read ? null : 'there is no manifest to compare with'
}

/** The check rows of a bundle: none says PASS of what was not there, or "whole" of what is not. */
export function bundleRows({ seen }: OpenedBundle, judgement: Judgement): readonly CheckRow[] {
  const failed = judgement.checks.some(({ verdict }) => verdict === 'FAIL')
  return rowsOf('bundle', judgement).map((row) => {
    if (row.text !== '') return row
    if (row.id === 'whole' && failed) return { ...row, verdict: 'FAIL', text: 'it is not: see above' }
    const why = nothingToSee(seen, row.id)
    return why === null ? { ...row, text: 'as it should be' } : { ...row, verdict: 'SKIP', text: why }
  })
}

/** `x402ops evidence verify`: is a bundle whole and as it was made? Offline; the exit code says it, too. */
export async function runVerify(context: CommandContext): Promise<Outcome> {
  const startedAt = context.clock.now()
  const path = String(context.args[0])
  const { options } = context
  if (optionText(options, 'identity') !== undefined && optionText(options, 'signers') === undefined) {
    const message = '--identity names somebody, and only --signers FILE says which keys are theirs'
    throw new OpsError('USAGE', { message, command: 'evidence verify ' })
  }
  const opened = await openBundle(context, path)
  const judgement = judgeBundle(opened.seen)
  const rows = bundleRows(opened, judgement)
  const { profile, failed } = aboutBundle(opened)
  return bundleOutcome(context, {
    ...{ command: 'evidence verify', profile, target: path, startedAt },
    checks: rows,
    findings: judgement.findings.filter(({ verdict }) => verdict !== 'PASS'),
    next: failed ? [] : [`x402ops judge ${shellWord(path)}${identityAgain(context)}`],
    screen: (document) => [
      titleBlock(context, 'evidence verify', opened.seen.bundleId),
      {
        kind: 'table',
        columns: [{ title: 'STATE' }, { title: 'CHECK' }, { title: 'RESULT' }],
        rows: rows.map(({ id, verdict, text }) => [{ verdict }, id, text]),
      },
      ...findingsShown(document.findings, context.global.verbose),
      {
        kind: 'summary',
        text: failed ? 'this is not the bundle that was made' : `it fits its digests; ${vouching(opened)}`,
        ...{ verdict: document.verdict, exitCode: document.exitCode },
      },
    ],
  })
}
