import type { BundleFile, LeftOut, LongFile } from '../../core/bundle.ts'
import type { IncludedFile } from '../../evidence/pieces.ts'
import type { Recheck } from '../../evidence/recheck.ts'

/** A value that must not stand in a bundle, and the name people know it by. */
export type KnownValue = { readonly label: string; readonly value: string }

/** What stands in an archive, in its order. */
export type OpenedArchive = {
  readonly bundleId: string
  readonly files: readonly BundleFile[]
  /** Files that are too long to be held. */
  readonly long: readonly LongFile[]
  readonly order: readonly string[]
  /** The time that all entries bear; null when it is not packed as an export packs these files. */
  readonly packedAt: Date | null
}

/** A finished archive under a name that nobody takes for a bundle, in the folder in which it is to stand. */
export type Draft = {
  readonly draftPath: string
  readonly size: number
  readonly sha256: string
  /** Its bytes as they stand there; rejects when they are not what was written. */
  readonly blocks: () => AsyncIterable<Uint8Array>
  /** Gives it its name, never over another file. Rejects with `OpsError` FILE_EXISTS or OUTPUT_FAILED. */
  readonly publish: () => Promise<void>
  readonly discard: () => Promise<void>
}

/** Text that is put aside until it is packed; `discard` once it is not needed any longer. */
export type Spool = {
  readonly write: (part: string) => Promise<void>
  readonly finish: (path: string) => LongFile
  readonly discard: () => Promise<void>
}

/** What a signature is worth. `key` is the fingerprint of the key that made it. */
export type SignatureState =
  | { readonly state: 'good'; readonly identity: string | null; readonly key: string }
  | { readonly state: 'bad'; readonly why: string }
  | { readonly state: 'not-checked'; readonly why: string }

/** A file to look at, or something that could not be looked at. */
export type Scanned =
  | { readonly kind: 'file'; readonly file: BundleFile }
  | { readonly kind: 'left-out'; readonly leftOut: LeftOut }

/** Bundles on disk, and what surrounds them. Everything rejects with `OpsError` and contacts nobody. */
export type BundleTools = {
  /** The archive, block by block; the same input gives the same bytes. */
  readonly archiveBlocks: (
    bundleId: string,
    madeFrom: Date,
    files: readonly (BundleFile | LongFile)[],
  ) => AsyncIterable<Uint8Array>
  /** A place for text until it is packed, on the disk of the bundle of this path. */
  readonly openSpool: (nextTo: string) => Promise<Spool>
  /** The place of a bundle of this name: `out` may be a file or a folder. */
  readonly placeFor: (out: string | undefined, fileName: string) => Promise<string>
  readonly draftArchive: (path: string, content: AsyncIterable<Uint8Array>) => Promise<Draft>
  /** Opens a bundle; one that was encrypted with age needs the file of an identity. */
  readonly readArchive: (path: string, ageIdentity?: string) => Promise<OpenedArchive>
  readonly openIncludes: (paths: readonly string[]) => Promise<{
    readonly files: readonly IncludedFile[]
    readonly leftOut: readonly LeftOut[]
  }>
  readonly filesBelow: (path: string) => AsyncIterable<Scanned>
  readonly installationSecret: () => Promise<Uint8Array>
  readonly signWith: (keyFile: string, bytes: Uint8Array) => Promise<Uint8Array>
  readonly verifySignature: (about: {
    readonly bytes: Uint8Array
    readonly signature: Uint8Array
    readonly signersFile?: string
    readonly identity?: string
  }) => Promise<SignatureState>
  readonly sealFor: (
    recipients: readonly string[],
    blocks: AsyncIterable<Uint8Array>,
  ) => AsyncIterable<Uint8Array>
  /** Rejects when one of them is no recipient. */
  readonly refuseRecipients: (recipients: readonly string[]) => Promise<void>
  /** RFC 8785: one text for equal data. Both throw on what has no one form. */
  readonly canonical: () => Promise<{
    readonly canonicalJson: (value: unknown) => string
    readonly parseCanonical: (text: string) => unknown
  }>
  readonly proofRecheck: () => Promise<Recheck>
}
