import type { BundleFile, LeftOut } from '../../core/bundle.ts'
import { gateFor } from '../../evidence/guard.ts'
import { judgeScan } from '../../evidence/scan.ts'
import type { CommandContext, Outcome } from '../command.ts'
import { findingsShown } from '../findings-shown.ts'
import { bundleOutcome, titleBlock } from './outcome.ts'
import { rowsOf } from './verify.ts'

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

function summaryText(files: number, secrets: number, unseen: number): string {
  const found = secrets === 0 ? 'no secret' : `${plural(secrets, 'place')} with a secret`
  const rest = unseen === 0 ? '' : `, ${unseen} not looked at or only in part`
  return `${plural(files, 'file')} looked through, ${found}${rest}`
}

/**
 * `x402ops evidence scan`: looks through a folder, a file or a bundle for the secrets of this environment and for
 * what only secrets look like. Names file, line and rule, never a value. Changes nothing and contacts nobody.
 */
export async function runScan(context: CommandContext): Promise<Outcome> {
  const { services, clock, args, global } = context
  const startedAt = clock.now()
  const path = String(args[0])
  const tools = await services.bundles()
  const files: BundleFile[] = []
  const leftOut: LeftOut[] = []
  for await (const found of tools.filesBelow(path)) {
    if (found.kind === 'file') files.push(found.file)
    else leftOut.push(found.leftOut)
  }
  const known = await services.knownValues({ references: [], envTexts: [] })
  const hits = await (await gateFor(known)).scan(files)
  const judgement = judgeScan({ files: files.length, known: known.length, hits, leftOut })
  const count = (code: string) => judgement.findings.filter((item) => item.code === code).length
  const [secrets, unseen] = [count('SECRET_FOUND'), count('SCAN_LEFT_OUT')]
  return bundleOutcome(context, {
    ...{ command: 'evidence scan', profile: global.profile ?? 'none', target: path, startedAt },
    checks: rowsOf('scan', judgement),
    findings: judgement.findings.filter(({ verdict }) => verdict !== 'PASS'),
    screen: (document) => [
      titleBlock(context, 'evidence scan', path),
      ...findingsShown(document.findings, global.verbose),
      {
        kind: 'summary',
        text: summaryText(files.length, secrets, unseen),
        ...{ verdict: document.verdict, exitCode: document.exitCode },
      },
    ],
  })
}
