import type { Judgement } from '../../core/run-room.ts'
import { judgeBundle } from '../../evidence/verify.ts'
import type { CommandContext, Outcome } from '../command.ts'
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

/** `x402ops evidence verify`: is a bundle whole and as it was made? Offline; the exit code says it, too. */
export async function runVerify(context: CommandContext): Promise<Outcome> {
  const startedAt = context.clock.now()
  const path = String(context.args[0])
  const opened = await openBundle(context, path)
  const judgement = judgeBundle(opened.seen)
  const { profile, failed } = aboutBundle(opened)
  return bundleOutcome(context, {
    ...{ command: 'evidence verify', profile, target: path, startedAt },
    checks: rowsOf('bundle', judgement),
    findings: judgement.findings.filter(({ verdict }) => verdict !== 'PASS'),
    next: failed ? [] : [`x402ops judge ${path}`],
    screen: (document) => [
      titleBlock(context, 'evidence verify', opened.seen.bundleId),
      {
        kind: 'table',
        columns: [{ title: 'STATE' }, { title: 'CHECK' }, { title: 'RESULT' }],
        rows: judgement.checks.map(({ id, verdict, text }) => [
          { verdict },
          id,
          text === '' ? (id === 'proofs' ? 'there are none' : 'as it was made') : text,
        ]),
      },
      ...findingsShown(document.findings, context.global.verbose),
      {
        kind: 'summary',
        text: failed ? 'this is not the bundle that was made' : 'the bundle is as it was made',
        ...{ verdict: document.verdict, exitCode: document.exitCode },
      },
    ],
  })
}
