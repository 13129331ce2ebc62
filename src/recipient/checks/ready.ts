import type { Finding } from '../../core/finding.ts'
import { verdictOf } from '../../core/phrase.ts'
import type { Check } from '../../core/room.ts'
import { catalog, finding } from '../catalog.ts'
import type { EvmSeen, Recipient, RecipientExpected, RecipientSeen, SolanaSeen } from '../shapes.ts'
import { rowsOf, subjectOf } from '../view.ts'
import { judgeEvm, seenOfEvm } from './evm.ts'
import { judgeSolana } from './solana.ts'

function seenText(seen: EvmSeen | SolanaSeen): string {
  if (seen.kind === 'solana') return `its token account ${seen.account} is open`
  return seenOfEvm(seen)
}

function judge(one: Recipient, seen: EvmSeen | SolanaSeen | null): readonly Finding[] {
  // Malformed ones are not asked about; the question before this one says so.
  if (seen === null) return []
  const found = seen.kind === 'evm' ? judgeEvm(one, seen) : judgeSolana(one, seen)
  const stands = found.some((each) => ['FAIL', 'UNKNOWN'].includes(verdictOf(each, catalog)))
  return stands ? found : [...found, finding('RECIPIENT_READY', subjectOf(one), { seen: seenText(seen) })]
}

/** Can every receiving address receive the token that is asked for? */
export const ready: Check<RecipientSeen, RecipientExpected> = {
  id: 'ready',
  question: 'Can every address receive the token that it is paid in?',
  judge: (seen, expected) => rowsOf(seen, expected).flatMap(([one, row]) => judge(one, row)),
}
