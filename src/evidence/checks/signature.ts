import { finding } from '../catalog.ts'
import type { BundleCheck } from '../verify.ts'

const subject = { kind: 'file', id: 'SHA256SUMS.sig' } as const

/** Who vouches for the digests. */
export const signature: BundleCheck = {
  id: 'signature',
  question: 'Who vouches for the digests?',
  judge: ({ signature: seen }) => {
    switch (seen.state) {
      case 'absent':
        return [finding('BUNDLE_NOT_SIGNED', subject, {})]
      case 'missing':
        return [finding('BUNDLE_SIGNATURE_MISSING', subject, {})]
      case 'good':
        return [finding('BUNDLE_SIGNED', subject, { identity: seen.identity, key: seen.key })]
      case 'bad':
        return [finding('BUNDLE_SIGNATURE_BAD', subject, { why: seen.why })]
      default:
        return [finding('BUNDLE_SIGNATURE_NOT_CHECKED', subject, { why: seen.why })]
    }
  },
}
