import { ownFiles } from '../../evidence/manifest.ts'
import { recheckProofs } from '../../evidence/recheck.ts'
import { type BundleSeen, lookAtBundle } from '../../evidence/verify.ts'
import { type CommandContext, optionText } from '../command.ts'
import type { BundleTools, OpenedArchive } from './tools.ts'

/** A bundle that was opened and looked at. */
export type OpenedBundle = {
  readonly path: string
  readonly archive: OpenedArchive
  readonly seen: BundleSeen
}

async function signatureOf(
  { files }: OpenedArchive,
  { options }: CommandContext,
  tools: BundleTools,
): Promise<BundleSeen['signature']> {
  const bytesOf = (path: string) => files.find((file) => file.path === path)?.bytes
  const signature = bytesOf(ownFiles.signature)
  const signersFile = optionText(options, 'signers')
  const identity = optionText(options, 'identity')
  if (signature === undefined) return { state: signersFile === undefined ? 'absent' : 'missing' }
  return tools.verifySignature({
    ...{ bytes: bytesOf(ownFiles.sums) ?? new Uint8Array(), signature },
    ...(signersFile === undefined ? {} : { signersFile }),
    ...(identity === undefined ? {} : { identity }),
  })
}

/** Opens a bundle without looking at it further. Throws `OpsError` BUNDLE_UNREADABLE, BUNDLE_SEAL_FAILED. */
export async function openArchive(context: CommandContext, path: string): Promise<OpenedArchive> {
  const tools = await context.services.bundles()
  return tools.readArchive(path, optionText(context.options, 'ageIdentity'))
}

/**
 * Opens a bundle and looks at all of it: digests, order, signature, proofs. Contacts nobody. Throws `OpsError`
 * BUNDLE_UNREADABLE, BUNDLE_SEAL_FAILED.
 */
export async function openBundle(context: CommandContext, path: string): Promise<OpenedBundle> {
  const tools = await context.services.bundles()
  const archive = await openArchive(context, path)
  const { parseCanonical } = await tools.canonical()
  const signature = await signatureOf(archive, context, tools)
  const proofs = await recheckProofs(archive.files, tools.proofRecheck)
  return { path, archive, seen: lookAtBundle(archive, parseCanonical, { signature, proofs }) }
}
