import { judgeBundle } from '../../evidence/verify.ts'
import { shellWord } from '../again.ts'
import type { CommandContext } from '../command.ts'
import type { OpenedBundle } from './open-bundle.ts'

/** Says on standard error that a bundle is not as it was made, before anybody reads it; else nothing. */
export function warnOfAltered(context: CommandContext, { seen, path }: OpenedBundle): void {
  if (judgeBundle(seen).findings.every(({ verdict }) => verdict !== 'FAIL')) return
  context.note('warning: this bundle was altered after it was made; do not rely on what it says')
  context.note(`warning: x402ops evidence verify ${shellWord(path)} tells what was altered`)
}
