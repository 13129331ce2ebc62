import type {
  BundleFile,
  BundleSelection,
  LeftOut,
  LongFile,
  Manifest,
  ManifestFile,
} from '../core/bundle.ts'
import { sha256Hex } from '../core/digest.ts'
import { addCounts } from './bundle-redactor.ts'

/** The names of the files that speak of the others. */
export const ownFiles = {
  readme: 'README.md',
  manifest: 'manifest.json',
  sums: 'SHA256SUMS',
  signature: 'SHA256SUMS.sig',
} as const

/** What a manifest says beside the files. Selection, target and what was left out must be redacted already. */
export type ManifestFacts = {
  readonly version: string
  readonly bundleId: string
  readonly profile: string
  readonly target: string | null
  readonly madeFrom: Date
  readonly collectedAt: string | null
  readonly selection: BundleSelection
  readonly inputsDigest: string
  readonly leftOut: readonly LeftOut[]
}

/** The manifest over its files, in the order of the archive. Pure. */
export function makeManifest(facts: ManifestFacts, files: readonly ManifestFile[]): Manifest {
  const { version, madeFrom, ...rest } = facts
  return {
    schema: 'x402ops.bundle/v1',
    tool: { name: 'x402ops', version },
    ...rest,
    madeFrom: madeFrom.toISOString(),
    files,
    redactions: addCounts(files.map(({ redactions }) => redactions)),
    withheld: files.reduce((sum, { withheld }) => sum + withheld, 0),
  }
}

/** The line of one file in `SHA256SUMS`, as `sha256sum` writes it. */
export function sumLine({ path, sha256 }: Pick<ManifestFile, 'path' | 'sha256'>): string {
  return `${sha256}  ${path}\n`
}

/** The text of `SHA256SUMS`: README, manifest and all other files, in the order of the archive. */
export function sumsText(
  listed: readonly Pick<ManifestFile, 'path' | 'sha256'>[],
  manifest: Uint8Array,
): string {
  const own = { path: ownFiles.manifest, sha256: sha256Hex(manifest) }
  const [readme, ...rest] = listed
  return [...(readme === undefined ? [] : [readme]), own, ...rest].map(sumLine).join('')
}

/** A signature over `SHA256SUMS` at its place: behind the sums, before everything else. */
export function withSignature(
  files: readonly (BundleFile | LongFile)[],
  signature: Uint8Array,
): readonly (BundleFile | LongFile)[] {
  const at = files.findIndex(({ path }) => path === ownFiles.sums) + 1
  return [...files.slice(0, at), { path: ownFiles.signature, bytes: signature }, ...files.slice(at)]
}

/** Paths in the order of the archive: README, manifest, sums, signature, then the rest by their bytes. */
export function inArchiveOrder(paths: readonly string[]): readonly string[] {
  const first: readonly string[] = [ownFiles.readme, ownFiles.manifest, ownFiles.sums, ownFiles.signature]
  const rest = paths.filter((path) => !first.includes(path)).sort((a, b) => (a < b ? -1 : 1))
  return [...first.filter((path) => paths.includes(path)), ...rest]
}
