import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import type { Recipient, RecipientExpected, RecipientSeen } from '../shapes.ts'
import { isSolanaAddress } from '../solana/token-account.ts'
import { subjectOf } from '../view.ts'

// 20 bytes in hex. Fixed length, linear.
const evmAddress = /^0x[0-9a-f]{40}$/
const zeros: readonly string[] = [`0x${'0'.repeat(40)}`, '11111111111111111111111111111111']

function isWellFormed({ family, address }: Recipient): boolean {
  if (family === 'evm') return evmAddress.test(address)
  return family === 'solana' ? isSolanaAddress(address) : true
}

function judge(one: Recipient): readonly Finding[] {
  const { address, unit, forbidden, from, family, unread } = one
  const about = subjectOf(one)
  const found: Finding[] = []
  if (!isWellFormed(one)) found.push(finding('RECIPIENT_MALFORMED', about, { address }))
  if (zeros.includes(address)) found.push(finding('RECIPIENT_IS_ZERO', about, { address }))
  else if (address === unit.asset) found.push(finding('RECIPIENT_IS_TOKEN', about, { address }))
  if (forbidden.includes(address)) found.push(finding('RECIPIENT_FORBIDDEN', about, { address, from }))
  if (unread !== null) found.push(finding('RECIPIENT_FAMILY_UNREAD', about, { why: unread }))
  if (family === 'native') found.push(finding('RECIPIENT_NATIVE', about, { address }))
  return found
}

/** Is every receiving address one that money may go to? */
export const address: Check<RecipientSeen, RecipientExpected> = {
  id: 'address',
  question: 'Is every receiving address one that money may go to?',
  judge: (_seen, { recipients }) => recipients.flatMap(judge),
}
