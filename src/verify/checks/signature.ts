import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { together } from '../../core/same-block.ts'
import type { SignerFound } from '../../core/signature-check.ts'
import { finding } from '../catalog.ts'
import type { VerifyExpected, VerifySeen } from '../shapes.ts'
import { domainText, shown, subject } from '../words.ts'

const about = subject('signature')
const asIs = (text: string) => text
const accepts = `0x1626ba7e${'0'.repeat(56)}`

/** The code at the payer's address; undefined when it is not known or the endpoints do not agree. */
function codeOf({ chain }: VerifySeen): string | undefined {
  const found = chain === null ? null : together(chain.code, asIs, asIs)
  return found?.kind === 'agreed' ? found.value : undefined
}

/** What the contract said of a dead payment; null when it was not asked or not heard. */
function byWallet({ chain }: VerifySeen): Finding | null {
  const found = chain?.wallet == null ? null : together(chain.wallet, asIs, asIs)
  if (found?.kind !== 'agreed' || found.value === '0x') return null
  const yes = found.value === accepts
  return finding(yes ? 'SIGNATURE_WALLET_YES' : 'SIGNATURE_WALLET_NO', about, {}, found.evidence)
}

function ofContract(seen: VerifySeen, form: string): Finding {
  return byWallet(seen) ?? finding('SIGNATURE_OF_CONTRACT', about, { form })
}

function ofSigner(
  seen: VerifySeen,
  { payment }: VerifyExpected,
  signer: Extract<SignerFound, { kind: 'signer' }>,
): Finding {
  const code = codeOf(seen)
  // A token asks the contract at the payer's address, whoever the signature recovers to.
  if (code !== undefined && code !== '0x')
    return ofContract(seen, 'a contract or a delegation stands at the payer address, and it decides')
  if (signer.address !== payment.payer) {
    if (seen.signedFor !== null)
      return finding('SIGNATURE_OTHER_DOMAIN', about, { domain: domainText(seen.signedFor) })
    return finding('SIGNATURE_STRANGE', about, { payer: shown(payment.payer), signer: signer.address })
  }
  if (signer.highS)
    return finding(payment.transfer === 'permit2' ? 'SIGNATURE_HIGH_S_PERMIT' : 'SIGNATURE_HIGH_S', about, {})
  if (signer.v < 27) return finding('SIGNATURE_LOW_V', about, { v: signer.v })
  // Blind on purpose: with endpoints, whether a contract stands there is part of the answer.
  if (seen.chain !== null && code === undefined)
    return finding('SIGNATURE_NOT_CHECKED', about, {
      why: 'it recovers to the payer, but whether a contract stands at that address could not be seen',
    })
  return finding('SIGNATURE_RIGHT', about, { payer: shown(payment.payer) })
}

function judge(seen: VerifySeen, expected: VerifyExpected): Finding {
  const { payment, signed } = expected
  const { signer } = seen
  if (payment.transfer === 'svm' || payment.transfer === 'none')
    return finding('SIGNATURE_NOT_CHECKED', about, { why: 'signatures of this kind are not understood' })
  if (!signed) return finding('SIGNATURE_MISSING', about, {})
  if (signer === null) {
    return seen.signedFor === null
      ? finding('SIGNATURE_NOT_CHECKED', about, { why: 'a part of what was signed is missing' })
      : finding('SIGNATURE_OTHER_DOMAIN', about, { domain: domainText(seen.signedFor) })
  }
  if (signer.kind === 'unreadable') return finding('SIGNATURE_UNREADABLE', about, { why: signer.why })
  if (signer.kind === 'signer') return ofSigner(seen, expected, signer)
  const { bytes, deploys } = signer
  if (codeOf(seen) === '0x' && !deploys) return finding('SIGNATURE_OF_NOBODY', about, { bytes })
  const form = deploys
    ? `it has ${bytes} bytes and brings its wallet along (ERC-6492)`
    : `it has ${bytes} bytes, as those of contract wallets (ERC-1271)`
  return ofContract(seen, form)
}

/** Did the payer sign exactly this? */
export const signature: Check<VerifySeen, VerifyExpected> = {
  id: 'signature',
  question: 'Did the payer sign exactly this?',
  judge: (seen, expected) => [judge(seen, expected)],
}
