import type { BundleFile, LongFile, Manifest } from '../core/bundle.ts'
import { sha256Hex } from '../core/digest.ts'
import type { Catalog } from '../core/finding.ts'
import type { Check, Room } from '../core/room.ts'
import { type Judgement, judgeRoom } from '../core/run-room.ts'
import { catalog } from './catalog.ts'
import { files } from './checks/files.ts'
import { manifest } from './checks/manifest.ts'
import { order } from './checks/order.ts'
import { packing } from './checks/packing.ts'
import { proofs } from './checks/proofs.ts'
import { signature } from './checks/signature.ts'
import { sums } from './checks/sums.ts'
import { whole } from './checks/whole.ts'
import { ownFiles } from './manifest.ts'
import { isManifest } from './manifest-shape.ts'

/** What was found of a signature. `identity` null = the key was not tied to a name. */
export type SignatureSeen =
  | { readonly state: 'absent' }
  /** There is none, and one was asked for. */
  | { readonly state: 'missing' }
  | { readonly state: 'good'; readonly identity: string | null; readonly key: string }
  | { readonly state: 'bad' | 'not-checked'; readonly why: string }

/** One proof of one payment, looked at again. `holds` null = not checked, and `why` says why. */
export type ProofSeen = {
  readonly caseId: string
  readonly part: 'log' | 'state'
  readonly holds: boolean | null
  readonly why: string | null
}

/** A bundle as it was read: plain data, digests instead of bytes. */
export type BundleSeen = {
  /** The name of the folder in the archive. */
  readonly bundleId: string
  /** In the order of the archive. */
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[]
  /** The time that the archive bears, RFC 3339; null when it is not packed as an export packs. */
  readonly packedAt: string | null
  readonly manifest:
    | { readonly read: true; readonly value: Manifest }
    | { readonly read: false; readonly why: string }
  /** The text of `SHA256SUMS`; null when it is not there. */
  readonly sums: string | null
  readonly signature: SignatureSeen
  readonly proofs: readonly ProofSeen[]
}

/** One question about a bundle. */
export type BundleCheck = Check<BundleSeen, null>

/** A bundle as an archive gives it. */
export type BundleRead = {
  readonly bundleId: string
  readonly files: readonly BundleFile[]
  readonly long: readonly LongFile[]
  readonly order: readonly string[]
  readonly packedAt: Date | null
}

function textOf(bytes: Uint8Array | undefined): string | null {
  if (bytes === undefined) return null
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

function readManifest(
  bytes: Uint8Array | undefined,
  parse: (text: string) => unknown,
): BundleSeen['manifest'] {
  if (bytes === undefined) return { read: false, why: 'it is not there' }
  const text = textOf(bytes)
  if (text === null) return { read: false, why: 'it is not UTF-8' }
  try {
    const value = parse(text)
    if (isManifest(value)) return { read: true, value }
    return { read: false, why: 'it is not an x402ops.bundle/v1 manifest' }
  } catch (error) {
    return { read: false, why: error instanceof Error ? error.message : 'it is not canonical JSON' }
  }
}

/**
 * Looks at a bundle. `parse` reads canonical JSON and throws for any other text; signature and proofs were looked
 * at by whoever can. Pure; never throws, whatever the bundle holds.
 */
export function lookAtBundle(
  { bundleId, files: read, long, order: paths, packedAt }: BundleRead,
  parse: (text: string) => unknown,
  more: Pick<BundleSeen, 'signature' | 'proofs'>,
): BundleSeen {
  const byPath = new Map(read.map(({ path, bytes }) => [path, bytes]))
  const listed = paths.flatMap((path) => {
    const bytes = byPath.get(path)
    const unheld = long.find((file) => file.path === path)
    if (unheld !== undefined) return [{ path, bytes: unheld.size, sha256: unheld.sha256 }]
    return bytes === undefined ? [] : [{ path, bytes: bytes.length, sha256: sha256Hex(bytes) }]
  })
  return {
    bundleId,
    files: listed,
    packedAt: packedAt?.toISOString() ?? null,
    manifest: readManifest(byPath.get(ownFiles.manifest), parse),
    sums: textOf(byPath.get(ownFiles.sums)),
    ...more,
  }
}

type Ports = { readonly look: () => Promise<BundleSeen> }

/** The room that answers whether a bundle is what was made. */
export const bundle: Room<null, BundleSeen, null, Ports> = {
  name: 'bundle',
  catalog: catalog as Catalog,
  checks: [manifest, files, sums, order, packing, signature, proofs, whole],
  plan: () => null,
  collect: (_plan, { look }) => look(),
}

/** Judges a bundle: every check, each finding naming what was altered. Pure. */
export function judgeBundle(seen: BundleSeen): Judgement {
  return judgeRoom(bundle, seen, null)
}
