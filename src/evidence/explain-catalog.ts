import type { Explanations } from '../core/explanation.ts'

const whole = 'A bundle is evidence only while every byte of it is the one that was written.'
const sign = 'Digests inside of a bundle prove that it is whole, not who made it.'
const proof = 'A proof lets somebody else check a verdict without believing an endpoint.'
const leak = 'What was shared once cannot be called back.'
const again = 'Ask the sender for the bundle again.'
const none = 'Nothing has to be done.'

/** What the codes about bundles and scans mean. */
export const explanations: Explanations = {
  BUNDLE_FILE_ALTERED: ['The digest of a file is not the one in the manifest.', whole],
  BUNDLE_FILE_MISSING: ['The manifest lists a file that is not there.', whole],
  BUNDLE_FILE_EXTRA: ['A file is there that the manifest does not list.', whole],
  BUNDLE_ORDER_CHANGED: ['The files stand in another order than they were written.', whole],
  BUNDLE_MANIFEST_ALTERED: ['The manifest does not fit its own id.', whole],
  BUNDLE_SUMS_ALTERED: ['SHA256SUMS does not say what the manifest says.', whole],
  BUNDLE_REPACKED: ['The content is whole, and the archive around it is not as x402ops writes it.', whole],
  BUNDLE_SIGNATURE_MISSING: ['A signature was asked for, and the bundle has none.', sign],
  BUNDLE_NOT_SIGNED: ['The bundle was made without a signature.', sign],
  BUNDLE_SIGNED: ['The signature is of somebody in the file of signers.', sign, none],
  BUNDLE_SIGNATURE_BAD: ['The signature does not belong to this bundle or to these signers.', sign],
  BUNDLE_SIGNATURE_NOT_CHECKED: ['There is a signature, and it could not be checked here.', sign],
  BUNDLE_PROOFS_HOLD: ['Every proof in the bundle was computed again and holds.', proof],
  BUNDLE_PROOF_FAILED: ['A proof in the bundle does not lead to the hash of its block.', proof],
  BUNDLE_PROOF_NOT_CHECKED: [
    'A proof is of a kind or size that was not checked.',
    proof,
    'Look it up at an endpoint of your own.',
  ],
  BUNDLE_WHOLE: ['Every file is the one that was written.', whole, none],
  BUNDLE_FILE_DIFFERS: [
    'Two bundles hold different content under one name.',
    whole,
    'Compare the two files.',
  ],
  BUNDLE_RUN_UNREADABLE: [
    'A run in the bundle is not as x402ops writes it, so it was not judged.',
    whole,
    again,
  ],
  SECRET_FOUND: [
    'Something that only secrets look like, or a secret of this machine, stands in a file.',
    leak,
  ],
  SCAN_LEFT_OUT: ['A file was not looked at, or not to its end.', leak],
  SCAN_CLEAN: ['Nothing that looks like a secret was found in what was looked at.', leak],
}
