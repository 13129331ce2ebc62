import type { BundleSelection, LeftOut, MaskedSample } from '../../core/bundle.ts'
import type { Profile } from '../../core/profile.ts'
import { assemble, learnInput } from '../../evidence/assemble.ts'
import { redactorFor } from '../../evidence/guard.ts'
import { bundleIdOf, digestInputs, madeFromOf } from '../../evidence/inputs.ts'
import { withSignature } from '../../evidence/manifest.ts'
import { type Packed, packBundle } from '../../evidence/pack.ts'
import type { Piece } from '../../evidence/piece.ts'
import { ssrfPiece } from '../../evidence/pieces.ts'
import type { Choice, Wanted } from '../../evidence/select.ts'
import { type Aside, hideLong } from './hide-long.ts'
import { judgeSaved } from './judge-room.ts'
import type { BundleTools, KnownValue } from './tools.ts'

/** What a bundle is made of. */
export type BundleParts = {
  readonly version: string
  readonly profile: Profile
  readonly choice: Extract<Choice, { readonly chosen: true }>
  readonly wanted: Wanted
  readonly pieces: readonly Piece[]
  readonly leftOut: readonly LeftOut[]
  readonly collectedAt: string | null
  readonly known: readonly KnownValue[]
}

/** A bundle in memory, redacted, not yet looked through by the gate. */
export type MadeBundle = {
  readonly bundleId: string
  readonly madeFrom: Date
  readonly files: Packed['files']
  readonly manifest: Packed['manifest']
  readonly samples: readonly MaskedSample[]
  /** The values that the gate has to look for. */
  readonly known: readonly KnownValue[]
  /** Removes what was put aside for it; call it once the bundle is packed or given up. */
  readonly discard: () => Promise<void>
}

function addressesOf({ pays }: Profile): readonly string[] {
  return pays.flatMap(({ payTo, refundFrom, forbiddenPayTo }) => [
    ...payTo.map(({ address }) => address),
    ...refundFrom,
    ...forbiddenPayTo,
  ])
}

const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

async function signed(
  packed: Packed,
  keyFile: string | undefined,
  tools: BundleTools,
): Promise<Packed['files']> {
  if (keyFile === undefined) return packed.files
  return withSignature(packed.files, await tools.signWith(keyFile, packed.sums))
}

/**
 * Redacts everything and puts the bundle together: the same parts give the same bytes on this installation.
 * Long texts are put aside until they are packed. Throws `OpsError` INSTALLATION_SECRET_UNUSABLE, BUNDLE_SIGN_FAILED,
 * OUTPUT_FAILED, INCLUDE_CHANGED.
 */
export async function makeBundle(
  parts: BundleParts,
  signKey: string | undefined,
  aside: Aside,
  tools: BundleTools,
): Promise<MadeBundle> {
  const { choice, wanted, profile, leftOut, version, collectedAt } = parts
  const secret = await tools.installationSecret()
  const runs = choice.runs.map(({ run }) => run)
  const selection: BundleSelection = wanted
  const { inputsDigest, key } = digestInputs(secret, { selection, runs, pieces: parts.pieces })
  const refused = ssrfPiece(parts.pieces, choice.cases, runs, key)
  const pieces = refused === null ? parts.pieces : [...parts.pieces, refused]
  const known = [...parts.known, { label: 'installation secret', value: hexOf(secret) }]
  const redactor = redactorFor(known, key, addressesOf(profile))
  const input = { runs: choice.runs, pieces, redactor, judge: judgeSaved }
  if (pieces.some(({ body }) => body.kind === 'long')) learnInput(input)
  const { long, discard } = await hideLong(pieces, redactor, aside, tools)
  const put = async (): Promise<MadeBundle> => {
    const assembled = assemble({ ...input, long })
    const madeFrom = madeFromOf(runs)
    const bundleId = bundleIdOf(profile.name, madeFrom, inputsDigest)
    const narrowed = choice.runs.some((run) => run.narrowed)
    const { canonicalJson } = await tools.canonical()
    const packed = packBundle(
      assembled,
      {
        ...{ version, bundleId, madeFrom, collectedAt, selection, inputsDigest, leftOut, narrowed },
        ...{ profile: profile.name, target: profile.baseUrl, cases: choice.cases },
      },
      redactor,
      canonicalJson,
    )
    const files = await signed(packed, signKey, tools)
    return {
      bundleId,
      madeFrom,
      files,
      manifest: packed.manifest,
      samples: assembled.samples,
      known,
      discard,
    }
  }
  return put().catch(async (error: unknown) => {
    await discard()
    throw error
  })
}
