import { entry, findings } from '../core/finding.ts'
import { safe } from '../core/safe.ts'
import type { Verdict } from '../core/verdict.ts'

type OfFile = { readonly file: string }
const name = (file: string) => safe(file, 200)
const altered =
  'Do not rely on what it says: ask the sender for the bundle again, and for its digest on another way.'
const secretFound =
  'Take the secret out of what is shared, rotate it if others could have seen it, and scan again.'

/** What is said about a bundle, and about a folder that was scanned. */
export const catalog = {
  BUNDLE_FILE_ALTERED: entry<OfFile & { readonly bytes: number; readonly listedBytes: number }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'a file was altered',
    text: ({ file, bytes, listedBytes }) =>
      bytes === listedBytes
        ? `${name(file)} is not the file that the manifest lists: same length, other bytes.`
        : `${name(file)} is not the file that the manifest lists: it has ${bytes} bytes instead of ${listedBytes}.`,
    next: altered,
    playbook: null,
  }),
  BUNDLE_FILE_MISSING: entry<OfFile>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'a file is missing',
    text: ({ file }) => `${name(file)} belongs to the bundle and is not in it.`,
    next: altered,
    playbook: null,
  }),
  BUNDLE_FILE_EXTRA: entry<OfFile>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'a file was added',
    text: ({ file }) => `${name(file)} is in the bundle, and the manifest does not list it.`,
    next: altered,
    playbook: null,
  }),
  BUNDLE_ORDER_CHANGED: entry<OfFile & { readonly instead: string }>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'the files were put in another order',
    text: ({ file, instead }) => `${name(file)} stands where ${name(instead)} belongs.`,
    next: altered,
    playbook: null,
  }),
  BUNDLE_MANIFEST_ALTERED: entry<{ readonly why: string }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'the manifest was altered',
    text: ({ why }) => `manifest.json is not as it was made: ${safe(why, 300)}.`,
    next: altered,
    playbook: null,
  }),
  BUNDLE_SUMS_ALTERED: entry<OfFile>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'the list of digests was altered',
    text: ({ file }) =>
      file === 'SHA256SUMS'
        ? 'SHA256SUMS is not the list that an export writes of these files.'
        : `SHA256SUMS does not say of ${name(file)} what the manifest says.`,
    next: altered,
    playbook: null,
  }),
  BUNDLE_REPACKED: entry<{ readonly why: string }>({
    verdict: 'FAIL',
    severity: 'medium',
    title: 'the archive was packed anew',
    text: ({ why }) =>
      `The archive is not packed as x402ops packs it: ${safe(why, 200)}. The digests say nothing about that.`,
    next: 'Ask for the file as it was written. What its digests cover stands in manifest.json, nothing else counts.',
    playbook: null,
  }),
  BUNDLE_SIGNATURE_MISSING: entry<Record<string, never>>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'the signature that was asked for is missing',
    text: () =>
      'The bundle bears no signature, and it was to be one of a known signer: whoever altered it could have taken it out.',
    next: 'Ask the sender for the signed bundle; without --signers it is checked as an unsigned one.',
    playbook: null,
  }),
  BUNDLE_NOT_SIGNED: entry<Record<string, never>>({
    verdict: 'INFO',
    severity: 'low',
    title: 'not signed',
    text: () =>
      'The bundle bears no signature: its digests show damage, but whoever can write files could make them anew.',
    next: 'Compare its sha256 with the one that the sender names on another way.',
    playbook: null,
  }),
  BUNDLE_SIGNED: entry<{ readonly identity: string | null; readonly key: string }>({
    verdict: ({ identity }): Verdict => (identity === null ? 'INFO' : 'PASS'),
    severity: 'none',
    title: 'signed',
    text: ({ identity, key }) =>
      identity === null
        ? `The signature fits key ${safe(key, 120)}; whose key that is was not checked.`
        : `Signed by ${safe(identity, 120)} with key ${safe(key, 120)}.`,
    next: null,
    playbook: null,
  }),
  BUNDLE_SIGNATURE_BAD: entry<{ readonly why: string }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'the signature does not fit',
    text: ({ why }) => `SHA256SUMS.sig is no signature of SHA256SUMS: ${safe(why, 300)}.`,
    next: altered,
    playbook: null,
  }),
  BUNDLE_SIGNATURE_NOT_CHECKED: entry<{ readonly why: string }>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'the signature was not checked',
    text: ({ why }) => `There is a signature, and it was not checked: ${safe(why, 300)}.`,
    next: 'Check it where ssh-keygen and the file of signers are at hand.',
    playbook: null,
  }),
  BUNDLE_PROOFS_HOLD: entry<{ readonly count: number }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'the proofs hold',
    text: ({ count }) =>
      `${count} ${count === 1 ? 'proof leads' : 'proofs lead'} from the hash of a block to what the payments say.`,
    next: null,
    playbook: null,
  }),
  BUNDLE_PROOF_FAILED: entry<{ readonly caseId: string; readonly part: string }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'a proof does not hold',
    text: ({ caseId, part }) =>
      `The proof of the ${part === 'log' ? 'transfer' : 'authorization'} of payment ${safe(caseId, 40)} does not lead from its block to what the payment says.`,
    next: 'Ask an endpoint of your own for this block, and reconcile with --prove.',
    playbook: null,
  }),
  BUNDLE_PROOF_NOT_CHECKED: entry<{ readonly count: number; readonly why: string }>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'proofs were not checked',
    text: ({ count, why }) =>
      `${count} ${count === 1 ? 'proof was' : 'proofs were'} not checked: ${safe(why, 300)}.`,
    next: null,
    playbook: null,
  }),
  BUNDLE_WHOLE: entry<{ readonly files: number }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'the bundle is whole',
    text: ({ files }) =>
      `All ${files} files are there, in their order, with the bytes that the manifest lists.`,
    next: null,
    playbook: null,
  }),
  BUNDLE_FILE_DIFFERS: entry<OfFile & { readonly change: string }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'a file differs',
    text: ({ file, change }) =>
      ({
        added: `${name(file)} is only in the second bundle.`,
        removed: `${name(file)} is only in the first bundle.`,
        tags: `${name(file)} differs in tags only, which mean nothing from one bundle to another.`,
      })[change] ?? `${name(file)} is not the same in both bundles.`,
    next: null,
    playbook: null,
  }),
  BUNDLE_RUN_UNREADABLE: entry<OfFile & { readonly why: string }>({
    verdict: 'UNKNOWN',
    severity: 'high',
    title: 'a run in the bundle cannot be read',
    text: ({ file, why }) => `${name(file)} cannot be read: ${safe(why, 200)}.`,
    next: null,
    playbook: null,
  }),
  SECRET_FOUND: entry<OfFile & { readonly line: number; readonly rule: string }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'a secret',
    text: ({ file, line, rule }) =>
      `${name(file)}:${line} holds what looks like a secret (${safe(rule, 80)}).`,
    next: secretFound,
    playbook: 'secret-exposure',
  }),
  SCAN_LEFT_OUT: entry<{ readonly what: string; readonly why: string }>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'not looked at',
    text: ({ what, why }) => `${name(what)} was not looked at: ${safe(why, 200)}.`,
    next: 'Unpack it, or look at it by other means, before it is shared.',
    playbook: 'secret-exposure',
  }),
  SCAN_CLEAN: entry<{ readonly files: number; readonly known: number }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'no secret found',
    text: ({ files, known }) =>
      `${files} ${files === 1 ? 'file was' : 'files were'} looked through for ${known} known ${known === 1 ? 'value' : 'values'} and for what looks like a secret; there was none.`,
    next: null,
    playbook: null,
  }),
} as const

/** Makes a finding about a bundle; code and arguments must fit the catalogue. */
export const finding = findings(catalog)
