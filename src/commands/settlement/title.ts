import type { Profile } from '../../core/profile.ts'
import type { Block } from '../../core/report.ts'
import { formatUtc } from '../../core/time.ts'
import type { CommandContext } from '../command.ts'

/** The first line of a screen that belongs to no run: which tool, which profile, when. */
export function titleBlock(
  { version, clock }: CommandContext,
  command: string,
  { name }: Pick<Profile, 'name'>,
): Block {
  const line = `x402ops ${version}   ${command}   profile ${name}   ${formatUtc(clock.now())}`
  return { kind: 'lines', lines: [line] }
}
