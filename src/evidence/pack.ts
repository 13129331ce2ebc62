import type { BundleFile, LongFile, Manifest } from '../core/bundle.ts'
import type { CaseDocument } from '../core/report.ts'
import { type Assembled, listFile } from './assemble.ts'
import type { BundleRedactor } from './bundle-redactor.ts'
import { type ManifestFacts, makeManifest, ownFiles, sumsText } from './manifest.ts'
import { readmeText } from './readme.ts'
import { wellFormed } from './well-formed.ts'

/** What the bundle says of itself, not yet redacted. */
export type PackFacts = ManifestFacts & {
  readonly cases: readonly CaseDocument[]
  /** Are the runs narrowed to chosen payments? */
  readonly narrowed: boolean
}

/** The whole bundle, in the order of the archive, and what of it is needed to sign and to tell. */
export type Packed = {
  readonly files: readonly (BundleFile | LongFile)[]
  readonly manifest: Manifest
  /** The bytes of `SHA256SUMS`: what is signed. */
  readonly sums: Uint8Array
}

const encoder = new TextEncoder()
const none = { redactions: {}, withheld: 0 }

/**
 * README, manifest and sums around the assembled files. `canonicalJson` writes RFC 8785. Pure: the same input
 * gives the same bytes.
 */
export function packBundle(
  assembled: Assembled,
  facts: PackFacts,
  redactor: BundleRedactor,
  canonicalJson: (value: unknown) => string,
): Packed {
  const { narrowed, profile, target, selection, leftOut } = facts
  // Of the payments the README tells how many there are of each class.
  const cases = facts.cases.map(({ code }) => ({ code }))
  const hidden = wellFormed(redactor.data({ profile, target, selection, leftOut, cases }).value)
  const { listed, documents, redactions, withheld } = assembled
  const own = { version: facts.version, bundleId: facts.bundleId, collectedAt: facts.collectedAt }
  const readme = listFile(
    ownFiles.readme,
    readmeText({ ...own, ...hidden, documents, narrowed, listed, redactions, withheld }),
    none,
    'read this first',
  )
  const manifest = makeManifest(
    {
      ...own,
      profile: hidden.profile,
      target: hidden.target,
      selection: hidden.selection,
      leftOut: hidden.leftOut,
      madeFrom: facts.madeFrom,
      inputsDigest: facts.inputsDigest,
    },
    wellFormed([readme.listed, ...listed]),
  )
  const manifestBytes = encoder.encode(canonicalJson(manifest))
  const sums = encoder.encode(sumsText(manifest.files, manifestBytes))
  const files = [
    readme.file,
    { path: ownFiles.manifest, bytes: manifestBytes },
    { path: ownFiles.sums, bytes: sums },
    ...assembled.files,
  ]
  return { files, manifest, sums }
}
